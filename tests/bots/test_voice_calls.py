"""Calls over a real gateway: keys, silence, recordings, repeats; hanging up leaves nothing anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bots.caller import SPEECH, Caller, Switchboard, switchboard
from tests.desk.world import World, world

NUMBER = "+15005550099"
STEPS = {
    "language": (),
    "menu": ("1",),
    "safe": ("1", "1"),
    "unsafe": ("1", "1", "2"),
    "what": ("1", "1", "1"),
    "who": ("1", "1", "1", "2"),
    "child": ("1", "1", "1", "2", "1"),
    "contact": ("1", "1", "1", "2", "1", "2"),
    "conflict": ("1", "1", "1", "2", "1", "2", "1"),
    "record": ("1", "1", "1", "2", "1", "2", "1", "1"),
    "rules": ("1", "2"),
    "rule": ("1", "2", "1"),
    "code": ("1", "4"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    """One organisation for all calls that no desk reads."""
    with world(tmp_path_factory.mktemp("organisation"), migrated_file) as made:
        yield made


@pytest.fixture(scope="module")
def opened_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the gateway."""
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="module")
def opened(served: World, opened_in: Path, migrated_file: Path) -> Iterator[Switchboard]:
    """One gateway for all of them: it takes a second to start."""
    with switchboard(served, opened_in, migrated_file) as made:
        yield made


@pytest.fixture
def board(opened: Switchboard) -> Switchboard:
    opened.emptied()
    return opened


def test_after_a_report_nothing_of_the_recording_is_left_with_the_provider(board: Switchboard) -> None:
    caller = board.ring()
    caller.to_review()
    assert ("twilio_recording", caller.recording) in board.to_remove(), "it goes before it is sent"
    caller.press("1")
    caller.hang_up()
    board.clean()

    assert board.twilio.existing == set()
    assert board.kept() == 0


def test_nothing_is_passed_on_before_one_is_pressed_at_the_review(board: Switchboard) -> None:
    caller = board.ring()
    caller.to_review()

    assert board.passed_on() == 0
    assert "erased" in caller.press("3")
    assert board.passed_on() == 0


@pytest.mark.parametrize("step", STEPS)
def test_nine_ends_the_call_and_erases_it(board: Switchboard, step: str) -> None:
    caller = board.ring()
    for key in STEPS[step]:
        caller.press(key)
    caller.press("9")

    assert caller.does == "Hangup"
    assert caller.text == ""
    assert board.kept() == 0
    assert ("twilio_call", caller.sid) in board.to_remove()


def test_nine_while_it_is_recorded_and_at_the_review_erases_the_recording(board: Switchboard) -> None:
    for key in ("9", "#"):
        caller = board.ring()
        caller.press(*STEPS["record"])
        caller.speak(Digits=key)
        if key == "#":
            caller.press("9")
        assert caller.does == "Hangup"
        assert ("twilio_recording", caller.recording) in board.to_remove()
    board.clean()
    assert not [sid for sid in board.twilio.existing if sid.startswith("RE")]
    assert board.kept() == 0


@pytest.mark.parametrize("step", STEPS)
def test_hanging_up_leaves_nothing(board: Switchboard, step: str) -> None:
    caller = board.ring()
    for key in STEPS[step]:
        caller.press(key)
    assert board.kept() == 1
    assert caller.hang_up().status_code == 204
    board.clean()

    assert board.kept() == 0
    assert board.twilio.existing == set()


def test_hanging_up_while_it_is_recorded_leaves_nothing(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*STEPS["record"])
    caller.speak(Digits="hangup", CallStatus="completed")
    caller.hang_up()
    board.clean()

    assert board.kept() == 0
    assert board.twilio.existing == set()
    assert board.passed_on() == 0


def test_a_recording_that_is_ready_after_the_call_is_over_is_deleted(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*STEPS["record"])
    caller.hang_up()
    recording = "RE" + "ab" * 16
    board.twilio.recording(recording, SPEECH)
    told = {"CallSid": caller.sid, "RecordingSid": recording, "RecordingStatus": "completed"}
    assert board.post("/voice/twilio/status", told).status_code == 204
    board.clean()

    assert board.twilio.existing == set()


