"""An officer steps back with all of their devices; what waited elsewhere is sealed anew."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.desk import cases
from app.desk.handover import recuse
from app.domain.errors import BadInput
from app.domain.payloads import CaseEvent, Event
from app.domain.recusal import recusal_of
from app.sealing import timestamps
from app.services import ceremony
from tests.desk.test_handover import only, reported
from tests.desk.world import CHEAP, PASSPHRASE, YEAR, World, now, world


@pytest.fixture
def doubled(tmp_path: Path, migrated_file: Path) -> Iterator[World]:
    """Two offices, the second of which stands in for the first, whose first member has two devices."""
    with world(tmp_path, migrated_file) as made:
        draft = made.workspace.draft()
        for row in draft["routing"]:
            row.pop("copy", None)
        made.workspace.keep(draft)
        office = next(each for each in draft["offices"] if each["id"] == made.offices["conduct"])
        valid = (now() - YEAR, now() + YEAR)
        ceremony.add_device(
            made.workspace, office["id"], office["members"][0]["id"], PASSPHRASE, valid, CHEAP
        )
        made.let_stand_in("conduct", "oversight")
        made.publish(timedelta(hours=1))
        yield made


def test_what_waited_is_sealed_anew_and_all_devices_of_the_member_are_out(doubled: World) -> None:
    _, _, desk = reported(doubled)
    colleague = doubled.desk("Focal point A2")
    kin = desk.following.kin(desk.device.device)
    assert len(kin) == 2
    closed = doubled.entrance("Focal point A2").offline()
    closed.note(only(closed), "Marker note before it was known.")

    assert recuse(desk, only(desk), "It is about my brother.")
    colleague.sync()

    case = only(colleague)
    assert {recusal_of(case, each, desk.following.kin) is not None for each in kin} == {True}
    assert "Marker note before it was known." in [done.event.text for done in case.events]
    assert not kin & {device for device, _ in colleague.outgoing.readers(case)}
    desk.sync()
    assert [each.check for each in desk.reading.unreadable] == ["slot"]
    assert not only(desk).reports
    for say in (lambda: desk.note(only(desk), "One more thing."), lambda: desk.standard(only(desk), "read")):
        with pytest.raises(BadInput, match="stepped back"):
            say()
    assert desk.opened(only(desk))
    listed = "\n".join(cases.listing(desk))
    assert "Not sealed to this device: 1 envelope," in listed
    assert "could not be opened" not in listed
    events = [one.entry for one in colleague.reading.readable if isinstance(one.entry.payload, CaseEvent)]
    members = {entry.member for entry in events if entry.sender in kin}
    assert len(members) == 1
    assert members != {""}


def test_what_waited_at_a_device_without_a_valid_key_stops_nothing_and_reaches_nobody_who_left(
    doubled: World,
) -> None:
    _, _, desk = reported(doubled)
    doubled.desk("Focal point A2")
    waiting = doubled.entrance("Focal point A2").offline()
    waiting.note(only(waiting), "Marker note before it was known.")
    assert recuse(desk, only(desk), "It is about my brother.")
    draft = doubled.workspace.draft()
    for office in draft["offices"]:
        for device in (each for member in office["members"] for each in member["devices"]):
            if device["id"] == waiting.device.device:
                device["seal"][-1]["until"] = timestamps.write(now() - timedelta(minutes=1))
    doubled.workspace.keep(draft)
    doubled.publish(timedelta(minutes=30))

    colleague = doubled.desk("Focal point A2")

    assert colleague.outgoing.lapsed
    assert colleague.store.outbox() == []
    assert len(colleague.store.refused()) == 1, "it stays here, for whoever wants to know what it was"
    desk.sync()
    assert [done.event.event for done in only(desk).events] == [Event.RECUSAL]
    assert colleague.sync().fetched == 0
