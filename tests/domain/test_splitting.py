"""A long text goes in parts and comes out as it went in."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import TooLong
from app.domain.payload_fields import MAX_PARTS
from app.domain.payloads import Report, parse
from app.domain.splitting import size, split
from app.domain.texts import Piece, join

CAPACITY = 2_000
FRAME: dict[str, Any] = {
    "v": 1,
    "kind": "report",
    "office": "a0" * 16,
    "directory": {"version": 3, "hash": "d1" * 32},
    "recipients": ["da" * 16, "db" * 16],
    "thread": "01" * 16,
    "lang": "en",
    "item": "e0" * 16,
    "channel": "terminal",
    "consent": {},
    "reply": {"key": "51" * 32, "tag": "7a" * 32},
}
TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\x00é漢👩ك'),
    max_size=4_000,
)


@settings(max_examples=60, deadline=None)
@given(
    TEXT,
    st.dictionaries(st.sampled_from(["where", "when", "who"]), TEXT | st.lists(st.just("sea"), max_size=3)),
)
def test_every_part_fits_and_all_parts_give_the_text_back(words: str, answers: dict[str, Any]) -> None:
    content = {"answers": answers, "words": words, "attachments": []}

    parts = split(FRAME, content, CAPACITY)

    assert all(size(part) <= CAPACITY for part in parts)
    pieces = [Piece(f"{n:064x}", "2026-11-02", report(part)) for n, part in enumerate(parts)]
    (text,) = join(reversed(pieces))
    assert isinstance(text.payload, Report)
    assert text.missing == ()
    assert text.payload.words == words
    given_answers = {key: value for key, value in answers.items() if value}
    assert json.loads(json.dumps(text.payload.answers)) == given_answers


def report(part: dict[str, Any]) -> Report:
    payload = parse(part)
    assert isinstance(payload, Report)
    return payload


def test_a_short_text_goes_in_one_part() -> None:
    assert len(split(FRAME, {"answers": {"where": "market"}, "words": "Short."}, CAPACITY)) == 1


def test_parts_are_well_filled() -> None:
    parts = split(FRAME, {"words": "x" * 20_000}, 15_244)

    assert len(parts) == 2


@pytest.mark.parametrize(
    "content",
    [{"answers": {"what": ["x" * CAPACITY]}, "words": ""}, {"words": "x" * CAPACITY * MAX_PARTS}],
    ids=["a list larger than an envelope", "more than 64 parts"],
)
def test_what_no_number_of_parts_can_carry_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(TooLong):
        split(FRAME, content, CAPACITY)
