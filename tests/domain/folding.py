"""Between the fold's vectors and its values."""

from typing import Any

from app.domain.case import Case, Entry
from app.domain.claims import Claim
from app.domain.handover import Handover
from app.domain.payloads import Event, parse, plain
from app.domain.registers import latest
from app.domain.texts import Text


def entry(raw: dict[str, Any]) -> Entry:
    """An entry of a vector file."""
    return Entry(raw["ctx"], raw["day"], parse(raw["payload"]), raw["sender"], raw.get("member", ""))


def summary(case: Case) -> dict[str, Any]:
    """A case as `fold.json` writes it."""
    return {
        "reporter": case.reporter,
        "status": str(case.status),
        "refused": list(case.refused),
        "received": case.received,
        "opened_by": list(case.opened_by),
        "acknowledged": plain(case.acknowledged) if case.acknowledged else None,
        "assigned": case.assigned,
        "urgent": case.urgent,
        "lang": case.lang,
        "consent": vars(case.consent),
        "next_j": case.next_j,
        "waiting": case.waiting,
        "gaps": list(case.gaps),
        "disputed": case.disputed,
        "unproven": list(case.unproven),
        "unknown": list(case.unknown),
        "reports": [text(t, "words", "answers", "consent") for t in case.reports],
        "assistance": [text(t, "help", "safe_contact", "country") for t in case.assistance],
        "messages": [text(t, "text") for t in case.messages],
        "replies": [{"ctx": d.ctx, "j": d.event.j, "text": d.event.text} for d in case.replies],
        "notes": [d.event.text for d in case.notes],
        "events": [d.ctx for d in case.events],
        "registers": registers(case),
        "handovers": [handover(each) for each in case.handovers],
        "heads": list(case.heads),
        "missing": list(case.missing),
        "late": list(case.late),
        **({"claims": [claim(each) for each in case.claims]} if case.claims else {}),
    }


def claim(found: Claim) -> dict[str, Any]:
    """What another key wrote under the thread."""
    return {
        "key": found.key,
        "reports": [text(t, "words") for t in found.reports],
        "assistance": [text(t, "help") for t in found.assistance],
        "messages": [text(t, "text") for t in found.messages],
    }


def registers(case: Case) -> dict[str, Any]:
    """What the office last said, by event and name; events without a table are left out."""
    found = {str(event): latest(case.events, event) for event in Event}
    return {
        event: {name: [plain(said.value), said.by] for name, said in register.items()}
        for event, register in found.items()
        if register
    }


def handover(found: Handover) -> dict[str, Any]:
    """A handover, with the words that it brought."""
    return {
        "ctx": found.ctx,
        "ctxs": list(found.ctxs),
        "day": found.day,
        "by": found.by,
        "office": found.office,
        "purpose": found.purpose,
        "missing": list(found.missing),
        "understood": found.body is not None,
        "words": [text.words or text.text for text in found.body.texts] if found.body else [],
        "withheld": list(found.body.withheld) if found.body else [],
    }


def text(found: Text, *names: str) -> dict[str, Any]:
    """A text with the named fields of its content."""
    content = {name: plain(getattr(found.payload, name)) for name in names}
    return {"ctx": found.ctx, "day": found.day, "missing": list(found.missing), **content}
