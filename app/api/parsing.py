"""From a request to values: parsed once, here, and believed everywhere inside.

Length and kind are looked at before a single byte of the body is read. What cannot be used is refused by the
name of its field; what was sent is never repeated.
"""

from binascii import a2b_base64, b2a_base64
from socket import SHUT_RD
from typing import Annotated, Any, TypeVar

from flask import request
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)
from werkzeug.exceptions import (
    ClientDisconnected,
    LengthRequired,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from app.domain.errors import BadInput
from app.domain.strict_json import NotStrictJson, loads
from app.sealing.envelope import EnvelopeClass, header_fault

OCTETS, JSON = "application/octet-stream", "application/json"
MOST_JSON = 4_096  # bytes; the longest thing that is asked for in JSON has about 400
BODY_SECONDS = 10.0  # between two pieces of a body; a slow phone network pauses for some seconds
MOST = 2**53 - 1  # whole numbers that JSON keeps exactly
DIGITS = 16  # of the largest such number


def hex_bytes(count: int) -> Any:
    """A type: so many bytes, in lower-case hex on the wire."""
    pattern = f"^[0-9a-f]{{{2 * count}}}$"

    def read(value: object) -> bytes:
        if not isinstance(value, str) or len(value) != 2 * count or set(value) - set("0123456789abcdef"):
            raise ValueError
        return bytes.fromhex(value)

    return Annotated[
        bytes,
        BeforeValidator(lambda value: value if isinstance(value, bytes) else read(value)),
        PlainSerializer(bytes.hex),
        WithJsonSchema({"type": "string", "pattern": pattern}),
    ]


def base64_bytes(count: int | None) -> Any:
    """A type: bytes (so many, if `count` says so), in base64 with padding on the wire."""

    def read(value: object) -> bytes:
        if not isinstance(value, str):
            raise ValueError
        return a2b_base64(value, strict_mode=True)

    def check(value: object) -> bytes:
        found = value if isinstance(value, bytes) else read(value)
        if count is not None and len(found) != count:
            raise ValueError
        return found

    return Annotated[
        bytes,
        BeforeValidator(check),
        PlainSerializer(lambda value: b2a_base64(value, newline=False).decode()),
        WithJsonSchema({"type": "string", "format": "byte"}),
    ]


Position = Annotated[int, Field(strict=True, ge=1, le=MOST)]


class Wire(BaseModel):
    """What crosses the wire in JSON; unknown fields are let through unread."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


Model = TypeVar("Model", bound=Wire)


def octets(size: int, field: str = "body") -> bytes:
    """The body: exactly `size` bytes of application/octet-stream.

    Raises:
        BadInput: it is shorter.
    """
    length = body_length(OCTETS, size)
    if length != size:
        raise BadInput(field, f"must have exactly {size} bytes")
    return body()


def body(seconds: float = BODY_SECONDS) -> bytes:
    """The body, if no piece of it lets us wait longer than `seconds`: who stalls must not hold a thread.

    gunicorn gives us the line; with another server the front server has to see to it (docs/operations.md).
    """
    line = request.environ.get("gunicorn.socket")
    if line is None:
        return request.get_data(cache=False)
    line.settimeout(seconds)
    try:
        return request.get_data(cache=False)
    except ClientDisconnected:
        line.shutdown(SHUT_RD)  # else the server waits as long again for the rest
        raise


def body_length(media_type: str, most: int) -> int:
    """The length of the body, looked at before it is read. Raises what the framework has for each fault."""
    length = request.content_length
    if length is None:
        raise LengthRequired
    if length > most:
        raise RequestEntityTooLarge
    if request.content_type != media_type and request.mimetype != media_type:
        raise UnsupportedMediaType
    request.max_content_length = most  # this view's own bound, instead of the application's
    return length


def json_body(model: type[Model], most: int = MOST_JSON) -> Model:
    """The body as `model`, of at most so many bytes.

    Raises:
        BadInput: it is not JSON, or a field is missing or malformed; names the field.
    """
    body_length(JSON, most)
    try:
        return model.model_validate(loads(body()))
    except NotStrictJson:
        raise BadInput("body", "is not a JSON object") from None
    except ValidationError as error:
        raise BadInput(faulty(model, error), "is missing or malformed") from None


def faulty(model: type[Wire], error: ValidationError) -> str:
    """The first field that is at fault: a name of ours, never one that was sent."""
    for fault in error.errors(include_input=False, include_context=False, include_url=False):
        if fault["loc"] and fault["loc"][0] in model.model_fields:
            return str(fault["loc"][0])
    return "body"


def whole(name: str, default: int, least: int = 0, most: int = MOST) -> int:
    """A whole number of the query.

    Raises:
        BadInput: it is not one, or outside of `least` and `most`.
    """
    said = request.args.get(name)
    if said is None:
        return default
    if not (said.isascii() and said.isdigit() and len(said) <= DIGITS and least <= int(said) <= most):
        raise BadInput(name, f"must be a whole number from {least} to {most}")
    return int(said)


def of_class(envelope: bytes, envelope_class: EnvelopeClass) -> bytes:
    """The envelope, if its header is that of its class.

    Raises:
        BadInput: it is not; says which part of the header.
    """
    fault = header_fault(envelope, envelope_class)
    if fault is not None:
        raise BadInput("envelope", f"has a wrong header: {fault}")
    return envelope
