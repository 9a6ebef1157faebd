"""Checks of single fields of a payload: each takes a value and the field's name, and returns it in our form.

Must never: put the value into the error. What is checked was sealed by somebody, and may be hostile.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app.domain.errors import BadInput

Check = Callable[[Any, str], Any]

MAX_PARTS = 64  # about 900 kB of text: more than anyone types, and a bound on what is held open
SAFE_INTEGER = 2**53 - 1  # beyond it, JavaScript and Python would read different numbers
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
LAST_DAY = "2199-12-31"  # what is later was not meant, and could not be reckoned with


def text(value: Any, name: str) -> str:
    """Any text, the empty one included."""
    if not isinstance(value, str):
        raise BadInput(name, "is not text")
    return value


def hex_of(size: int) -> Check:
    """Lower-case hex of exactly `size` bytes."""
    form = re.compile(rf"[0-9a-f]{{{2 * size}}}")

    def check(value: Any, name: str) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise BadInput(name, f"is not {size} bytes as lower-case hex")
        return value

    return check


hex16, hex32, hex64 = hex_of(16), hex_of(32), hex_of(64)


def count(value: Any, name: str) -> int:
    """A whole number from 0 on."""
    return int(within(0, SAFE_INTEGER)(value, name))


def within(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadInput(name, f"is not a whole number from {low} to {high}")
        return value

    return check


def flag(value: Any, name: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadInput(name, "is neither true nor false")
    return value


def one_of(*allowed: str) -> Check:
    """One of the words given."""

    def check(value: Any, name: str) -> str:
        if value not in allowed:
            raise BadInput(name, "is none of the values it may have")
        return str(value)

    return check


def or_none(check: Check) -> Check:
    """The same check, or null."""
    return lambda value, name: None if value is None else check(value, name)


def texts(value: Any, name: str) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise BadInput(name, "is not a list")
    return tuple(text(part, name) for part in value)


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """A JSON object."""
    if not isinstance(value, Mapping):
        raise BadInput(name, "is not an object")
    return value


def list_of(check: Check) -> Check:
    """A list whose members pass the same check."""

    def each(value: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise BadInput(name, "is not a list")
        return tuple(check(part, name) for part in value)

    return each


def item_list(value: Any, name: str) -> tuple[Mapping[str, Any], ...]:
    """A list of JSON objects."""
    if not isinstance(value, list):
        raise BadInput(name, "is not a list")
    return tuple(mapping(part, name) for part in value)


def text_map(value: Any, name: str) -> dict[str, str]:
    """An object whose values are texts."""
    return {key: text(part, name) for key, part in mapping(value, name).items()}


def answers(value: Any, name: str) -> dict[str, str | tuple[str, ...]]:
    """Question id to a text or a list of texts."""
    return {
        key: texts(part, name) if isinstance(part, list) else text(part, name)
        for key, part in mapping(value, name).items()
    }


def country(value: Any, name: str) -> str:
    """Two capital letters, as ISO 3166-1 has them."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{2}", value):
        raise BadInput(name, "is not a country code of two capital letters")
    return value


def day(value: Any, name: str) -> str:
    """`YYYY-MM-DD`, a day that exists."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise BadInput(name, "is not a day")
    if value > LAST_DAY:
        raise BadInput(name, "is too far ahead")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadInput(name, "is not a day") from None


def moment(value: Any, name: str) -> str:
    """`YYYY-MM-DDThh:mm:ssZ`, a moment that exists."""
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    if not isinstance(value, str) or not re.fullmatch(form, value, re.ASCII):
        raise BadInput(name, "is not a moment")
    if value[: len(LAST_DAY)] > LAST_DAY:
        raise BadInput(name, "is too far ahead")
    try:
        datetime.strptime(value, MOMENT)  # noqa: DTZ007 -- only asks whether it exists; Z is in the form
    except ValueError:
        raise BadInput(name, "is not a moment") from None
    return value
