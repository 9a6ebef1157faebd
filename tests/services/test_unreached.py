"""Which reports would reach nobody, by the table that ships."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.directory import parse_directory
from app.domain.facts import ACCUSED, CATEGORIES, CONFLICTS
from app.domain.routing import NO_OFFICE, route
from app.services import ceremony
from app.services.demonstration import DATA
from app.services.unreached import NOT_OF_AN_ENTITY, Reach, every_kind, lines, reach, warnings
from app.services.workspace import Workspace
from tests.services.founding import NOW, add_device, founded, staffed

DATES = {
    "version": 1,
    "previous": "0" * 64,
    "issued": "2026-06-15T12:00:00Z",
    "expires": "2026-06-16T12:00:00Z",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An organisation with one office for sexual exploitation and abuse, as most begin."""
    return staffed(tmp_path)[0]


def add(workspace: Workspace, kind: str, role: str, **more: Any) -> None:
    """One more entity with one office that is held."""
    ceremony.add_entity(workspace, {"id": role, "name": role, "kind": kind})
    office = ceremony.add_office(workspace, {"entity": role, "role": role, "name": role, **more})
    for title in ("A", "B"):
        add_device(workspace, office, ceremony.add_member(workspace, office, title))


def found(workspace: Workspace) -> Reach:
    """What the draft reaches now."""
    return reach(parse_directory(workspace.draft() | DATES), NOW)


def test_one_office_leaves_most_kinds_of_reports_with_nobody(workspace: Workspace) -> None:
    said = "\n".join(warnings(workspace.draft(), NOW))

    assert found(workspace).lost > found(workspace).tried * 3 // 4
    assert "about people of no named entity:\n      everything" in said
    assert "inquiry" in said
    assert "founding.md" in said


def test_the_two_offices_outside_of_the_guide_leave_nothing_with_nobody(workspace: Workspace) -> None:
    add(workspace, "oversight", "investigations")
    assert [gap.entities for gap in found(workspace).gaps] == [("investigations",)]

    add(workspace, "inter_agency", "inter_agency_psea")
    assert found(workspace).lost == 0

    add(workspace, "secretariat", "ethics_office")
    assert list(warnings(workspace.draft(), NOW)) == []


def test_an_office_that_is_vacant_receives_nothing(workspace: Workspace) -> None:
    before = found(workspace).lost
    ceremony.vacate_office(workspace, workspace.draft()["offices"][0]["id"])

    assert before < found(workspace).lost


def test_an_office_for_one_country_leaves_the_others(workspace: Workspace) -> None:
    add(workspace, "oversight", "investigations", countries=["KE"])
    add(workspace, "inter_agency", "inter_agency_psea", countries=["SO"])

    assert found(workspace).lost > 0


def test_conflicts_are_tried_where_somebody_gets_the_report_otherwise(workspace: Workspace) -> None:
    now = found(workspace)

    assert now.tried_in_conflict <= (now.tried - now.lost) * len(CONFLICTS)
    assert 0 < now.lost_in_conflict < now.tried_in_conflict


def test_a_report_counts_as_lost_where_the_reporters_phone_shows_that_nobody_gets_it(
    workspace: Workspace,
) -> None:
    directory = parse_directory(workspace.draft() | DATES)
    kinds = list(every_kind(directory))

    lost = sum(route(directory, each, NOW).page == NO_OFFICE for each in kinds)

    assert (reach(directory, NOW).tried, reach(directory, NOW).lost) == (len(kinds), lost)
    assert {each.accused for each in kinds} == {*ACCUSED}
    assert {each.categories for each in kinds} == {(each,) for each in CATEGORIES}


def test_the_form_asks_for_an_entity_where_this_tries_one() -> None:
    form = yaml.safe_load((DATA / "form.yaml").read_text())
    entity = next(each for each in form["questions"] if each["id"] == "entity")

    assert {*ACCUSED} - {*NOT_OF_AN_ENTITY} == {*entity["when"][0]["is"]["accused_affiliation"]}


def test_where_there_is_no_office_yet_everything_is_lost(tmp_path: Path) -> None:
    assert "everything" in "\n".join(lines(found(founded(tmp_path))))
