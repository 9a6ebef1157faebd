"""A file that a report or a message names (protocol §10): where its bricks are and how they open.

A payload keeps its attachments as they came, and each is checked here when somebody wants the file: an entry
that cannot be understood costs that one file, never the words beside it.

Must never: put a value into the error; all of it was written by somebody else and may be hostile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain import payload_fields as form
from app.domain.errors import BadInput
from app.domain.payloads import of, value_of

MOST_BYTES = 104_857_600  # of a report's files together, as sent (policy): 100 MiB
MOST_BRICKS = 512  # what a file of that length fills
HEADER_BYTES = 24


def brick_ids(value: Any, name: str) -> tuple[str, ...]:
    """One to 512 different ids."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_BRICKS:
        raise BadInput(name, f"is not a list of 1 to {MOST_BRICKS} ids")
    found = tuple(form.hex16(each, name) for each in value)
    if len(set(found)) != len(found):
        raise BadInput(name, "names a brick twice")
    return found


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A sealed file as a payload states it; `name` and `type` are the sender's words and prove nothing."""

    file_id: str = of(form.hex16)
    key: str = field(metadata={"check": form.hex32}, repr=False)
    header: str = of(form.hex_of(HEADER_BYTES))
    bricks: tuple[str, ...] = of(brick_ids)
    hash: str = of(form.hex32)
    length: int = of(form.within(0, MOST_BYTES))
    name: str = of(form.text, "")
    type: str = of(form.text, "")


def attachment(raw: Mapping[str, Any]) -> Attachment:
    """Read one entry of `attachments`.

    Raises:
        BadInput: a field is missing or has the wrong form; names the field.
    """
    found: Attachment = value_of(raw, Attachment, "attachments")
    return found


def understood(entries: Iterable[Mapping[str, Any]]) -> list[Attachment | None]:
    """Every entry in its place; None for one that cannot be understood."""
    return [attempt(raw) for raw in entries]


def attempt(raw: Mapping[str, Any]) -> Attachment | None:
    """An entry, or None."""
    try:
        return attachment(raw)
    except BadInput:
        return None
