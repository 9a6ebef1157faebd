"""What a colleague gave stays readable when the colleague's device leaves the directory."""

import json
from datetime import timedelta

from app.desk import granting
from app.services import ceremony
from tests.desk.world import HARASSMENT, World


def device_of(world: World, title: str) -> str:
    return str(json.loads(world.devices[title].read_bytes())["device"])


def test_what_was_granted_is_kept_when_the_grantor_is_removed_and_lost_where_nobody_kept_it(
    organisation: World,
) -> None:
    world = organisation
    world.reporter().report(HARASSMENT, {"where": "It happened twice."}, "It happened twice.")
    world.relay()
    for title in ("Focal point A3", "Focal point A4"):
        world.add_device("conduct", title)
    world.publish(timedelta(days=3))
    first = world.desk("Focal point A1")
    for title in ("Focal point A3", "Focal point A4"):
        assert first.grant(device_of(world, title)) == 1
    keeps, forgets = world.desk("Focal point A3"), world.desk("Focal point A4")

    assert granting.keep(keeps) == 1
    assert granting.keep(keeps) == 0, "once is enough"
    assert keeps.reading.readable[0].vouched == device_of(world, "Focal point A1")
    ceremony.revoke_device(world.workspace, device_of(world, "Focal point A1"))
    world.publish(timedelta(days=2))

    assert len(world.desk("Focal point A3").cases) == 1
    assert len(world.desk("Focal point A3", "afresh").cases) == 1, "the server has it too"
    assert world.desk("Focal point A4").cases == []
    assert forgets.device.device == device_of(world, "Focal point A4")


def test_a_desk_that_was_given_nothing_grants_nothing(organisation: World) -> None:
    organisation.reporter().report(HARASSMENT, {"where": "Once."}, "Once.")
    organisation.relay()

    assert granting.keep(organisation.desk()) == 0
