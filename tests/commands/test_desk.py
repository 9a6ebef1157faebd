"""`speakup desk` and `speakup report` as people type them."""

import json
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import speakup
from tests.desk.world import HARASSMENT, PASSPHRASE, World

HOSTILE = "\x1b[2J\x1b]0;owned\x07Acknowledged.\u202egnp.exe\x9b31m"


def desk(
    organisation: World,
    *typed: str,
    words: str = "",
    passphrase: str | None = PASSPHRASE,
    who: str = "Focal point A1",
) -> Result:
    """Run `speakup desk` as a focal point."""
    device = organisation.devices[who]
    server = [] if "--offline" in typed else ["--server", organisation.address]
    pins = ["--pins", str(organisation.folder / "org/pins.json")]
    environment = {"SPEAKUP_PASSPHRASE": passphrase}
    return CliRunner(env=environment).invoke(
        speakup, ["desk", *server, *pins, "--device", str(device), *typed], input=words
    )


def reported(organisation: World, words: str = "It happened twice.") -> str:
    """File a report; the name of its case."""
    organisation.reporter().report(HARASSMENT, {"where": words}, words)
    organisation.relay()
    return desk(organisation, "list").output.splitlines()[1].split()[0]


def test_a_case_is_worked_on_from_the_list_to_the_answer(organisation: World) -> None:
    name = reported(organisation)

    assert "It happened twice." in desk(organisation, "open", name).output
    assert desk(organisation, "acknowledge", name).output == "Acknowledged.\n"
    assert desk(organisation, "reply", name, "--text", "-", words="We look into it.").output == "Sent.\n"
    assert desk(organisation, "note", name, "--text", "Ask for the date.").output == "Noted.\n"
    assert desk(organisation, "status", name, "triaged").output == "Put to triaged.\n"

    listed = desk(organisation, "list").output.splitlines()[1]
    assert "triaged" in listed
    assert "the reporter" in listed


