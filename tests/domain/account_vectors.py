"""Between the vectors of help and account and the values of the domain."""

import json
from pathlib import Path
from typing import Any

from app.domain.case import Case, Entry, fold
from app.domain.payloads import parse
from app.domain.statistics import Fact

FOLDER = Path(__file__).parents[1] / "vectors"
OFFICE, THREAD, KEY = "a0" * 16, "01" * 16, "51" * 32
COMMON: dict[str, Any] = {
    "v": 1,
    "office": OFFICE,
    "directory": {"version": 3, "hash": "d1" * 32},
    "recipients": [],
    "thread": THREAD,
    "lang": "en",
}


def vectors(name: str) -> dict[str, Any]:
    """A vector file."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def event(raw: dict[str, Any]) -> Entry:
    """An event, from what a vector says of it beside the ordinary."""
    payload = parse({**COMMON, "kind": "event", **{k: v for k, v in raw.items() if k != "ctx"}})
    return Entry(raw["ctx"], raw["at"][:10], payload, raw["by"])


def request(raw: dict[str, Any]) -> Entry:
    """A request for help."""
    reply = {"key": KEY, "tag": "7a" * 32}
    payload = parse({**COMMON, "kind": "assistance", "help": ["medical"], "reply": reply})
    return Entry(raw["ctx"], raw["day"], payload, KEY)


def case(raw: dict[str, Any]) -> Case:
    """A case of requests and events; it may have none of either."""
    entries = [*map(request, raw.get("requests", [])), *map(event, raw["events"])]
    return fold(entries)[THREAD]


def fact(raw: dict[str, Any]) -> Fact:
    """A fact, from what a vector says of it beside the ordinary."""
    record = {name: tuple(v) if isinstance(v, list) else v for name, v in raw.get("record", {}).items()}
    ordinary = {"received": "2026-03-02", "status": "opened", "channel": "app", "lang": "en"}
    unsaid = {"acknowledged": None, "onward": None, "reason": "", "transferred": False}
    return Fact(**{**ordinary, **unsaid, **raw, "record": record})
