"""The conversation hears of the same offices as the routing table names."""

from dataclasses import replace

from app.conversation.ways import ways
from app.domain.directory import parse_directory
from app.domain.facts import Facts
from app.domain.outside import listener
from app.domain.routing import route
from app.sealing import timestamps
from tests.domain.routing_directories import AT, demonstration, everything_vacant

MOMENT = timestamps.read(AT)
DIRECTORY = parse_directory(demonstration())
HARASSED = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")
SOLDIERS = Facts(accused="other_force", categories=("sea",))


def test_the_office_is_that_of_the_table() -> None:
    assert MOMENT is not None
    primary = route(DIRECTORY, HARASSED, MOMENT).primary
    assert primary is not None

    assert ways(DIRECTORY, MOMENT)(HARASSED, False).office == DIRECTORY.office(primary).name


def test_a_conflict_leads_to_another_office() -> None:
    assert MOMENT is not None
    way = ways(DIRECTORY, MOMENT)

    assert way(replace(HARASSED, conflict=("recipient",)), False).office not in (
        "",
        way(HARASSED, False).office,
    )


def test_outside_the_rules_there_is_an_office_that_listens_only_if_it_is_wanted() -> None:
    assert MOMENT is not None
    way = ways(DIRECTORY, MOMENT)
    listening = listener(DIRECTORY, SOLDIERS, MOMENT)
    assert listening is not None

    assert (way(SOLDIERS, False).office, way(SOLDIERS, False).outside) == ("", True)
    assert (way(SOLDIERS, True).office, way(SOLDIERS, True).outside) == (listening.name, False)


def test_an_office_in_conflict_does_not_listen() -> None:
    assert MOMENT is not None
    first = listener(DIRECTORY, SOLDIERS, MOMENT)
    assert first is not None
    second = listener(DIRECTORY, replace(SOLDIERS, conflict=(first.id,)), MOMENT)

    assert second is None or second.id != first.id


def test_where_nobody_can_receive_there_is_no_office() -> None:
    assert MOMENT is not None
    way = ways(parse_directory(everything_vacant()), MOMENT)

    assert way(HARASSED, False).office == way(SOLDIERS, True).office == ""
