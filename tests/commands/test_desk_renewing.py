"""`speakup desk renew`: keys that end are renewed in place, and what was sealed before and after opens."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import Result

from app.desk.desk import Desk
from app.desk.renewing import asked
from app.domain.strict_json import dumps
from app.sealing import nextkey, timestamps
from app.sealing.devicekeys import DatedSealKey, Device, wrap
from app.sealing.deviceseed import DeviceSeed
from app.services import ceremony
from app.services.workspace import read
from tests.commands.joining import CHEAP, Place, device_in, good, run
from tests.desk.world import CHEAP as COST
from tests.desk.world import HARASSMENT, PASSPHRASE, now

FIRST = "Focal point A1"


def desk(place: Place, file: Path, *typed: str, folder: str = "desk", words: str = "") -> Result:
    pins = str(place.world.folder / "org/pins.json")
    options = ["--server", place.world.address, "--pins", pins, "--folder", str(place.world.folder / folder)]
    return run("desk", *options, "--device", str(file), *typed, words=words)


def seeded(place: Place) -> Path:
    """Give the first officer a device that a recovery sheet opens; its key file."""
    world, seed = place.world, DeviceSeed(b"\x05" * 16)
    old, draft = device_in(world.devices[FIRST]), world.workspace.draft()
    until = old.seal[0].until
    keys = (DatedSealKey(seed.seal(), until),)
    device = Device(old.organisation, old.office, seed.device, old.label, seed.sign, keys, seed)
    seal = [{"key": seed.seal().public.hex(), "until": until}]
    listed = {"id": seed.device, "sign": seed.sign.public.hex(), "seal": seal}
    next(each for each in draft["offices"] if each["id"] == old.office)["members"][0]["devices"] = [listed]
    world.workspace.keep(draft)
    world.publish(timedelta(days=5))
    file = world.folder / "seeded.json"
    file.write_bytes(dumps(wrap(device, PASSPHRASE, COST)))
    return file


def ends_in(place: Place, device: str, days: int) -> None:
    """Publish a version in which the device's last key ends in so many days."""
    draft = place.world.workspace.draft()
    for office in draft["offices"]:
        for member in office["members"]:
            for each in member["devices"]:
                if each["id"] == device:
                    each["seal"][-1]["until"] = timestamps.write(now() + timedelta(days=days))
    place.world.workspace.keep(draft)
    place.world.publish(timedelta(hours=3))


def reported(place: Place, words: str) -> None:
    place.world.reporter().report(HARASSMENT, {"category": ["harassment"]}, words)
    place.world.relay()


def readable(place: Place, file: Path, *said: str, folder: str = "desk") -> None:
    """All of this opens at the device of a file."""
    listing = good(desk(place, file, "list", folder=folder))
    assert "could not be opened" not in listing.lower()
    out = place.world.folder / f"all-{folder}.json"
    out.unlink(missing_ok=True)
    good(desk(place, file, "export", "--all", "--to", str(out), folder=folder))
    for words in said:
        assert words in out.read_text()


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda place: place.world.devices[FIRST], id="no_seed"),
        pytest.param(seeded, id="seed", marks=pytest.mark.slow),  # the sheet's test goes the same way
    ],
)
def test_keys_are_renewed_in_place(place: Place, made: Callable[[Place], Path]) -> None:
    file = made(place)
    own = device_in(file)
    backup = Path(shutil.copy(file, place.world.folder / "backup.json"))
    reported(place, "It came before.")
    ends_in(place, own.device, 30)

    assert "Your keys end on" in good(desk(place, file, "today"))
    assert "Focal point A1, device" in good(desk(place, place.world.devices["Focal point A2"], "today"))
    said = good(desk(place, file, "renew"))
    assert "Your next key is signed" in said
    assert file.read_bytes() == backup.read_bytes()
    (carried,) = place.exported()
    assert carried.name == f"renewal-{own.device}.json"
    assert "1 of 1 taken" in place.ceremony("y")
    place.world.publish(timedelta(hours=1))

    assert place.exported() == [], "what the directory lists waits no more"
    assert "Your keys" not in good(desk(place, file, "today"))
    reported(place, "It came afterwards.")
    newest = place.world.desk("Focal point A2").following.newest.directory.device(own.device)[1]
    follows = nextkey.completed(own, newest).seal[-1].pair.public.hex()
    assert newest.seal_key(now()) == follows != own.seal_pairs[0].public.hex(), "sealed to the next key"
    readable(place, file, "It came before.", "It came afterwards.")
    readable(place, backup, "It came before.", "It came afterwards.", folder="restored")


def test_a_recovery_sheet_finds_the_renewed_keys(place: Place) -> None:
    file = seeded(place)
    own = device_in(file)
    reported(place, "It came before.")
    ends_in(place, own.device, 30)
    good(desk(place, file, "renew"))
    assert "1 of 1 taken" in place.ceremony("y")
    place.world.publish(timedelta(hours=1))
    reported(place, "It came afterwards.")

    again, words = place.world.folder / "again.json", " ".join(DeviceSeed(b"\x05" * 16).words())
    good(desk(place, again, "recover", *CHEAP, words=words + "\n"))

    assert len(device_in(again).seal) == 2
    readable(place, again, "It came before.", "It came afterwards.", folder="again")