def test_a_recording_that_no_step_asked_for_is_deleted_with_the_call(board: Switchboard) -> None:
    """The provider says that it is ready, and the step that should tell of it never comes."""
    caller = board.ring()
    caller.press(*STEPS["record"])
    recording = "RE" + "cd" * 16
    board.twilio.recording(recording, SPEECH)
    board.post("/voice/twilio/status", {"CallSid": caller.sid, "RecordingSid": recording})
    caller.hang_up()
    board.clean()

    assert board.twilio.existing == set()


def test_hanging_up_at_the_review_leaves_nothing(board: Switchboard) -> None:
    caller = board.ring()
    caller.to_review()
    caller.hang_up()
    board.clean()

    assert board.kept() == 0
    assert board.twilio.existing == set()
    assert board.passed_on() == 0


def test_a_step_from_long_ago_says_where_the_call_is_and_changes_nothing(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1", "1")
    old = caller.next
    caller.press("2")
    here = caller.text
    caller.ask(old.replace("n=2", "n=77"), Digits="9")

    assert caller.text == here
    assert board.kept() == 1


def test_a_step_of_a_call_that_is_over_says_goodbye(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1")
    caller.hang_up()
    assert caller.press("1") == "Goodbye."
    assert caller.does == "Hangup"
    assert board.kept() == 0


def test_silence_repeats_once_then_says_goodbye_and_erases(board: Switchboard) -> None:
    caller = board.ring()
    caller.to_review()
    assert "We heard no key." in caller.silent()
    assert "erased" in caller.silent()
    assert caller.does == "Hangup"
    assert board.kept() == 0
    assert board.passed_on() == 0


@pytest.mark.parametrize("keys", ["0", "#", "*", "77", "7" * 64, "7" * 65, "drop", "☎"])
def test_keys_that_mean_nothing_ask_again(board: Switchboard, keys: str) -> None:
    caller = board.ring()
    caller.press("1", "1")
    assert "We did not understand that key." in caller.press(keys)
    assert caller.does == "Gather"


def test_digits_that_are_no_code_are_refused_and_too_many_have_to_wait(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1", "4")
    assert "It has twenty digits." in caller.press("123")
    for _ in range(5):
        assert "It has twenty digits." in caller.press("00000000000000000001")
    assert "quarter of an hour" in caller.press("00000000000000000001")
    other = board.ring()
    assert "It has twenty digits." in other.press("1", "4", "00000000000000000001"), "others go on"


def test_what_was_said_and_who_called_stands_in_no_file(
    board: Switchboard, served: World, opened_in: Path
) -> None:
    caller, marker = board.ring(From=NUMBER), b"ID3 MARKER-of-what-was-said"
    caller.press(*STEPS["record"])
    caller.speak(marker, From=NUMBER)
    digits = caller.send()
    board.deliver()
    files = [path for folder in (served.folder, opened_in) for path in folder.rglob("*") if path.is_file()]

    assert len(files) > 3
    for secret in (marker[4:], NUMBER.encode(), digits.encode(), caller.sid.encode()):
        found = [path.name for path in files if secret in path.read_bytes()]
        assert found == [], "in the middle of the call, the report sent"


def test_a_code_without_an_answer_says_so(board: Switchboard) -> None:
    digits = board.ring().report()
    assert "There is no answer yet." in board.ring().press("1", "4", digits)


def test_the_receipt_is_said_again_when_asked_and_gone_with_the_call(board: Switchboard) -> None:
    caller = board.ring()
    digits = caller.report()
    assert digits[:5] in caller.press("1").replace(" ", "")
    assert "To leave a report" in caller.press("*")
    caller.hang_up()
    assert board.kept() == 0


def test_help_and_rules_are_read_out(board: Switchboard) -> None:
    caller: Caller = board.ring()
    assert "No help number is confirmed" in caller.press("1", "3")
    assert "There are 18 rules." in caller.press("2").replace("  ", " ")
    assert "For the next rule" in caller.press("1")
