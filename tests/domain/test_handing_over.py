"""What one office passes on: the shared vectors, and the lists of questions against the form."""

import json
from typing import Any

import pytest
import yaml

from app.domain.answer_groups import HARMLESS, IDENTIFYING, IN_OWN_WORDS
from app.domain.audience import AUDIENCE_OF, Audience, Purpose
from app.domain.directory import Role
from app.domain.errors import BadInput
from app.domain.handing_over import Choice, Source, packed, packing
from app.domain.handover import HandedText, HandoverBody
from app.domain.payloads import value_of
from tests.processes import ROOT

CASES = json.loads((ROOT / "tests/vectors/handing_over.json").read_text(encoding="utf-8"))["cases"]
SECOND_HAND = "second_hand"


def tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def source_of(raw: dict[str, Any]) -> Source:
    body = value_of(
        {name: value for name, value in raw.items() if name != SECOND_HAND}, HandoverBody, "source"
    )
    known = {name: getattr(body, name) for name in Source.__dataclass_fields__ if name != SECOND_HAND}
    return Source(**known, second_hand=tuple(raw.get(SECOND_HAND, ())))


def choice_of(raw: dict[str, Any]) -> Choice:
    words = {"purpose": Purpose(raw["purpose"]), "audience": Audience(raw["audience"])}
    return Choice(**{name: tuples(value) for name, value in {**raw, **words}.items()})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_vectors(case: dict[str, Any]) -> None:
    source, choice = source_of(case["source"]), choice_of(case["choice"])
    if "refused" in case:
        with pytest.raises(BadInput) as refusal:
            packed(source, choice)
        assert refusal.value.field == case["refused"]
    else:
        body, missed = packing(source, choice)
        assert body == value_of(case["body"], HandoverBody, "body")
        assert missed == tuple(case.get("missed", missed))


def test_every_question_whose_answer_is_sent_stands_in_exactly_one_list() -> None:
    form = yaml.safe_load((ROOT / "app/content/data/form.yaml").read_text(encoding="utf-8"))
    sent = {q["id"] for q in form["questions"] if q["kind"] != "page" and q.get("purpose") != "local"}

    assert sent == HARMLESS | IN_OWN_WORDS | IDENTIFYING
    assert len(sent) == len(HARMLESS) + len(IN_OWN_WORDS) + len(IDENTIFYING)


def test_every_role_of_the_directory_is_somebody_to_the_reporter() -> None:
    assert set(AUDIENCE_OF) == set(Role)


def test_the_lists_of_the_browser_are_the_same() -> None:
    text = (ROOT / "app/client/src/desk/refer/answers.ts").read_text(encoding="utf-8")
    for name in HARMLESS | IN_OWN_WORDS | IDENTIFYING:
        assert f'"{name}"' in text


def test_a_text_of_another_office_without_a_day_is_passed_on() -> None:
    source = Source(reporter="", urgent=False, lang="", texts=(HandedText(kind="report"),), facts={})

    body = packed(source, Choice(purpose=Purpose.REFERRAL, audience=Audience.OTHERS, checked=True))

    assert [text.day for text in body.texts] == [None]