def test_keys_that_do_not_end_soon_are_not_renewed(place: Place) -> None:
    refused = desk(place, place.world.devices[FIRST], "renew")

    assert refused.exit_code == 1
    assert "renew from" in refused.output
    assert place.exported() == []


def test_who_waited_too_long_still_reads_and_renews(place: Place) -> None:
    file = place.world.devices[FIRST]
    reported(place, "It came in time.")
    ends_in(place, device_in(file).device, 20)
    place.world.add_device("conduct", "Focal point A3")
    place.world.publish(timedelta(hours=2))
    ends_in(place, device_in(file).device, -1)

    said = good(desk(place, file, "today"))
    assert "KEYS ENDED ON" in said
    case = good(desk(place, file, "list")).splitlines()[-1].split()[0]
    assert "It came in time." in good(desk(place, file, "open", case))
    refused = desk(place, file, "note", case, "--text", "Something")
    assert "has no valid key" in refused.output
    out, reader = place.world.folder / "out.html", ["--who", "Investigator", "--why", "Duty", "--checked"]
    for typed in (
        ["print", case, "--out", str(out)],
        ["print", case, "--for", "investigators", *reader, "--out", str(out)],
        ["refer-outside", case, "--to", "Police", "--audience", "others", "--checked", "--out", str(out)],
    ):
        assert "has no valid key" in desk(place, file, *typed).output
        assert not out.exists(), "nothing readable that nobody learns of"

    good(desk(place, file, "renew"))
    assert "1 of 1 taken" in place.ceremony("y")
    place.world.publish(timedelta(hours=1))
    good(desk(place, file, "note", case, "--text", "Something"))


def test_what_a_device_asked_for_is_seen_by_colleagues_and_not_carried_when_they_keep_it_out(
    place: Place,
) -> None:
    own = device_in(place.world.devices[FIRST])
    ends_in(place, own.device, 30)
    good(desk(place, place.world.devices[FIRST], "renew"))
    colleague = place.world.devices["Focal point A2"]
    assert "asked for its next key on" in good(desk(place, colleague, "people", "list"))

    good(desk(place, colleague, "people", "suspend", own.device[:8], "--reason", "lost"))

    assert [each.name for each in place.exported()] == [f"removal-{own.device}.json"]
    assert "asked for" not in good(desk(place, colleague, "people", "list"))
    assert desk(place, place.world.devices[FIRST], "renew").exit_code == 1


def answering(desk: Desk, rows: object) -> Desk:
    """The same desk, at a server that answers this whatever it is asked for."""
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json={"renewals": rows}))
    desk.online.http = httpx.Client(transport=answer, base_url="http://server.example")
    return desk


def test_a_server_that_shows_the_renewal_of_last_year_again_keeps_nobody_from_renewing(place: Place) -> None:
    world, own = place.world, device_in(place.world.devices[FIRST])
    ends_in(place, own.device, 30)
    good(desk(place, world.devices[FIRST], "renew"))
    rows = world.desk(FIRST).online.call("GET", "/renewals").json()["renewals"]
    both = [answering(world.desk(title), rows) for title in (FIRST, "Focal point A2")]
    assert [list(asked(each)) for each in both] == [[own.device], [own.device]]

    for each in both:
        each.now = lambda: now() + timedelta(days=32)
    assert [asked(each) for each in both] == [{}, {}]

    assert "1 of 1 taken" in place.ceremony("y")
    world.publish(timedelta(hours=1))
    both = [answering(world.desk(title), rows) for title in (FIRST, "Focal point A2")]
    assert [asked(each) for each in both] == [{}, {}]


def test_whoever_has_a_colleagues_next_key_listed_as_their_own_keeps_nobody_from_renewing(
    place: Place,
) -> None:
    world, own = place.world, device_in(place.world.devices[FIRST])
    ends_in(place, own.device, 30)
    good(desk(place, world.devices[FIRST], "renew"))
    draft = world.workspace.draft()
    thief = ceremony.office_in(draft, own.office)["members"][1]["devices"][0]
    taken = {key: number for key, (number, _) in nextkey.numbered(own).items()}
    first = next(iter(taken))
    thief["seal"].insert(0, {"key": first, "until": thief["seal"][0]["until"]})
    world.workspace.keep(draft)
    world.publish(timedelta(hours=2))

    good(desk(place, world.devices[FIRST], "renew"))
    assert "1 of 1 taken" in place.ceremony("y")
    world.publish(timedelta(hours=1))

    newest = (
        world.entrance(FIRST).online(httpx.Client(base_url=world.address), world.address).following.newest
    )
    listed = newest.directory.device(own.device)[1].seal[-1].key
    assert listed in taken
    assert listed != first


def test_a_key_that_follows_from_nothing_opens_no_desk(place: Place) -> None:
    file = place.world.devices[FIRST]
    draft = place.world.workspace.draft()
    for member in next(each for each in draft["offices"] if each["id"] == read(file)["office"])["members"]:
        for each in member["devices"]:
            if each["id"] == json.loads(file.read_bytes())["device"]:
                each["seal"].append(each["seal"][0] | {"key": "11" * 32})
    place.world.workspace.keep(draft)
    place.world.publish(timedelta(hours=1))

    refused = desk(place, file, "list")

    assert refused.exit_code == 1
    assert "directory" in refused.output
