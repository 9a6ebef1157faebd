"""What was signed at a desk comes to the ceremony: which admissions and removals are taken."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain import fields
from app.domain.directory import device as parse_device
from app.domain.strict_json import loads
from app.sealing import membership
from app.sealing.devicekeys import Cost, Device
from app.sealing.deviceseed import DeviceSeed
from app.services import ceremony
from tests.commands.joining import Place, device_in, kept, removal
from tests.desk.world import PASSPHRASE, now


def admission(by: Device, **changes: object) -> dict[str, str]:
    seed = DeviceSeed(b"\x07" * 16)
    until = (now() + timedelta(days=300)).strftime("%Y-%m-%dT%H:%M:%SZ")
    seal = [{"key": seed.seal().public.hex(), "until": until}]
    device = {"id": seed.device, "sign": seed.sign.public.hex(), "seal": seal}
    document: dict[str, Any] = {"v": 1, "kind": "admission", "organisation": by.organisation}
    document |= {"office": by.office, "member": "", "title": "Focal point A3", "lead": False}
    document |= {"device": device, "by": by.device, "day": now().date().isoformat()}
    document |= changes
    offered = parse_device(fields.mapping(document, "device"))
    asked = membership.asking(seed.sign, document["office"], offered, document["member"], document["title"])
    return membership.written(membership.sign_document({"asked": asked} | document, by.sign))


def changed_device(place: Place, **changes: object) -> dict[str, object]:
    """The device of an admission, changed."""
    raw = membership.read(admission(place.device("Focal point A1"))).document
    found: dict[str, object] = loads(raw)["device"] | changes
    return found


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda p, a, b: admission(b, office=a.office), "another office"),
        (lambda p, a, b: admission(a, organisation="00" * 16), "another office"),
        (lambda p, a, b: admission(a) | {"by": b.device}, "not what that device signed"),
        (lambda p, a, b: admission(a, asked="00" * 64), "not what that device signed (asked)"),
        (
            lambda p, a, b: admission(a, **with_a_key_of(p, b)),
            "not what that device signed (asked)",
        ),
        (lambda p, a, b: admission(a, day="2020-01-01"), "too old"),
        (lambda p, a, b: admission(a, day="2099-01-01"), "too old"),
        (lambda p, a, b: admission(a, member="m9"), "member that the office does not have"),
        (
            lambda p, a, b: admission(a, device=changed_device(p, seal=[old_key()])),
            "no key that is valid now",
        ),
        (lambda p, a, b: admission(a, device=changed_device(p, seal=[own_key(a)])), "another device has"),
        (lambda p, a, b: removal(a, "m1", a.device, "lost"), "a device that it removes"),
        (lambda p, a, b: removal(a, "m2", b.device, "left"), "does not have"),
    ],
    ids=[
        "other_office",
        "other_organisation",
        "other_signer",
        "not_asked",
        "key_added",
        "old",
        "future",
        "no_such_member",
        "no_valid_key",
        "key_of_another",
        "own_device",
        "device_of_another_office",
    ],
)
def test_a_wish_that_may_not_be_taken_is_said_and_changes_nothing(
    place: Place, made: object, why: str
) -> None:
    before = place.world.workspace.draft()
    a, b = place.device("Focal point A1"), place.device("Focal point B1")
    file = kept(place, made(place, a, b))  # type: ignore[operator]  # the rows above

    said = place.org("requests", str(file), words="y\n")

    assert "NOT TAKEN" in said
    assert why in said
    assert place.world.workspace.draft() == before


def with_a_key_of(place: Place, other: Device) -> dict[str, object]:
    """A device that asked as one of somebody else, who added a key of theirs."""
    made: dict[str, Any] = loads(membership.read(admission(place.device("Focal point A1"))).document)
    keys = [*made["device"]["seal"], own_key(other)]
    return {"device": made["device"] | {"seal": keys}, "asked": made["asked"]}


def old_key() -> dict[str, str]:
    return {"key": "11" * 32, "until": "2020-01-01T00:00:00Z"}


def own_key(device: Device) -> dict[str, str]:
    return {"key": device.seal_pairs[0].public.hex(), "until": "2027-01-01T00:00:00Z"}


def test_only_a_lead_admits_where_one_is_marked(place: Place) -> None:
    place.org("member", "lead", place.world.offices["conduct"], "m1")
    place.world.publish(timedelta(days=2))
    a1, a2 = place.device("Focal point A1"), place.device("Focal point A2")

    assert "not signed by a lead" in place.org("requests", str(kept(place, admission(a2))), words="y\n")
    assert "1 of 1 taken" in place.org("requests", str(kept(place, admission(a1))), words="y\n")


def test_who_says_no_takes_nothing(place: Place) -> None:
    before = place.world.workspace.draft()

    said = place.org("requests", str(kept(place, admission(place.device("Focal point A1")))), words="n\n")

    assert "0 of 1 taken" in said
    assert place.world.workspace.draft() == before


def test_a_lost_device_is_removed_by_the_holders_second_one_and_a_leaver_only_by_a_colleague(
    place: Place,
) -> None:
    world, office = place.world, place.world.offices["conduct"]
    valid = (now() - timedelta(days=1), now() + timedelta(days=300))
    second = ceremony.add_device(world.workspace, office, "m1", PASSPHRASE, valid, Cost(1, 8192))
    world.publish(timedelta(days=2))
    first = ceremony.office_in(world.workspace.draft(), office)["members"][0]["devices"][0]["id"]
    own, lost = device_in(second), device_in(second.with_name(f"{first}.json"))

    left = place.org("requests", str(kept(place, removal(own, "m1", lost.device, "left"))), words="y\n")
    taken = place.org("requests", str(kept(place, removal(own, "m1", lost.device, "lost"))), words="y\n")

    assert "a colleague must sign it" in left
    assert "1 of 1 taken" in taken
