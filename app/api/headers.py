"""The headers of every response, errors included. No cookie is ever set."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types speakup"
)
PAGE_POLICY = POLICY.format(scripts="'self'")
WORKER_POLICY = POLICY.format(scripts="'self' 'wasm-unsafe-eval'")  # crypto workers compile WebAssembly

ALL_OFF = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "web-share",
        "xr-spatial-tracking",
    )
)

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ALL_OFF,
    }
)
UNLESS_SAID: Mapping[str, str] = MappingProxyType(
    {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-store"}
)


def on_every_response(app: Flask) -> None:
    """Make `app` send the headers with everything that it answers."""
    app.after_request(add)


def add(response: Response) -> Response:
    """Add the headers; a view may have set its own policy or cache rule before."""
    for name, value in UNLESS_SAID.items():
        response.headers.setdefault(name, value)
    response.headers.update(ALWAYS)
    return response
