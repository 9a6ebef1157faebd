"""A renewal comes to the ceremony: a device's next key, signed by itself, and none that was used before."""

from datetime import timedelta
from typing import Any

from app.domain.directory import parse_directory
from app.domain.strict_json import loads
from app.sealing import membership, nextkey, timestamps
from app.sealing.devicekeys import Device
from app.services import ceremony
from tests.commands.joining import Place, kept, removal
from tests.desk.world import now


def key(device: Device, number: int = 0) -> str:
    """The next key of a device, or one of those after it."""
    numbered = {at: public for public, (at, _) in nextkey.numbered(device).items()}
    return numbered[number]


def renewal(
    by: Device, signer: Device | None = None, since: int = 0, until: int = 380, **changes: object
) -> Any:
    """A renewal as it is carried to the ceremony; `since` and `until` in days from now."""
    dates = {
        "from": timestamps.write(now() + timedelta(days=since)),
        "until": timestamps.write(now() + timedelta(days=until)),
    }
    document: dict[str, Any] = {"v": 1, "kind": "renewal", "organisation": by.organisation}
    document |= {"office": by.office, "member": "m1", "device": by.device}
    document |= {"seal": {"key": key(by), **dates}, "by": by.device, "day": now().date().isoformat()}
    return membership.written(membership.sign_document(document | changes, (signer or by).sign))


def with_key(by: Device, used: str) -> Any:
    """A renewal that brings this key."""
    made = loads(membership.read(renewal(by)).document)
    return membership.written(
        membership.sign_document(made | {"seal": made["seal"] | {"key": used}}, by.sign)
    )


def take(place: Place, wish: object) -> str:
    return place.org("requests", str(kept(place, wish)), words="y\n")


def seal_of(place: Place, device: Device) -> list[dict[str, str]]:
    office = ceremony.office_in(place.world.workspace.draft(), device.office)
    (found,) = [
        each for member in office["members"] for each in member["devices"] if each["id"] == device.device
    ]
    return list(found["seal"])


def test_a_renewal_adds_a_key_beside_the_old_ones(place: Place) -> None:
    own = place.device("Focal point A1")
    before = seal_of(place, own)

    said = take(place, renewal(own))

    assert "RENEWAL in Office A: Focal point A1" in said
    assert "1 of 1 taken" in said
    assert [each["key"] for each in seal_of(place, own)] == [before[0]["key"], key(own)]
    place.world.publish(timedelta(hours=1))
    newest = parse_directory(loads(place.world.workspace.document(2)))
    assert newest.device(own.device)[1].seal_key(now()) == key(own), "from then on others seal to it"


REFUSED: dict[str, tuple[Any, str]] = {
    "for another device": (lambda a, b, c: renewal(a, device=c.device), "signed (device)"),
    "signed by another": (lambda a, b, c: renewal(a, signer=c), "signed (signature)"),
    "another signer outside": (lambda a, b, c: renewal(a) | {"by": c.device}, "signed (signature)"),
    "another office": (lambda a, b, c: renewal(a, office=b.office), "another office"),
    "another organisation": (lambda a, b, c: renewal(a, organisation="00" * 16), "another office"),
    "another member": (lambda a, b, c: renewal(a, member="m2"), "another member"),
    "old": (lambda a, b, c: renewal(a, day="2020-01-01"), "too old"),
    "of the future": (lambda a, b, c: renewal(a, day="2099-01-01"), "too old"),
    "too long": (lambda a, b, c: renewal(a, until=402), "after 400 days"),
    "too short": (lambda a, b, c: renewal(a, until=360), "ends before the old one"),
    "later": (lambda a, b, c: renewal(a, since=3), "would not be the newest"),
    "earlier": (lambda a, b, c: renewal(a, since=-366), "would not be the newest"),
    "a key of another": (lambda a, b, c: with_key(a, c.seal_pairs[0].public.hex()), "is or was listed"),
    "a signing key": (lambda a, b, c: with_key(a, b.sign.public.hex()), "is or was listed"),
    "its own old key": (lambda a, b, c: with_key(a, a.seal_pairs[0].public.hex()), "is or was listed"),
}


def test_a_renewal_that_may_not_be_taken_is_said_and_changes_nothing(place: Place) -> None:
    before = place.world.workspace.draft()
    devices = [place.device(f"Focal point {each}") for each in ("A1", "B1", "A2")]

    for name, (made, why) in REFUSED.items():
        said = take(place, made(*devices))

        assert "NOT TAKEN" in said, name
        assert why in said, name
        assert place.world.workspace.draft() == before, name


def test_a_renewal_is_taken_once_also_after_its_key_has_gone(place: Place) -> None:
    own = place.device("Focal point A1")
    assert "1 of 1 taken" in take(place, renewal(own))
    assert "is or was listed" in take(place, renewal(own))
    place.world.publish(timedelta(hours=2))

    draft = place.world.workspace.draft()
    for office in draft["offices"]:
        for member in office["members"]:
            for device in member["devices"]:
                device["seal"] = device["seal"][:1]
    place.world.workspace.keep(draft)
    place.world.publish(timedelta(hours=1))

    assert "is or was listed" in take(place, renewal(own))


def test_a_device_that_was_removed_renews_nothing(place: Place) -> None:
    lost, colleague = place.device("Focal point A1"), place.device("Focal point A2")
    assert "1 of 1 taken" in take(place, removal(colleague, "m1", lost.device, "lost"))

    assert "it was removed" in take(place, renewal(lost))

    place.org("office", "vacate", lost.office)
    place.world.publish(timedelta(hours=1))
    assert "does not list" in take(place, renewal(lost))


def test_sixteen_keys_are_enough(place: Place) -> None:
    own = place.device("Focal point A1")
    draft = place.world.workspace.draft()
    office = ceremony.office_in(draft, own.office)
    (first,) = office["members"][0]["devices"][0]["seal"]
    more = [first | {"key": f"{number:064x}"} for number in range(15)]
    office["members"][0]["devices"][0]["seal"] = [first, *more]
    place.world.workspace.keep(draft)

    assert "one key too many" in take(place, renewal(own))