def test_what_a_reporter_wrote_cannot_move_the_terminal_or_pass_for_our_words(organisation: World) -> None:
    name = reported(organisation, HOSTILE)

    for shown in (desk(organisation, "open", name).output, desk(organisation, "list").output):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "\nAcknowledged." not in desk(organisation, "open", name).output


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["triage"], "safety=safe|danger|unknown"),
        (["code"], "victims_total=a whole number"),
        (["partner"], "not_safe"),
        (["refer"], "--show"),
        (["archive", "make"], "only that office opens"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_help_needs_no_device_and_names_every_value(typed: list[str], said: str) -> None:
    shown = CliRunner().invoke(speakup, ["desk", *typed, "--help"], terminal_width=400)

    assert shown.exit_code == 0
    assert said in shown.output
    without = CliRunner().invoke(speakup, ["desk", "--offline", "list"])
    assert without.exit_code == 2
    assert "give --device FILE" in without.output


def test_a_wrong_passphrase_is_said_and_nothing_is_shown(organisation: World) -> None:
    name = reported(organisation)

    result = desk(organisation, "open", name, passphrase="wrong")

    assert result.exit_code == 1
    assert result.output == "Error: passphrase: is wrong, or the device file was changed\n"


def test_the_passphrase_may_be_typed_or_stand_in_a_file(organisation: World, tmp_path: Path) -> None:
    reported(organisation)
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")

    typed = desk(organisation, "list", words=PASSPHRASE + "\n", passphrase=None)
    from_file = desk(organisation, "--passphrase-file", str(file), "list", passphrase=None)

    assert typed.exit_code == from_file.exit_code == 0
    assert PASSPHRASE not in typed.output


@pytest.mark.parametrize("name", ["case.txt", "case.json"])
def test_an_export_is_readable_private_and_says_so(organisation: World, tmp_path: Path, name: str) -> None:
    case = reported(organisation)
    target = tmp_path / name

    result = desk(organisation, "export", case, "--to", str(target))

    assert "readable by anyone" in result.output
    assert "It happened twice." in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = desk(organisation, "export", "--all", "--to", str(target))
    assert again.exit_code == 1
    assert "choose another name" in again.output
    if target.suffix == ".json":
        assert json.loads(target.read_bytes())["cases"][0]["entries"][0]["words"] == "It happened twice."


def test_what_is_said_in_a_room_without_a_network_is_carried_by_a_colleagues_device(
    organisation: World, tmp_path: Path
) -> None:
    organisation.reporter().report(HARASSMENT, {}, "It happened twice.")
    receipt = organisation.reporter().report(HARASSMENT, {}, "Carried on a stick.").receipt
    organisation.relay()
    stick = ("--folder", str(tmp_path / "stick"))
    assert desk(organisation, *stick, "sync", who="Focal point A2").exit_code == 0
    name = desk(organisation, *stick, "--offline", "search", "STICK").output.splitlines()[1].split()[0]

    assert "Carried on a stick." in desk(organisation, *stick, "--offline", "open", name).output
    for typed in (
        ["acknowledge", name],
        ["triage", name, "safety=safe", "child=no"],
        ["status", name, "triaged"],
        ["reply", name, "--text", "We look into it."],
    ):
        said = desk(organisation, *stick, "--offline", *typed)
        assert said.exit_code == 0, said.output
        assert "waits on this disk, sealed" in said.output
    page = desk(organisation, *stick, "--offline", "open", name).output
    assert "triaged" in page
    assert "safety: safe  (Focal point A1" in page
    written = b"".join(path.read_bytes() for path in (tmp_path / "stick").rglob("*") if path.is_file())
    assert b"We look into it" not in written

    carried = desk(organisation, *stick, "sync", who="Focal point A2")

    assert "0 waiting" in carried.output
    assert "We look into it." in desk(organisation, "open", name, who="Focal point A2").output
    letters, _ = organisation.reporter().letters(receipt)
    assert "We look into it." in [letter.reply.text for letter in letters]
    assert any(letter.proven for letter in letters)


def test_a_server_that_is_not_there_is_said_in_one_sentence(organisation: World) -> None:
    reported(organisation)
    organisation.address = "http://127.0.0.1:1"

    result = desk(organisation, "list")

    assert result.exit_code == 1
    assert result.output.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["open", "zzzz"], "not found"),
        (["export", "--to", "x.txt"], "name a case, or give --all"),
        (["--offline", "sync"], "sync needs the server"),
        (["--offline", "notices", "set", "mail"], "give --server ADDRESS"),
        (["status", "abcd", "nonsense"], "Invalid value"),
    ],
)
def test_what_was_typed_wrongly_is_said(organisation: World, typed: list[str], said: str) -> None:
    reported(organisation)

    result = desk(organisation, *typed)

    assert result.exit_code in (1, 2)
    assert said in result.output


def test_a_test_report_is_sent_and_its_answers_are_read(organisation: World) -> None:
    typed = ["report", "--server", organisation.address]
    runner = CliRunner()

    sent = runner.invoke(speakup, [*typed, "--entity", "un-habitat", "--category", "fraud"], input="A bribe.")
    digits = re.findall(r"Or: +([\d ]+)", sent.output)[0]
    nothing = runner.invoke(speakup, [*typed, "--check"], input=digits)
    organisation.relay()
    name = desk(organisation, "list").output.splitlines()[1].split()[0]
    desk(organisation, "acknowledge", name)
    answered = runner.invoke(speakup, [*typed, "--check"], input=digits)

    assert "No answer yet" in nothing.output
    assert "We have read your report." in answered.output
    assert "Acknowledged and signed on" in answered.output


def test_an_empty_report_is_not_sent(organisation: World) -> None:
    result = CliRunner().invoke(speakup, ["report", "--server", organisation.address], input=" ")

    assert result.exit_code == 1
    assert "standard input: is empty" in result.output


