"""A WSGI application that raises with no framework around it: `gunicorn "tests.rules.raising:made()"`."""

from collections.abc import Callable, Iterable
from typing import Any

from app import logs


def made() -> Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]:
    """The application, its log started as the real ones start theirs."""
    logs.start("gateway")
    return answer


def answer(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """The health page; anything else raises, and quotes what was sent."""
    if environ["PATH_INFO"] != "/health":
        raise RuntimeError(environ["QUERY_STRING"])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
