"""Which other offices should have got a report: what the desk calls sure is so for every report it can be."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.copies import Copies, copies_of
from app.domain.directory import Directory, parse_directory
from app.domain.facts import Facts
from app.domain.payloads import DirectoryRef, ReplyKey, Report

VECTORS = Path(__file__).parents[1] / "vectors"
ROUTING = json.loads((VECTORS / "routing.json").read_text(encoding="utf-8"))
CASES = json.loads((VECTORS / "copies.json").read_text(encoding="utf-8"))["cases"]
DIRECTORIES: dict[str, Directory] = {
    name: parse_directory(raw) for name, raw in ROUTING["directories"].items()
}


def report(channel: str, answers: dict[str, Any]) -> Report:
    said = {name: tuple(value) if isinstance(value, list) else value for name, value in answers.items()}
    return Report(
        office="00" * 16,
        directory=DirectoryRef(version=1, hash="00" * 32),
        recipients=(),
        thread="00" * 16,
        channel=channel,
        answers=said,
        reply=ReplyKey(key="00" * 32, tag="00" * 32),
    )


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_other_readers_are_as_the_vectors_say(case: dict[str, Any]) -> None:
    directory, said = DIRECTORIES[case["directory"]], report(case["channel"], case["answers"])

    found = copies_of(directory, said, case["office"], at(case["at"]))

    expected = case["expect"] and Copies(tuple(case["expect"]["sure"]), case["expect"]["perhaps"])
    assert found == expected


def sent(facts: Facts, channel: str) -> dict[str, Any]:
    """What a report of these facts says: the phone sends what was asked, the hotline has no country."""
    said = {
        "accused_affiliation": facts.accused,
        "category": list(facts.categories),
        "entity": facts.entity,
        "contracting": facts.contracting,
        "child_involved": facts.child,
        "formal": "formal" if facts.formal else None,
        "country": facts.country if channel == "app" else None,
    }
    return {name: value for name, value in said.items() if value}


# Answers that neither the phone nor the hotline puts together: an organisation for somebody unknown, say.
ASKED = [
    vector
    for vector in ROUTING["positive"]
    if not vector["facts"]["conflict"]
    and vector["facts"]["categories"]
    and (vector["facts"]["own_entity"] is None or vector["facts"]["accused"] == "unknown")
    and (vector["facts"]["prefer"] is None or "inquiry" in vector["facts"]["categories"])
]


@pytest.mark.parametrize(("channel", "every", "least"), [("app", 1, 50), ("sms", 4, 10)])
def test_whoever_is_said_to_have_a_report_for_sure_has_it_by_the_table(
    channel: str, every: int, least: int
) -> None:
    told = 0
    for vector in ASKED[::every]:
        facts = Facts.from_json(vector["facts"])
        if channel == "sms" and (facts.own_entity or facts.prefer):
            continue
        readers = [each for each in (vector["route"]["primary"], *vector["route"]["copies"]) if each]
        for office in readers:
            said = report(channel, sent(facts, channel))
            found = copies_of(DIRECTORIES[vector["directory"]], said, office, at(vector["at"]))
            if found is None:
                continue
            told += len(found.sure)
            assert set(found.sure) <= set(readers) - {office}, vector["name"]
            assert found.perhaps or len(readers) == len(found.sure) + 1, vector["name"]
    assert told > least, "it says nothing any more"
