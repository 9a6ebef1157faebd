"""Who may call a view. Every view names its guard, and a test fails for one that does not.

@public     anyone; nothing about the caller is read
@reporter   anyone, and it is likely a reporter: nothing about the caller is read, kept or logged
@device     a desk session; the view gets it as its first argument
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import request

from app.api.doors import services
from app.domain.errors import NotAllowed
from app.storage.sessions import Session

P = ParamSpec("P")
R = TypeVar("R")

NAMED = "speakup_guard"
SCHEME = "Bearer "


class Guard(StrEnum):
    """Who may call."""

    PUBLIC = "public"
    REPORTER = "reporter"
    DEVICE = "device"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone call."""
    return named(view, Guard.PUBLIC)


def reporter(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone call, and remember that it may be a reporter."""
    return named(view, Guard.REPORTER)


def device(view: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Let devices with a session call; `view` gets the session first."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        return view(services().sessions.who(bearer()), *args, **kwargs)

    return named(guarded, Guard.DEVICE)


def named(view: Callable[P, R], guard: Guard) -> Callable[P, R]:
    """Write the guard on the view, for the test and the limits."""
    setattr(view, NAMED, guard)
    return view


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """The guard that a view names."""
    guard: Guard | None = getattr(view, NAMED, None)
    return guard


def bearer() -> str:
    """The token of this request.

    Raises:
        NotAllowed: there is none.
    """
    said = request.headers.get("Authorization", "")
    if not said.startswith(SCHEME):
        raise NotAllowed
    return said[len(SCHEME) :]
