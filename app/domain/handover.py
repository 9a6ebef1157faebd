"""What another office passed on, put together from its parts; the same as `case/handover.ts` of the desk.

The giver vouches for it: their device sealed it, the reporter did not. A body that cannot be understood is
shown as such. The order of arrival changes nothing.

Must never: hide that a part is missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain import payload_fields as form
from app.domain.errors import BadInput
from app.domain.payloads import CONSENT, Consent, HandoverPart, nested, of, value_of
from app.domain.strict_json import NotStrictJson, loads
from app.domain.texts import best, in_order


@dataclass(frozen=True, kw_only=True)
class HandedText:
    """A text of the reporter as the giver had it; `ctx` is that of their envelope."""

    kind: str = of(form.one_of("report", "message", "assistance"))
    ctx: str | None = of(form.or_none(form.hex32), None)
    day: str | None = of(form.or_none(form.day), None)
    lang: str = of(form.text, "")
    channel: str = of(form.text, "")
    answers: Mapping[str, str | tuple[str, ...]] = of(form.answers, dict)
    words: str = of(form.text, "")
    text: str = of(form.text, "")
    help: tuple[str, ...] = of(form.texts, ())
    safe_contact: str = of(form.text, "")
    country: str | None = of(form.or_none(form.country), None)
    consent: Consent | None = of(form.or_none(CONSENT), None)  # noqa: RUF009 -- builds a field only
    attachments: tuple[Mapping[str, Any], ...] = of(form.item_list, ())


@dataclass(frozen=True, kw_only=True)
class HandoverBody:
    """All of it. `contact`: whether the reporter was asked to write to the new office from now on.

    `reporter`: their key, empty when it was not passed on. `withheld`: names of what was left out.
    `facts`: what the giver found out.
    """

    reporter: str = of(lambda value, name: value if value == "" else form.hex32(value, name), "")
    contact: str = of(form.one_of("moves", "stays"), "stays")
    urgent: bool = of(form.flag, False)
    lang: str = of(form.text, "")
    texts: tuple[HandedText, ...] = of(form.list_of(nested(HandedText)), ())
    withheld: tuple[str, ...] = of(form.texts, ())
    facts: Mapping[str, str | tuple[str, ...]] = of(form.answers, dict)
    note: str = of(form.text, "")


@dataclass(frozen=True)
class HandoverPiece:
    """One opened part; `ctx` is hex, `day` (`YYYY-MM-DD`) is when it was filed."""

    ctx: str
    day: str
    payload: HandoverPart


@dataclass(frozen=True)
class Handover:
    """A whole handover; `ctx` and `day` are those of its first part, `office` is the giver's.

    `body` is None while parts are missing, or when it cannot be understood.
    """

    ctx: str
    ctxs: tuple[str, ...]
    day: str
    by: str
    office: str
    purpose: str
    at: str
    body: HandoverBody | None
    missing: tuple[int, ...]


def handovers_of(pieces: Iterable[HandoverPiece]) -> tuple[Handover, ...]:
    """All handovers in `pieces`, in the order of their day; each once."""
    items: dict[tuple[str, str | None], list[HandoverPiece]] = defaultdict(list)
    for piece in pieces:
        items[piece.payload.by, piece.payload.item].append(piece)
    return tuple(sorted(map(whole, items.values()), key=lambda each: (each.day, each.at, each.ctx)))


def whole(pieces: Sequence[HandoverPiece]) -> Handover:
    """One handover from all that came of it."""
    return replace(best(pieces, assembled), ctxs=tuple(sorted(piece.ctx for piece in pieces)))


def assembled(pieces: Sequence[HandoverPiece]) -> Handover:
    """The handover of one sealing."""
    parts, missing = in_order(pieces)
    first = parts[0].payload
    return Handover(
        ctx=parts[0].ctx,
        ctxs=(),
        day=parts[0].day,
        by=first.by,
        office=first.by_office,
        purpose=first.purpose,
        at=first.at,
        body=None if missing else understood_body("".join(part.payload.body for part in parts)),
        missing=missing,
    )


def understood_body(text: str) -> HandoverBody | None:
    """The body that a JSON text means, or None."""
    try:
        body: HandoverBody = value_of(loads(text.encode()), HandoverBody, "body")
    except (BadInput, NotStrictJson):
        return None
    return body
