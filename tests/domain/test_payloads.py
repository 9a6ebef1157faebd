"""What stands in an envelope is checked once, at the door, and nothing of it is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.domain.errors import BadInput
from app.domain.payloads import Reply, Unknown, as_json, parse

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schema/payload.schema.json").read_text(encoding="utf-8")))
VECTORS = json.loads((ROOT / "tests/vectors/fold.json").read_text(encoding="utf-8"))["cases"]
REPLY = {
    "v": 1,
    "kind": "reply",
    "office": "a0" * 16,
    "directory": {"version": 3, "hash": "d1" * 32},
    "recipients": ["reporter"],
    "thread": "01" * 16,
    "lang": "en",
    "part": 1,
    "parts": 1,
    "text": "We have read it.",
    "next_office": "a1" * 16,
    "ack": {
        "device": "da" * 16,
        "office": "a0" * 16,
        "ctx": "10" * 32,
        "thread": "01" * 16,
        "day": "2026-11-03",
        "signature": "99" * 64,
    },
}
KNOWN = [
    raw["payload"] for case in VECTORS for raw in case["entries"] if raw["payload"]["kind"] != "poll"
] + [REPLY]
KNOWN = [payload for payload in KNOWN if payload["v"] == 1]
JSON_VALUES = st.sampled_from(
    [None, True, 0, -1, 2**53, 1.5, "", "x", "ab" * 16, [], [1], ["a"], {}, {"a": 1}]
)


def parses(raw: dict[str, Any]) -> bool:
    try:
        parse(raw)
    except BadInput:
        return False
    return True


@pytest.mark.parametrize("raw", KNOWN, ids=lambda raw: str(raw["kind"]))
def test_what_is_parsed_is_written_back_as_it_was(raw: dict[str, Any]) -> None:
    assert parse(as_json(parse(raw))) == parse(raw)
    assert SCHEMA.is_valid(raw)
    assert SCHEMA.is_valid(as_json(parse(raw)))


@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_the_parser_and_the_schema_refuse_the_same(data: st.DataObject) -> None:
    raw = dict(data.draw(st.sampled_from(KNOWN)))
    name = data.draw(st.sampled_from(sorted(set(raw) - {"kind", "v"})))
    if data.draw(st.booleans()):
        raw[name] = data.draw(JSON_VALUES)
    else:
        del raw[name]

    part, parts = raw.get("part", 1), raw.get("parts", 1)
    assume(not (isinstance(part, int) and isinstance(parts, int) and part > parts))  # no schema can say this

    assert parses(raw) == SCHEMA.is_valid(raw), name


def test_a_part_after_the_last_is_refused() -> None:
    with pytest.raises(BadInput, match="part"):
        parse(REPLY | {"part": 2})


MOMENTS = [
    ("at", "2026-02-30T00:00:00Z"),
    ("day", "2026-13-01"),
    ("at", "9999-12-31T23:59:59Z"),
    ("day", "2200-01-01"),
]


@pytest.mark.parametrize(("name", "value"), MOMENTS)
def test_a_moment_that_does_not_exist_or_nobody_can_mean_is_refused(name: str, value: str) -> None:
    raw = next(p for p in KNOWN if p.get("event") == "acknowledged") | {name: value}

    with pytest.raises(BadInput) as refused:
        parse(raw)

    assert refused.value.field == name
    assert value not in str(refused.value)


def test_fields_of_a_later_version_are_kept() -> None:
    later = REPLY | {"mood": "kind", "extra": 1}

    reply = parse(later)

    assert isinstance(reply, Reply)
    assert reply.extra == {"mood": "kind", "extra": 1}
    assert as_json(reply)["mood"] == "kind"


@pytest.mark.parametrize("change", [{"kind": "poll"}, {"v": 2}, {"v": True}])
def test_a_kind_or_version_we_do_not_know_is_kept_whole(change: dict[str, Any]) -> None:
    raw = REPLY | change

    payload = parse(raw)

    assert isinstance(payload, Unknown)
    assert as_json(payload) == raw
