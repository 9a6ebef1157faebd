"""The headers of every response, errors included. No cookie is ever set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:  # these two exist for type checkers only
    from wsgiref.types import StartResponse, WSGIEnvironment

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data: blob:; "
    "media-src blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types speakup"
)
PAGE_POLICY = POLICY.format(scripts="'self'")
WORKER_POLICY = POLICY.format(scripts="'self' 'wasm-unsafe-eval'")  # crypto workers compile WebAssembly
# The reader of PDF files takes strangers' bytes apart: it may compile decoders of pictures, and reach nobody.
READER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'"
SCRIPT_POLICIES = {"worker-pdf": READER_POLICY, "worker": WORKER_POLICY}  # by beginning; the first counts

ALL_OFF = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)

# A voice note is recorded by the page itself, when the person presses for it; pictures come from files only.
FEATURES = ALL_OFF + ", microphone=(self)"

ALWAYS = (
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", FEATURES),
)
UNLESS_SAID = (("Content-Security-Policy", PAGE_POLICY), ("Cache-Control", "no-store"))

Said = list[tuple[str, str]]


def script_policy(name: str) -> str | None:
    """The policy of a script with a policy of its own, by the name of its file; None for all others."""
    return next((policy for start, policy in SCRIPT_POLICIES.items() if name.startswith(start)), None)


def on_every_response(app: Flask) -> None:
    """Make `app` send the headers with everything that it answers, whoever in it answers."""
    inner = app.wsgi_app

    def outer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def with_headers(status: str, headers: Said, *rest: Any) -> Callable[[bytes], object]:
            return start(status, [*headers, *missing(headers), *ALWAYS], *rest)

        return inner(environ, with_headers)

    app.wsgi_app = outer  # type: ignore[method-assign, assignment]  # Flask names this as the way to wrap an application


def missing(headers: Said) -> Said:
    """Those that a view may say itself and has not."""
    said = {name.lower() for name, _ in headers}
    return [header for header in UNLESS_SAID if header[0].lower() not in said]
