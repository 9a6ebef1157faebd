"""Registers of a case: what the office last said under each name; the same as `case/registers.ts`.

Events carry `data`, a table of names. Of each name the last value counts, in the order of the fold, so that
all devices agree whatever came first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.case import Done
from app.domain.payloads import Event


@dataclass(frozen=True)
class Said:
    """A value, and which device said it when, in which envelope (`ctx`)."""

    value: str | tuple[str, ...]
    by: str
    at: str
    ctx: str


def latest(events: Iterable[Done], event: Event) -> dict[str, Said]:
    """The register that the events of one name make up; `events` in the order of the fold."""
    return {
        key: Said(value, done.event.by, done.event.at, done.ctx)
        for done in events
        if done.event.event == event
        for key, value in done.event.data.items()
    }
