"""Who is complained about, of what: the office that the policy names, or a page, never silence."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.directory import Directory, Role, can_receive, parse_directory
from app.domain.errors import BadInput
from app.domain.facts import Facts
from app.domain.routing import Route, route
from app.sealing import timestamps
from app.services.directory_schema import check_schema
from tests.domain.routing_cases import Case, about, cases, staff
from tests.domain.routing_directories import AT, DIRECTORIES, demonstration, names, office_id, vacate
from tests.domain.routing_file import PATH, written
from tests.domain.routing_worlds import documents, facts, moments

DOCUMENTS = {name: parse_directory(make()) for name, make in DIRECTORIES.items()}
KEYS = names()
any_world = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def routed(directory: Directory, told: Facts, at: str = AT) -> Route:
    """The route at a moment in text."""
    moment = timestamps.read(at)
    assert moment is not None
    return route(directory, told, moment)


def as_case(case: Case, found: Route) -> Case:
    """The case as it came out, offices by key."""
    key = {None: None, **KEYS}
    return replace(
        case,
        row=found.row,
        primary=key[found.primary],
        copies=tuple(KEYS[each] for each in found.copies),
        assistance=key[found.assistance],
        page=found.page,
        urgent=found.urgent,
        child_page=found.child_page,
        inquiry=found.inquiry,
        over=tuple(f"{KEYS[each.office]}:{each.why}" for each in found.passed_over),
    )


def offices_of(found: Route) -> set[str]:
    """All offices that get something."""
    return {each for each in (found.primary, *found.copies, found.assistance) if each is not None}


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_the_policy_table(case: Case) -> None:
    assert as_case(case, routed(DOCUMENTS[case.directory], case.facts, case.at)) == case


def test_every_row_of_the_policy_has_a_case_that_ends_in_it() -> None:
    assert {case.row for case in cases()} == {*(f"R{number}" for number in range(1, 27)), "M4"}


def test_no_two_cases_have_one_name() -> None:
    listed = [case.name for case in cases()]

    assert len(listed) == len(set(listed)) >= 90


def test_the_file_of_vectors_says_what_the_table_says() -> None:
    assert PATH.read_text(encoding="utf-8") == written(), "run python -m tests.domain.routing_file"


@pytest.mark.parametrize("name", DIRECTORIES)
def test_the_schema_accepts_every_directory_of_the_vectors(name: str) -> None:
    check_schema(DIRECTORIES[name]())


def test_no_row_of_the_table_stands_behind_one_that_always_holds() -> None:
    rows = [row for row in demonstration()["routing"] if not row.get("fallback")]

    assert [row["id"] for row in rows if {} in row["when"]] == [rows[-1]["id"]]


@any_world
@given(document=documents(), told=facts, at=moments)
def test_nobody_gets_a_report_who_cannot_receive_it(document: dict[str, Any], told: Facts, at: str) -> None:
    directory, moment = parse_directory(document), timestamps.read(at)
    assert moment is not None

    assert all(
        can_receive(directory, directory.office(each), moment)
        for each in offices_of(routed(directory, told, at))
    )


@any_world
@given(document=documents(), told=facts, at=moments)
def test_an_office_in_conflict_gets_nothing(document: dict[str, Any], told: Facts, at: str) -> None:
    directory = parse_directory(document)
    reached = offices_of(routed(directory, told, at))

    assert not reached & set(told.conflict)
    if "ethics_office" in told.conflict:
        assert Role.ETHICS_OFFICE not in {directory.office(each).role for each in reached}
    if "oios" in told.conflict:
        assert office_id("oios") not in reached


@any_world
@given(document=documents(), told=facts, at=moments)
@example(document=demonstration(), told=staff("un-habitat", "sea"), at=AT)
def test_the_usual_recipient_gets_nothing_when_it_is_the_person_complained_about(
    document: dict[str, Any], told: Facts, at: str
) -> None:
    directory = parse_directory(document)
    usual = routed(directory, replace(told, conflict=()), at).primary

    assert usual is None or usual not in offices_of(
        routed(directory, replace(told, conflict=("recipient",)), at)
    )


@any_world
@given(document=documents(), told=facts, at=moments)
def test_there_is_an_office_or_a_page_and_never_both(document: dict[str, Any], told: Facts, at: str) -> None:
    found = routed(parse_directory(document), told, at)

    assert (found.primary is None) == (found.page is not None)


@any_world
@given(document=documents(), told=facts, at=moments)
def test_no_office_gets_the_report_twice(document: dict[str, Any], told: Facts, at: str) -> None:
    found = routed(parse_directory(document), told, at)

    assert found.primary not in found.copies
    assert len(set(found.copies)) == len(found.copies)


@any_world
@given(document=documents(), told=facts, at=moments)
def test_nobody_who_was_passed_over_gets_anything(document: dict[str, Any], told: Facts, at: str) -> None:
    found = routed(parse_directory(document), told, at)

    assert not offices_of(found) & {each.office for each in found.passed_over}


@any_world
@given(told=facts, order=st.randoms(use_true_random=False))
def test_the_order_in_which_categories_were_ticked_does_not_matter(told: Facts, order: Any) -> None:
    shuffled = list(told.categories)
    order.shuffle(shuffled)

    found = routed(DOCUMENTS["more"], told)
    assert routed(DOCUMENTS["more"], replace(told, categories=tuple(shuffled))) == found


def test_a_directory_without_rows_leads_to_a_page() -> None:
    found = routed(parse_directory(demonstration() | {"routing": []}), staff("un-habitat", "sea"))

    assert (found.row, found.primary, found.page) == ("none", None, "no_office")


def test_a_table_without_a_last_resort_leads_to_a_page() -> None:
    document = vacate(demonstration(), "habitat-conduct", "oios")
    document["routing"] = [row for row in document["routing"] if not row.get("fallback")]

    found = routed(parse_directory(document), staff("un-habitat", "harassment"))

    assert (found.row, found.primary, found.page) == ("R3", None, "no_office")


def test_a_condition_that_this_version_does_not_know_never_holds() -> None:
    document = demonstration()
    document["routing"].insert(
        0, {"id": "R0", "reason": "later", "when": [{"weather": ["rain"]}], "to": [], "page": "later"}
    )

    assert routed(parse_directory(document), staff("un-habitat", "sea")).row == "R1"


@given(told=facts)
def test_facts_are_written_and_read_alike(told: Facts) -> None:
    assert Facts.from_json(told.to_json()) == told


def test_facts_that_are_missing_count_as_not_answered() -> None:
    assert Facts.from_json({}) == Facts()
    assert Facts.from_json({"accused": "vendor"}) == replace(Facts(), accused="vendor")


def test_fields_that_nobody_knows_are_let_through() -> None:
    assert Facts.from_json({"weather": "rain"}) == Facts()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accused", "my-neighbour-typed"),
        ("accused", None),
        ("child", "typed-perhaps"),
        ("child", True),
        ("prefer", "typed-nobody"),
        ("categories", "sea"),
        ("categories", ["sea", "typed-theft"]),
        ("categories", [1]),
        ("categories", None),
        ("conflict", "recipient"),
        ("conflict", [None]),
        ("entity", ["typed-entity"]),
        ("contracting", 7777),
        ("own_entity", False),
        ("country", 7777),
        ("danger", "typed-yes"),
        ("danger", 1),
        ("assistance", None),
        ("formal", "typed-no"),
    ],
)
def test_a_wrong_fact_is_refused_by_its_name_and_never_repeated(field: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        Facts.from_json(about("vendor").to_json() | {field: value})

    assert refused.value.field == field
    assert "typed" not in str(refused.value)
    assert "7777" not in str(refused.value)
