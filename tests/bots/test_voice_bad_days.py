"""Calls when things go wrong at once: many requests together, a server that is down, a caller who is gone."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.services.hotline.call_steps import CallEvent
from app.services.hotline.spoken import Spoken
from tests.bots.caller import Caller, Switchboard, switchboard
from tests.desk.world import world

TO_RECORD = ("1", "1", "1", "2", "1", "2", "1", "1")
NOBODY = "http://127.0.0.1:9"  # no server answers there


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Switchboard]:
    """One organisation and one gateway for all of them."""
    with (
        world(tmp_path_factory.mktemp("organisation"), migrated_file) as served,
        switchboard(served, tmp_path_factory.mktemp("gateway"), migrated_file) as made,
    ):
        yield made


@pytest.fixture
def board(opened: Switchboard) -> Switchboard:
    opened.emptied()
    return opened


def together(caller: Caller, forms: list[dict[str, str]]) -> list[str]:
    """Answer one step with several requests at once; what each is told."""
    path, told = caller.next, []
    lock = threading.Lock()

    def send(form: dict[str, str]) -> None:
        answer = caller.board.post(path, {"CallSid": caller.sid, **form})
        with lock:
            told.append(answer.text)

    senders = [threading.Thread(target=send, args=(form,)) for form in forms]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    return told


def without_server(board: Switchboard) -> None:
    """Let the public API be down for this gateway."""
    doing = board.line.calls.doing
    follower = replace(doing.follower, http=httpx.Client(base_url=NOBODY))
    calls = replace(board.line.calls, doing=replace(doing, follower=follower))
    board.line = replace(board.line, calls=calls)


def test_sixteen_presses_at_once_are_one_step(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1", "1")
    told = together(caller, [{"Digits": str(number % 3 + 1)} for number in range(16)])

    assert len(set(told)) == 1, "whichever was first is the answer of all"
    assert board.kept() == 1


def test_one_pressed_eight_times_at_the_review_sends_one_report(board: Switchboard) -> None:
    caller = board.ring()
    caller.to_review()
    told = together(caller, [{"Digits": "1"}] * 8)

    assert len(set(told)) == 1
    assert board.passed_on() == 1


def test_two_calls_know_nothing_of_each_other(board: Switchboard) -> None:
    first, second = board.ring(), board.ring()
    first.to_review()
    second.press("1")
    assert "To leave a report" in second.text
    assert len(first.send()) == 20


def test_while_the_server_is_down_the_recording_waits_and_a_report_is_sealed_without_it(
    board: Switchboard,
) -> None:
    caller, line = board.ring(), board.line
    caller.press(*TO_RECORD)
    without_server(board)
    caller.speak()
    assert "To try again, press 1." in caller.wait()
    board.line = line
    assert "Nothing was passed on yet." in caller.press("1")

    without_server(board)
    assert "It is sent." in caller.press("1"), "sealing needs no network: it waits in the outbox"
    board.line = line
    assert board.passed_on() == 1


def test_answers_that_cannot_be_looked_for_now_are_asked_for_again_by_one(board: Switchboard) -> None:
    digits, caller, line = board.ring().report(), board.ring(), board.line
    caller.press("1", "4")
    without_server(board)
    assert "To try again, press 1." in caller.press(digits)
    board.line = line
    assert "There is no answer yet." in caller.press("1")


def test_a_caller_who_is_gone_while_the_recording_is_fetched_leaves_nothing(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    board.twilio.slow = 1
    speaking = threading.Thread(target=caller.speak)
    speaking.start()
    caller.hang_up()
    speaking.join()
    caller.hang_up()
    board.twilio.slow = 0
    board.clean()

    assert board.kept() == 0
    assert board.twilio.existing == set()
    assert board.passed_on() == 0


def test_another_process_that_was_quicker_is_heard_and_nothing_happens_twice(board: Switchboard) -> None:
    """Two gateways have queues of their own: the store decides."""
    caller, line = board.ring(), board.line
    caller.to_review()
    turns = type(line.calls.turns)
    others = [replace(line, calls=replace(line.calls, turns=turns())) for _ in range(4)]
    number = int(caller.next.split("n=")[1].split("&")[0])
    event = CallEvent(caller.sid, number, "1")
    said: list[Spoken] = []
    hearing = [
        threading.Thread(target=lambda other=other: said.append(other.calls.hear(event))) for other in others
    ]
    for each in hearing:
        each.start()
    for each in hearing:
        each.join()

    assert len(said) == 4
    assert all(each == said[0] for each in said)
    assert board.passed_on() == 1
