"""From an invitation to an open desk and out again, as people type it: server, ceremony, new device."""

import base64
import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.cli import speakup
from app.desk.session import Session
from app.domain import fields
from app.domain.directory import device as parse_device
from app.domain.errors import CannotBeOpened
from app.domain.strict_json import dumps, loads
from app.sealing import membership
from app.sealing.devicekeys import Cost, Device, unwrap, wrap
from app.sealing.deviceseed import DeviceSeed
from app.sealing.invitation import Invitation, link, secret_of
from app.sealing.joinrequest import compared_words, open_request, seal_request
from app.services import ceremony
from app.services.admissions import devices_of
from tests.desk.world import PASSPHRASE, World, now

CHEAP = ("--kdf-mib", "8")
WORD = re.compile(r"(\d+)\. (\S+)")
ASKED = re.compile(r"Word (\d+): $")


def run(*typed: str, words: str = "") -> Result:
    return CliRunner(env={"SPEAKUP_PASSPHRASE": PASSPHRASE}).invoke(speakup, list(typed), input=words)


def good(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


@dataclass(frozen=True)
class Place:
    """The organisation, and the commands of its server and of its ceremony."""

    world: World

    def org(self, *typed: str, words: str = "") -> str:
        return good(run("org", "--folder", str(self.world.folder / "org"), *typed, words=words))

    def joins(self, *typed: str) -> str:
        return good(run("joins", "--database", self.world.settings.database_url, *typed))

    def exported(self) -> list[Path]:
        """The files that wait for the root holders."""
        out = self.world.folder / "stick"
        for old in out.glob("*"):
            old.unlink()
        self.joins("export", "--out", str(out))
        return sorted(out.glob("*"))

    def ceremony(self, *answers: str) -> str:
        """Take what waits into the draft; the answers to each question."""
        said = "".join(f"{each}\n" for each in answers)
        return self.org("requests", *map(str, self.exported()), words=said)

    def device(self, title: str) -> Device:
        return unwrap(json.loads(self.world.devices[title].read_bytes()), PASSPHRASE)

    def session(self, device: Device) -> Session:
        session = Session(httpx.Client(base_url=self.world.address), self.world.address, device)
        session.open()
        return session


@pytest.fixture
def place(organisation: World) -> Place:
    return Place(organisation)


def joined(place: Place, invited: str, file: Path) -> tuple[str, str]:
    """`speakup desk join`, with the words typed back from the screen; the twelve words and the six."""
    command = [sys.executable, "-u", "-m", "app", "desk", "--device", str(file), "join", invited, *CHEAP]
    environment = {"SPEAKUP_PASSPHRASE": PASSPHRASE, "PYTHONPATH": ".", "LANG": "C.UTF-8"}
    script = "from app.cli import main; main()"
    typing = subprocess.Popen(
        [sys.executable, "-u", "-c", script, *command[4:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
    )
    assert typing.stdin is not None
    assert typing.stdout is not None
    said = ""
    while letter := typing.stdout.read(1):
        said += letter
        if asked := ASKED.search(said):
            listed = dict(WORD.findall(said))
            typing.stdin.write(listed[asked[1]] + "\n")
            typing.stdin.flush()
            said += "\n"
    assert typing.wait(30) == 0, said
    listed = dict(WORD.findall(said))
    six = said.split("compare these words:\n")[1].splitlines()[0].strip()
    return " ".join(listed[str(number)] for number in range(1, 13)), six


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
    place.org("office", "fill", office)
    world.publish(timedelta(hours=1))

    assert all(six in shown for _, six in words)
    assert "2 of 2 taken" in shown
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


def device_in(file: Path) -> Device:
    return unwrap(json.loads(file.read_bytes()), PASSPHRASE)


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
    refused = place.org("requests", str(kept(place, approval_of(place, lead))), words="y\n")
    assert "is or was listed" in refused

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


def approval_of(place: Place, lead: Device) -> dict[str, str]:
    """What the lead signed, as the desk downloads it."""
    (held,) = place.session(lead).call("GET", "/joins").json()["joins"]
    found: dict[str, str] = held["approval"]
    return found


def kept(place: Place, signed: object) -> Path:
    """A signed document as a file."""
    path = place.world.folder / "document.json"
    path.write_bytes(dumps(signed))
    return path


def removal(by: Device, member: str, gone: str, reason: str, **changes: object) -> dict[str, str]:
    document: dict[str, object] = {"v": 1, "kind": "removal", "organisation": by.organisation}
    document |= {"office": by.office, "member": member, "devices": [gone], "reason": reason}
    document |= {"by": by.device, "day": now().date().isoformat()}
    return membership.written(membership.sign_document(document | changes, by.sign))


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


def test_a_file_that_is_none_and_a_link_that_is_cut_off_are_said(place: Place, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"id":"../../x","request":"AA=="}')
    cut = f"{place.world.address}/desk#join=abc"

    assert "NOT TAKEN" in place.org("requests", str(wrong))
    refused = run("desk", "--device", str(tmp_path / "x.json"), "join", cut)
    assert (refused.exit_code, "not a whole invitation" in refused.output) == (1, True)
    assert not (tmp_path / "x.json").exists()


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
