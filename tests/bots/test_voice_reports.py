"""Reports by voice, as far as the desk: opened there with their recording, answered, heard by digits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk import files
from app.desk.desk import Desk
from app.domain.payloads import Report
from app.sealing.receipt import parse
from tests.bots.caller import SPEECH, Switchboard, switchboard
from tests.desk.world import World


@pytest.fixture
def board(organisation: World, tmp_path: Path, migrated_file: Path) -> Iterator[Switchboard]:
    with switchboard(organisation, tmp_path, migrated_file) as opened:
        yield opened


def delivered(board: Switchboard, organisation: World) -> Desk:
    """The desk, after all that was sealed has come there."""
    board.deliver()
    organisation.relay()
    return next(desk for title in organisation.devices if (desk := organisation.desk(title)).cases)


def test_a_report_by_voice_is_opened_played_answered_and_its_answer_heard_by_digits(
    board: Switchboard, organisation: World
) -> None:
    digits = board.ring().report()
    desk = delivered(board, organisation)
    [case] = desk.cases
    [file] = files.files_of(case)
    assert file.entry is not None
    assert files.opened(desk, file.entry) == SPEECH
    assert (file.entry.name, file.entry.type) == ("recording.mp3", "audio/mpeg")
    [report] = [text.payload for text in case.texts]
    assert isinstance(report, Report)
    assert report.channel == "voice"
    assert report.answers == {
        "safe_now": "yes",
        "category": ("harassment",),
        "accused_affiliation": "un_staff",
        "child_involved": "no",
    }
    desk.opened(case)
    desk.acknowledge(case, "We have heard it.")

    later = board.ring()
    assert "We have heard it." in later.press("1", "4", digits)
    assert "We have heard it." in later.press("1")
    letters, unread = organisation.reporter().letters(parse(digits)[0])
    assert [letter.reply.text for letter in letters] == ["We have heard it."]
    assert unread == []


def test_an_answer_by_voice_reaches_the_desk(board: Switchboard, organisation: World) -> None:
    digits = board.ring().report()
    desk = delivered(board, organisation)
    desk.opened(desk.cases[0])
    desk.acknowledge(desk.cases[0], "On which day was it?")
    caller, answer = board.ring(), b"ID3 it was on a Monday" * 40
    caller.press("1", "4", digits, "2")
    caller.speak(answer)
    assert "It is sent. Your code stays the same." in caller.press("1")
    board.deliver()
    organisation.relay()
    desk.sync()

    entries = [file.entry for file in files.files_of(desk.cases[0])]
    assert {files.opened(desk, entry) for entry in entries if entry} == {SPEECH, answer}


def test_a_step_that_comes_again_is_answered_the_same_and_seals_once(
    board: Switchboard, organisation: World
) -> None:
    caller = board.ring()
    caller.to_review()
    first, again = caller.press("1"), caller.repeat()
    assert first == again
    assert len(delivered(board, organisation).cases) == 1
