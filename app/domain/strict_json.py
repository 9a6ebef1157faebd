"""I-JSON (RFC 7493), read so that every implementation reads the same thing or nothing.

Python's `json` accepts NaN, duplicate names, lone surrogates and any depth; these are refused here.
Must never: repeat in an error what could not be read.
"""

import json
import re
from typing import Any, NoReturn

DEPTH = 32  # levels; an object inside an object is two
INTEGER_LIMIT = 2**53  # beyond it a double loses digits
BOM = b"\xef\xbb\xbf"
# A string is taken whole, so that the brackets in it do not count.
STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
STEP = {"[": 1, "{": 1, "]": -1, "}": -1}


class NotStrictJson(ValueError):
    """The bytes are not I-JSON. Says nothing of them."""

    def __init__(self) -> None:
        super().__init__("not strict JSON")


def loads(data: bytes) -> Any:
    """Read one I-JSON value.

    Raises:
        NotStrictJson: a byte order mark, not UTF-8, not JSON, NaN, a name twice, a lone
            surrogate, a whole number of 2^53 or more, a number too large for a double,
            or more than 32 levels.
    """
    try:
        text = data.decode("utf-8")
        if data.startswith(BOM) or deeper_than(text, DEPTH):
            raise NotStrictJson
        value = DECODER.decode(text)
        # A lone surrogate can only come from an escape; encoding finds it.
        if "\\u" in text or "\\U" in text:
            encoded(value)
    except (ValueError, RecursionError):
        raise NotStrictJson from None
    return value


def dumps(value: Any) -> bytes:
    """Write `value` compactly, unescaped, in UTF-8.

    Raises:
        NotStrictJson: `loads` would refuse it: nobody could read what was sealed or signed.
    """
    try:
        written = encoded(value)
    except (ValueError, RecursionError):
        raise NotStrictJson from None
    loads(written)
    return written


def encoded(value: Any) -> bytes:
    """The bytes of a value; ValueError for a lone surrogate, NaN and infinity."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless it names something twice."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotStrictJson
    return value


def refuse(_: str) -> NoReturn:
    """NaN and the infinities are not JSON."""
    raise NotStrictJson


def exact_integer(digits: str) -> int:
    """A whole number that a double holds exactly; long runs of digits are not even converted."""
    if len(digits) > 17 or abs(value := int(digits)) >= INTEGER_LIMIT:
        raise NotStrictJson
    return value


def finite(digits: str) -> float:
    """A fraction that a double can hold."""
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotStrictJson
    return value


# Made once: making one costs as much as reading a short payload.
DECODER = json.JSONDecoder(
    object_pairs_hook=once_each, parse_constant=refuse, parse_int=exact_integer, parse_float=finite
)


def deeper_than(text: str, limit: int) -> bool:
    """Whether brackets outside strings nest deeper than `limit`."""
    # Cheap first: most payloads have too few brackets to be deep.
    if text.count("[") + text.count("{") <= limit:
        return False
    depth = 0
    for token in STRING_OR_BRACKET.findall(text):
        depth += STEP.get(token, 0)
        if depth > limit:
            return True
    return False
