"""Reading typed values out of untyped JSON, one field at a time. Standard library only.

Errors name the field and never repeat what stood in it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.errors import BadInput

Raw = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def mapping(raw: Raw, name: str) -> Raw:
    """An object."""
    value = raw.get(name)
    if not isinstance(value, dict):
        raise BadInput(name, "must be an object")
    return value


def mappings(raw: Raw, name: str, optional: bool = False) -> list[Raw]:
    """A list of objects."""
    value = raw.get(name, [] if optional else None)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise BadInput(name, "must be a list of objects")
    return value


def text(raw: Raw, name: str) -> str:
    """A text that is not empty."""
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(name, "must be a text")
    return value


def perhaps(raw: Raw, name: str) -> str:
    """A text that may be empty, or missing."""
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise BadInput(name, "must be a text")
    return value


def texts(raw: Raw, name: str, optional: bool = False) -> tuple[str, ...]:
    """A list of texts."""
    value = raw.get(name, [] if optional else None)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInput(name, "must be a list of texts")
    return tuple(value)


def names(raw: Raw) -> Mapping[str, str]:
    """Names by language code; may be missing."""
    value = raw.get("names", {})
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise BadInput("names", "must be texts by language")
    return value


def whole(raw: Raw, name: str, least: int, default: int | None = None) -> int:
    """A whole number from `least` on."""
    value = raw.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise BadInput(name, f"must be a whole number from {least} on")
    return value


def whole_numbers(raw: Raw, name: str, least: int, default: tuple[int, ...]) -> tuple[int, ...]:
    """A list of whole numbers from `least` on, in their order; may be missing."""
    value = raw.get(name, list(default))
    if not isinstance(value, list) or not all(type(each) is int and each >= least for each in value):
        raise BadInput(name, f"must be a list of whole numbers from {least} on")
    return tuple(sorted(value))


def hexadecimal(raw: Raw, name: str, size: int) -> str:
    """So many bytes in lower-case hex."""
    value = raw.get(name)
    if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", value):
        raise BadInput(name, f"must be {size} bytes in lower-case hex")
    return value


def moment(raw: Raw, name: str) -> datetime:
    """A moment in UTC, to the second."""
    value = raw.get(name)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        try:
            return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            pass
    raise BadInput(name, "must be a moment such as 2026-01-31T00:00:00Z")


def day(raw: Raw, name: str) -> date:
    """A day."""
    value = raw.get(name)
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadInput(name, "must be a day such as 2026-01-31")


def one_of(raw: Raw, name: str, choices: type[Choice], default: Choice | None = None) -> Choice:
    """One of a closed list of words."""
    value = raw.get(name, default)
    if not isinstance(value, str) or value not in set(choices):
        raise BadInput(name, "must be one of " + ", ".join(choices))
    return choices(value)
