"""From an invitation to an open desk and out again, as people type it: server, ceremony, new device."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.domain.errors import CannotBeOpened
from app.sealing import membership
from app.sealing.devicekeys import Cost, Device, wrap
from app.sealing.deviceseed import DeviceSeed
from app.sealing.invitation import Invitation, link, secret_of
from app.sealing.joinrequest import compared_words, open_request, seal_request
from app.services.admissions import devices_of
from app.services.first_officers import is_origin
from tests.commands.joining import CHEAP, Place, device_in, good, joined, kept, removal, run
from tests.desk.world import now


def test_the_first_officers_of_an_office_join_without_a_key_file(place: Place) -> None:
    world = place.world
    office = place.org(
        "office", "add", "--entity", "oios", "--role", "ethics_office", "--name", "Ethics", "--vacant"
    ).strip()
    world.publish(timedelta(days=2))
    words = []
    for number in (1, 2):
        said = place.org(
            "invite", office, "--title", f"Adviser {number}", "--origin", world.address, "--lead"
        )
        invited, opening = said.splitlines()[0], said.splitlines()[-1].split("joins ")[1]
        place.joins(*opening.split())
        words.append(joined(place, invited, world.folder / f"adviser-{number}.json"))

    shown = place.ceremony("y", "y")
    again = place.ceremony("y", "y")
    place.org("office", "fill", office)
    world.publish(timedelta(hours=1))

    assert all(six in shown for _, six in words)
    assert "2 of 2 taken" in shown
    assert (again.count("was taken before"), "0 of 2 taken" in again) == (2, True)
    assert list((world.folder / "org/invitations").iterdir()) == [], "the secrets are gone"
    for each in place.exported():
        place.joins("close", each.stem.split("-")[1])
    assert place.exported() == []
    listing = place.org("show")
    assert listing.count("(lead)") == 2
    for number in (1, 2):
        file = world.folder / f"adviser-{number}.json"
        assert file.stat().st_mode & 0o077 == 0
        server = ["--server", world.address, "--pins", str(world.folder / "org/pins.json")]
        assert "no cases" in good(run("desk", *server, "--device", str(file), "list")).lower()

    again = world.folder / "again.json"
    recovering = ["--server", world.address, "--pins", str(world.folder / "org/pins.json")]
    said = good(run("desk", *recovering, "--device", str(again), "recover", *CHEAP, words=words[0][0] + "\n"))
    assert "Adviser 1" in said
    assert device_in(again) == device_in(world.folder / "adviser-1.json")


def invited_by(place: Place, lead: Device, member: str = "") -> Invitation:
    """An invitation made at a lead's desk and opened at the server."""
    made = "ab" * 16
    secret, until = secret_of(lead.sign, made), now().date() + timedelta(days=30)
    session = place.session(lead)
    session.call("POST", "/joins", json={"id": made})
    pins = place.world.workspace.pins()
    return Invitation(lead.organisation, lead.office, made, secret, member, "Focal point A3", until, pins)


def approved(place: Place, lead: Device, invitation: Invitation) -> None:
    """The lead opens what was asked, and signs."""
    session = place.session(lead)
    (held,) = session.call("GET", "/joins").json()["joins"]
    request = base64.b64decode(held["request"])
    asked = open_request(request, invitation.id, invitation.secret, invitation.office)
    document = {"v": 1, "kind": "admission", "organisation": lead.organisation, "office": lead.office}
    document |= {"member": asked.member, "title": asked.title, "lead": False, "by": lead.device}
    document |= {"device": membership.listed(asked.device), "day": now().date().isoformat()}
    document |= {"asked": asked.signature}
    signed = membership.written(membership.sign_document(document, lead.sign))
    session.call("PUT", f"/joins/{invitation.id}/approval", json=signed)


def test_a_colleague_joins_by_a_leads_approval_and_leaves_by_a_colleagues_removal(place: Place) -> None:
    world, lead = place.world, place.device("Focal point A1")
    invitation, file = invited_by(place, lead), world.folder / "new.json"
    _, six = joined(place, link(invitation, world.address), file)
    assert [each.name[:7] for each in place.exported()] == ["request"]
    assert "NOT TAKEN" in place.ceremony(), "the lead has not approved yet"
    approved(place, lead, invitation)
    new = device_in(file)
    with pytest.raises(Exception, match="desk session"):
        place.session(new)

    shown = place.ceremony("y")
    world.publish(timedelta(days=2))

    assert six in shown
    assert "a new member" in shown
    assert place.session(new).token
    approval = approval_of(place, lead)
    refused = place.org("requests", str(kept(place, approval)), words="y\n")
    assert "was taken before" in refused

    session = place.session(lead)
    wish = removal(lead, "m3", new.device, "left")
    session.call("POST", "/suspensions", json={"device": new.device, "removal": wish})
    assert new.device in place.joins("suspended")
    shown = place.ceremony("y")
    world.publish(timedelta(days=1))

    assert "REMOVAL" in shown
    assert "the office keeps 2 devices" in shown
    assert new.device not in place.joins("suspended")
    assert place.exported() == []
    (office,) = (each for each in world.workspace.draft()["offices"] if each["id"] == lead.office)
    assert [each["id"] for each in office["members"]] == ["m1", "m2"]
    assert "is or was listed" in place.org("requests", str(kept(place, approval)), words="y\n")


