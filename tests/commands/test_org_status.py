"""`speakup org status` names what ends soon before it does."""

from datetime import timedelta

from app.sealing import timestamps
from tests.commands.joining import Place
from tests.desk.world import now


def test_nothing_ends_soon(place: Place) -> None:
    assert "Keys that end within 60 days: none" in place.org("status")


def test_devices_offices_and_servers_whose_keys_end_are_named(place: Place) -> None:
    draft = place.world.workspace.draft()
    soon = timestamps.write(now() + timedelta(days=40))
    office = next(each for each in draft["offices"] if each["name"] == "Office A")
    for member in office["members"]:
        member["devices"][0]["seal"][0]["until"] = soon
    draft["relays"][0]["until"] = soon
    place.world.workspace.keep(draft)
    place.world.publish(timedelta(hours=1))

    said = place.org("status")

    assert "Keys that end within 60 days: 4" in said
    assert f"Office A: Focal point A1, device {place.device('Focal point A1').device[:8]}, ends on" in said
    assert "Office A: FEWER THAN 2 DEVICES" in said
    assert "the relay's key ends on" in said
    assert "Office B" not in said
    assert "none" in place.org("status", "--days", "30")
