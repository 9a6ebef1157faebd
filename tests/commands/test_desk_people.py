"""`speakup desk people`: a lead admits a colleague and keeps a lost device out, without a browser."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from app.cli import speakup
from tests.commands.joining import Place, device_in, joined
from tests.desk.world import PASSPHRASE


def people(place: Place, title: str, *typed: str, words: str = "") -> Result:
    world = place.world
    desk = ["--server", world.address, "--pins", str(world.folder / "org/pins.json")]
    command = ["desk", *desk, "--device", str(world.devices[title]), "people", *typed]
    return CliRunner(env={"SPEAKUP_PASSPHRASE": PASSPHRASE}).invoke(speakup, command, input=words)


def good(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def test_a_colleague_is_invited_approved_and_published(place: Place) -> None:
    world, file = place.world, place.world.folder / "new.json"
    invited = good(people(place, "Focal point A1", "invite", "--title", "Focal point A3")).splitlines()[0]
    assert "invited" in good(people(place, "Focal point A1", "list"))
    _, six = joined(place, invited, file)
    listed = good(people(place, "Focal point A1", "list"))
    made = listed.split("invitation ")[1][:8]
    assert "requested, “Focal point A3”" in listed
    assert "“Focal point A3”" not in good(people(place, "Focal point A2", "list")), (
        "not this device's invitation"
    )

    refused = good(people(place, "Focal point A1", "approve", made, words="n\n"))
    said = good(people(place, "Focal point A1", "approve", made, words="y\n"))

    assert "Nothing was signed" in refused
    assert six in said
    assert "1 of 1 taken" in place.ceremony("y")
    world.publish(timedelta(hours=1))
    new = device_in(file)
    assert place.session(new).token
    assert f"    {new.device}" in good(people(place, "Focal point A1", "list"))
    assert people(place, "Focal point A1", "approve", made, words="y\n").exit_code == 1


def test_a_lost_device_is_kept_out_and_let_in_again_by_a_colleague(place: Place) -> None:
    lost = json.loads(place.world.devices["Focal point A2"].read_bytes())["device"]

    said = good(people(place, "Focal point A1", "suspend", lost[:6], "--reason", "lost"))

    assert "is out" in said
    assert "KEPT OUT" in good(people(place, "Focal point A1", "list"))
    assert people(place, "Focal point A2", "list").exit_code == 1
    assert [each.name for each in place.exported()] == [f"removal-{lost}.json"]
    assert "may come in again" in good(people(place, "Focal point A1", "lift", lost))
    assert people(place, "Focal point A2", "list").exit_code == 0
    assert place.exported() == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (["suspend", "{own}", "--reason", "lost"], "is your own"),
        (["suspend", "ffff", "--reason", "lost"], "not found"),
        (["lift", "{own}"], "is your own"),
        (["lift", "{other}"], "not found"),
        (["approve", "abcd"], "not found"),
        (["invite", "--title", "A", "--member", "m9"], "none of this office"),
    ],
    ids=["own", "unknown", "lift_own", "lift_what_is_in", "no_request", "no_member"],
)
def test_what_cannot_be_done_is_said(place: Place, typed: list[str], why: str) -> None:
    ids = {
        name: json.loads(place.world.devices[title].read_bytes())["device"]
        for name, title in (("own", "Focal point A1"), ("other", "Focal point A2"))
    }

    refused = people(place, "Focal point A1", *(each.format(**ids) for each in typed))

    assert refused.exit_code == 1
    assert why in refused.output


def test_only_a_lead_invites(place: Place) -> None:
    place.org("member", "lead", place.world.offices["conduct"], "m1")
    place.world.publish(timedelta(days=1))

    assert people(place, "Focal point A2", "invite", "--title", "Focal point A3").exit_code == 1
    assert people(place, "Focal point A1", "invite", "--title", "Focal point A3").exit_code == 0
