"""From an error to an answer: the only place where HTTP status is decided.

Every error is a problem document (RFC 9457): {type, title, status, detail, field?}. It names the field and
what is wrong with it, and never repeats what was sent: not a value, not a path, not a header.
"""

from typing import Final

from flask import Flask, Response, json
from werkzeug.exceptions import HTTPException

from app.domain.errors import (
    BadInput,
    CannotBeTrusted,
    NotAllowed,
    NotBuilt,
    NotEarned,
    NotFound,
    SpeakUpError,
    Taken,
    TooMany,
    Unavailable,
)
from app.logs import Event, Log

MEDIA_TYPE = "application/problem+json"

# The first class that fits decides.
STATUS: Final[dict[type[SpeakUpError], int]] = {
    NotEarned: 422,
    BadInput: 400,
    CannotBeTrusted: 400,
    NotAllowed: 401,
    NotFound: 404,
    Taken: 409,
    TooMany: 429,
    Unavailable: 503,
}

TITLES: Final[dict[int, str]] = {
    400: "This cannot be used",
    401: "Not allowed",
    404: "Not found",
    405: "Not done this way",
    409: "Already taken",
    411: "How long is it?",
    413: "Too long",
    415: "Another kind of content is expected",
    422: "This does not fit",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Not possible right now",
}

DETAILS: Final[dict[int, str]] = {
    400: "the request cannot be read",
    404: "there is nothing here",
    405: "this address does not take this method",
    411: "the length of the body must be told in Content-Length",
    413: "the body is longer than anything that is taken here",
    415: "the Content-Type is not the one that is taken here",
    429: "too many requests; wait a little and try again",
    500: "it is not your fault; what you sent was not kept",
    503: "cannot be done right now; keep it and try again",
}

PASSED_ON: Final = ("Allow", "Retry-After", "WWW-Authenticate")  # said by the framework, repeating no input


def problem(status: int, detail: str, field: str | None = None) -> Response:
    """A problem document."""
    about = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    if field is not None:
        about["field"] = field
    return Response(json.dumps(about), status, mimetype=MEDIA_TYPE)


def answer_errors(app: Flask, log: Log) -> None:
    """Make `app` answer every error with a problem document."""

    def ours(error: Exception) -> Response:
        if not isinstance(error, SpeakUpError):
            return unexpected(error)
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        if status == 500:
            return unexpected(error)
        if isinstance(error, NotBuilt):
            log.record(Event.CONTENT_NOT_BUILT)
        elif isinstance(error, Unavailable):
            log.record(Event.STORE_UNAVAILABLE, error=error.__cause__ or error)
        return of_ours(error, status)

    def unexpected(error: Exception) -> Response:
        log.record(Event.UNEXPECTED_ERROR, error=error)
        return problem(500, DETAILS[500])

    app.register_error_handler(HTTPException, of_the_framework)
    app.register_error_handler(Exception, ours)


def of_ours(error: SpeakUpError, status: int) -> Response:
    """An error of our tree; its text says nothing of what was sent."""
    if isinstance(error, BadInput):
        return problem(status, error.problem, error.field)
    answer = problem(status, str(error))
    if isinstance(error, TooMany | Unavailable):
        answer.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotAllowed):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def of_the_framework(error: HTTPException) -> Response:
    """An error of Flask's own, in our words; a redirect is a 404, as it would repeat the address."""
    status = error.code if error.code in DETAILS else 400
    if error.code is None or error.code < 400:
        status = 404
    answer = problem(status, DETAILS[status])
    for name, value in error.get_headers():
        if name in PASSED_ON:
            answer.headers[name] = value
    return answer
