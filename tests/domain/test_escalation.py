"""Who is told when nobody opens what waits."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.directory import Directory, Office, OfficeId, parse_directory
from app.domain.escalation import Step, days, told, watched
from app.domain.strict_json import loads
from tests.organisation import Office as Listed
from tests.organisation import Organisation, device

NOW = datetime.now(UTC)
FOCAL, ALTERNATE, OWN, OIOS, VACANT = (OfficeId((letter * 16).encode().hex()) for letter in "abcde")


def directory(**changes: dict[str, Any]) -> Directory:
    """Two offices of UN-Habitat, one of another entity's investigators, one of OIOS, a vacant one."""
    offices = tuple(
        Listed((name * 16).encode(), (device(2 * n + 1), device(2 * n + 2))) for n, name in enumerate("abcd")
    )
    document: dict[str, Any] = loads(Organisation((*offices, Listed(b"e" * 16, ()))).document())
    document["entities"].append({"id": "oios", "name": "OIOS", "kind": "oversight"})
    document["entities"].append({"id": "undp", "name": "UNDP", "kind": "own_oversight"})
    for office in document["offices"]:
        if office["id"] == OWN:
            office |= {"entity": "undp", "role": "investigations"}
        if office["id"] == OIOS:
            office |= {"entity": "oios", "role": "investigations"}
        office.update(changes.get(office["id"], {}))
    return parse_directory(document)


def tell(found: Directory, office: str, step: Step) -> tuple[OfficeId, ...]:
    return told(found, found.office(office), step, NOW)


def test_first_the_alternate_is_told_and_then_oversight() -> None:
    found = directory(**{FOCAL: {"alternate": [ALTERNATE]}})

    assert tell(found, FOCAL, Step.ALTERNATE) == (ALTERNATE,)
    assert tell(found, FOCAL, Step.OVERSIGHT) == (OIOS,)


def test_an_alternate_that_is_vacant_is_passed_over() -> None:
    found = directory(**{FOCAL: {"alternate": [VACANT, FOCAL, ALTERNATE]}})

    assert tell(found, FOCAL, Step.ALTERNATE) == (ALTERNATE,)


@pytest.mark.parametrize("alternates", [[], [VACANT], [FOCAL]])
def test_an_office_without_an_alternate_goes_to_oversight_at_once(alternates: list[str]) -> None:
    found = directory(**{FOCAL: {"alternate": alternates}})

    assert tell(found, FOCAL, Step.ALTERNATE) == (OIOS,)


def test_an_entity_with_investigators_of_its_own_is_overseen_by_them() -> None:
    found = directory(**{FOCAL: {"entity": "undp"}})

    assert tell(found, FOCAL, Step.OVERSIGHT) == (OWN,)


def test_no_office_is_told_of_itself() -> None:
    found = directory(**{FOCAL: {"alternate": [ALTERNATE]}})

    assert tell(found, OIOS, Step.OVERSIGHT) == ()
    assert {(office.id, step) for office, step in watched(found, ALTERNATE, NOW)} == {(FOCAL, Step.ALTERNATE)}
    assert all(office.id != OIOS for office, _ in watched(found, OIOS, NOW))


def test_the_days_come_from_the_signed_policy() -> None:
    policy = replace(directory().policy, unopened_alternate_days=1, unopened_oversight_days=9)

    assert [days(policy, step) for step in Step] == [1, 9]


def test_a_lapsed_alternate_is_none() -> None:
    found = directory(**{FOCAL: {"alternate": [ALTERNATE]}})
    later = found.expires

    assert isinstance(found.office(FOCAL), Office)
    assert told(found, found.office(FOCAL), Step.ALTERNATE, later) == ()