def approval_of(place: Place, lead: Device) -> dict[str, str]:
    """What the lead signed, as the desk downloads it."""
    (held,) = place.session(lead).call("GET", "/joins").json()["joins"]
    found: dict[str, str] = held["approval"]
    return found


def test_a_file_that_is_none_and_a_link_that_is_cut_off_are_said(place: Place, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"id":"../../x","request":"AA=="}')
    cut = f"{place.world.address}/desk#join=abc"

    assert "NOT TAKEN" in place.org("requests", str(wrong))
    strange = kept(place, {"id": "ab" * 16, "request": "AA=="})
    assert "no invitation of this folder" in place.org("requests", str(strange))
    refused = run("desk", "--device", str(tmp_path / "x.json"), "join", cut)
    assert (refused.exit_code, "not a whole invitation" in refused.output) == (1, True)
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://speakup.example.org", True),
        ("https://speakup.example.org:8443/", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://speakup.example.org", False),
        ("https://speakup.example.org/desk", False),
        ("https://a:b@speakup.example.org", False),
        ("https://speakup.example.org:port", False),
        ("https://", False),
        ("speakup.example.org", False),
        ("https://speakup.example.org ", False),
        ("http://localhost.example.org", False),
    ],
)
def test_people_are_invited_to_an_address_at_which_a_desk_opens(address: str, taken: bool) -> None:
    assert is_origin(address) is taken


def test_recovery_says_what_is_wrong_and_overwrites_no_file(place: Place, tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("keys")
    server = ["--server", place.world.address, "--device"]
    words = " ".join(DeviceSeed(bytes(16)).words()) + "\n"

    said = [
        run("desk", *server, str(there), "recover", words=words).output,
        run("desk", *server, str(tmp_path / "a.json"), "recover", words="zoo zoo\n").output,
        run("desk", *server, str(tmp_path / "a.json"), "recover", words=words).output,
    ]

    assert "there already" in said[0]
    assert "(words)" in said[1]
    assert "not found" in said[2]
    assert there.read_text() == "keys"
    assert not (tmp_path / "a.json").exists()


def test_a_device_with_a_seed_opens_like_any_other(place: Place) -> None:
    file = wrap(place.device("Focal point A1"), "p", Cost(1, 8192))

    assert "seed" not in file


def test_who_has_the_link_and_the_database_adds_no_key_of_theirs(place: Place) -> None:
    world, lead = place.world, place.device("Focal point A1")
    invitation, file = invited_by(place, lead), world.folder / "new.json"
    _, six = joined(place, link(invitation, world.address), file)
    mine = DeviceSeed(b"\x09" * 16).seal().public.hex()
    with create_engine(world.settings.database_url).begin() as tx:
        sealed = tx.execute(text("SELECT request FROM joins")).scalar_one()
        asked = open_request(bytes(sealed), invitation.id, invitation.secret, invitation.office)
        (key,) = asked.device.seal
        added = replace(key, key=mine, since=key.since + timedelta(seconds=1))
        swapped = replace(asked, device=replace(asked.device, seal=(key, added)))
        resealed = seal_request(swapped, invitation.id, invitation.secret)
        tx.execute(text("UPDATE joins SET request = :request"), {"request": resealed})

    with pytest.raises(CannotBeOpened, match="asked"):
        approved(place, lead, invitation)
    assert " ".join(compared_words(lead.office, swapped.device, world.workspace.pins())) != six


def test_a_directory_with_a_foreign_key_under_this_device_is_refused(place: Place) -> None:
    world = place.world
    server = ["--server", world.address, "--pins", str(world.folder / "org/pins.json")]
    command = ["desk", *server, "--device", str(world.devices["Focal point A1"])]
    good(run(*command, "list"))
    draft = world.workspace.draft()
    own = place.device("Focal point A1").device
    (listed,) = (each for each in devices_of(draft) if each["id"] == own)
    listed["seal"].append({**listed["seal"][0], "key": DeviceSeed(b"\x09" * 16).seal().public.hex()})
    world.workspace.keep(draft)
    world.publish(timedelta(days=2))

    refused = run(*command, "list")

    assert refused.exit_code == 1
    assert "the directory cannot be trusted: keys" in refused.output


def test_pins_that_were_given_win_over_those_of_the_link(place: Place, tmp_path: Path) -> None:
    world, lead = place.world, place.device("Focal point A1")
    others = tmp_path / "pins.json"
    others.write_text(json.dumps({"threshold": 1, "keys": ["11" * 32]}))
    file = tmp_path / "new.json"

    refused = run(
        "desk",
        "--pins",
        str(others),
        "--device",
        str(file),
        "join",
        link(invited_by(place, lead), world.address),
    )

    assert refused.exit_code == 1
    assert "signatures" in refused.output
    assert not file.exists()