def test_a_case_goes_to_another_office_in_a_sealed_file_that_only_that_office_opens(
    organisation: World, tmp_path: Path
) -> None:
    name, target = reported(organisation, "Carried by hand."), tmp_path / "case.spka"
    listed = desk(organisation, "offices").output
    shown = desk(organisation, "archive", "make", name, "Office B", "--out", str(target), "--show").output

    assert "Office B" in listed
    assert "This would go:" in shown
    assert "read the texts" in shown
    assert not target.exists()
    refused = desk(organisation, "archive", "make", name, "Office B", "--out", str(target))
    assert refused.exit_code == 1
    assert not target.exists()

    made = desk(organisation, "archive", "make", name, "Office B", "--out", str(target), "--checked")
    assert made.exit_code == 0, made.output
    assert b"Carried by hand" not in target.read_bytes()
    desk(organisation, "sync", who="Focal point B1")
    opened = desk(organisation, "--offline", "archive", "open", str(target), who="Focal point B1").output
    assert "From Office A" in opened
    assert "Carried by hand." in opened
    own = desk(organisation, "--offline", "archive", "open", str(target))
    assert own.exit_code == 1
    assert "is not for this device" in own.output


def test_what_goes_to_somebody_outside_is_shown_first_and_written_down(
    organisation: World, tmp_path: Path
) -> None:
    name, target = reported(organisation, "My name is Heliotrope."), tmp_path / "pack.txt"
    typed = ["refer-outside", name, "--to", "A clinic", "--audience", "others", "--out", str(target)]

    assert "My name is Heliotrope." in desk(organisation, *typed, "--show").output
    done = desk(organisation, *typed, "--checked", "--take-out", "heliotrope", "--take-out", "Helio X")

    assert "not found: Helio X\n" in done.output
    assert "readable by anyone" in done.output
    assert "My name is […]." in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "referral to A clinic, without who the reporter is" in desk(organisation, "open", name).output


def test_the_office_keeps_its_registers_from_the_terminal(organisation: World) -> None:
    name = reported(organisation)
    told = ["--who", "Head of office", "--role", "head_of_entity", "--what", "existence", "--why", "Duty"]
    typed: list[list[str]] = [
        ["triage", name, "safety=safe", "category=harassment", "category=fraud"],
        ["assign", name, "A2"],
        ["need-to-know", name, *told],
        ["assistance", name, "offered", "--request", "0", "--kind", "medical", "--day", "2026-11-20"],
        ["code", name, "victims_total=1", "country=KE"],
        ["partner", name, "told_entity=yes", "corrective=A new guard"],
        ["authority", name, "--what", "member_state", "--step", "headquarters", "--reference", "X-1"],
    ]

    for each in typed:
        assert desk(organisation, *each).exit_code == 0, each

    page = desk(organisation, "open", name, who="Focal point A2").output
    for line in (
        "category: harassment, fraud",
        "Assigned to:\n  Focal point A2",
        "Head of office (head of entity: existence)",
        "offered since 2026-11-20, medical",
        "country: KE",
        "corrective: A new guard",
        "member_state: headquarters  X-1",
    ):
        assert line in page
    assert "case_ref: " in page
    assert "1 open cases" in desk(organisation, "today").output
    assert "six words" in desk(organisation, "trail", name).output
    assert "terminal" in desk(organisation, "count", "channel").output
    assert "UNEXPLAINED" in desk(organisation, "count").output
    left = desk(organisation, "count", "country", "--outside").output
    assert left.startswith('country,reports\nKE,"fewer than five')
    assert desk(organisation, "count", "country", "kind", "--outside").exit_code == 2
    for wrong in (["triage", name, "safety"], ["code", name, "who=me"], ["assign", name, "nobody"]):
        assert desk(organisation, *wrong).exit_code == 1


def test_who_else_should_have_a_report_is_said_where_it_is_read_and_passed_on(organisation: World) -> None:
    answers = {"category": ["harassment"], "accused_affiliation": "un_staff", "entity": "un-habitat"}
    reporter = organisation.reporter()
    sealed = reporter.seal_report(
        replace(HARASSMENT, formal=True), {**answers, "formal": "formal"}, "Formally.", channel="app"
    )
    for deposit in sealed.deposits:
        reporter.send(deposit)
    organisation.relay()
    name = desk(organisation, "list").output.splitlines()[1].split()[0]

    opened = desk(organisation, "open", name).output
    assert (
        "Who else should have it:\n  Office B\n  By the rules of the day of the report. That is no" in opened
    )
    first = desk(organisation, "refer", name, "office b", "--checked").output
    assert first.startswith("By the rules of the day of the report Office B should have it already.")
    assert "Passed on to Office B." in first
    assert desk(organisation, "refer", name, "office b", "--show").output.startswith("Office B has this case")
