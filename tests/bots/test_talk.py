"""Conversations over a real store, with a real server: sealed, answered, read again, taken in turns."""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.conversation.world import SMS_HEARD, TELEGRAM
from app.domain.errors import ReceiptUnreadable, Unavailable
from app.sealing.keys import BoxKeyPair
from app.sealing.receipt import parse
from app.services.evidence import File
from app.services.hotline.incoming import Part, Removal
from app.storage.tables import opt_outs, removals
from tests.bots.hotline import Line, line, with_clock
from tests.clock import Clock
from tests.desk.world import World

STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."
OVERSIGHT = "Focal point B1"  # where a story goes that names nobody
TWENTY = re.compile(r"\d{5}(?: \d{5}){3}")


def receipt_in(said: str) -> str:
    [found] = TWENTY.findall(said)
    return found


def report(line: Line, story: str = STORY) -> str:
    """The whole story as the first text, then SEND; the receipt."""
    line.text(story)
    return receipt_in(line.text("SEND"))


def kept(line: Line) -> Mapping[str, Any]:
    """What is kept of the conversation."""
    state = line.gateway.keeping.find("sms", line.address).state
    assert state is not None
    return state


def at_once(threads: Sequence[threading.Thread]) -> None:
    """Let all of them begin, and wait for the last."""
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_a_story_and_send_are_a_report_that_the_desk_opens_and_answers(
    organisation: World, sms: Line
) -> None:
    receipt = report(sms)
    assert sms.deliver() >= 1
    organisation.relay()
    desk = organisation.desk(OVERSIGHT)
    [case] = desk.cases
    assert STORY in repr(case)
    desk.opened(case)
    desk.acknowledge(case, "We have read it.")

    assert "We have read it." in sms.text(f"CHECK {receipt}")
    letters, unread = organisation.reporter().letters(parse(receipt)[0])
    assert [letter.reply.text for letter in letters] == ["We have read it."]
    assert unread == []


def test_what_is_added_reaches_the_office_before_it_answered(organisation: World, sms: Line) -> None:
    receipt = report(sms)
    assert "added" in sms.keys(f"ADD {receipt} It happened again on Monday.")
    sms.deliver()
    organisation.relay()

    [case] = organisation.desk(OVERSIGHT).cases
    assert "It happened again on Monday." in repr(case)


def test_a_message_that_comes_again_is_answered_the_same_and_acts_once(
    organisation: World, sms: Line
) -> None:
    sms.text(STORY)
    first, again = sms.text("SEND", message="same"), sms.text("SEND", message="same")
    sms.deliver()
    organisation.relay()

    assert receipt_in(first) == receipt_in(again)
    assert sms.heard[-1].repeated
    assert len(organisation.desk(OVERSIGHT).cases) == 1


def test_the_same_id_from_another_address_is_another_message(sms: Line) -> None:
    other = Line(sms.gateway, "+15005550009")
    assert sms.text("hello", message="one") == other.text("hello", message="one")
    assert not other.heard[-1].repeated


def test_after_sealing_nothing_is_left_of_the_conversation(sms: Line) -> None:
    report(sms)
    assert sms.keys("hello")[0] == "honesty_sms", "it begins anew"


def test_messages_at_once_take_turns_and_none_is_lost(sms: Line) -> None:
    sms.text("1")
    texts = [f"Sentence number {number} of what happened to us in the camp." for number in range(24)]
    senders = [threading.Thread(target=sms.text, args=(text,)) for text in texts]
    at_once(senders)

    assert all(text in kept(sms)["session"] for text in texts)


def test_two_processes_take_turns_too(sms: Line) -> None:
    """Another process has queues of its own: the store decides."""
    sms.text("1")
    others = [
        Line(replace(sms.gateway, talk=replace(sms.gateway.talk, turns=type(sms.gateway.talk.turns)())))
        for _ in range(8)
    ]
    texts = [f"Sentence number {number} of what happened to us in the camp." for number in range(8)]
    senders = [
        threading.Thread(target=line.text, args=(text,)) for line, text in zip(others, texts, strict=True)
    ]
    at_once(senders)

    assert all(text in kept(sms)["session"] for text in texts)


def test_pieces_of_a_long_text_are_one_text_in_their_order(sms: Line) -> None:
    assert sms.keys("asks women for favours before she signs.", part=Part("r1", 2, 2)) == []
    assert "story" in sms.keys("The head of our office at UN-Habitat ", part=Part("r1", 1, 2))

    assert "UN-Habitat asks women" in kept(sms)["session"]


def test_a_piece_whose_rest_never_came_is_heard_with_the_next_text(sms: Line) -> None:
    sms.text("The head of our office at UN-Habitat asks", part=Part("r1", 1, 2))
    assert "kept" in sms.keys("Please help us, it happens every single week.")

    assert "UN-Habitat asks" in kept(sms)["session"]


def test_a_picture_goes_with_the_report(organisation: World, sms: Line) -> None:
    picture = File("picture.jpg", "image/jpeg", b"\xff\xd8" + bytes(range(256)) * 40)
    sms.text(STORY)
    assert "file_kept" in sms.keys("", files=(picture,))
    sms.text("SEND")
    sms.deliver()
    organisation.relay()

    [case] = organisation.desk(OVERSIGHT).cases
    [file] = case.reports[0].payload.attachments
    assert file["name"] == "picture.jpg"


def test_a_file_that_could_not_be_fetched_is_said(sms: Line) -> None:
    assert "file_refused" in sms.keys("", refused=1)


def test_what_the_provider_holds_is_remembered_for_deletion_with_the_turn(sms: Line) -> None:
    sms.text("hello", at_provider=(Removal("twilio_message", "SM1"),))
    with sms.gateway.database.read() as view:
        assert view.execute(select(removals.c.kind, removals.c.thing)).all() == [("twilio_message", "SM1")]


def test_wrong_codes_are_slowed_down_for_one_and_for_nobody_else(sms: Line) -> None:
    receipt = report(sms)
    for _ in range(5):
        sms.text(f"CHECK {receipt}")
    assert "slow_down" in sms.keys(f"CHECK {receipt}")
    assert "slow_down" not in Line(sms.gateway, "+15005550009").keys(f"CHECK {receipt}")


def test_digits_that_are_no_receipt_are_said_to_be_unknown(sms: Line) -> None:
    assert "code_unknown" in sms.keys("CHECK 11111 11111 11111 11111")


def test_without_the_server_a_report_is_sealed_and_goes_later(organisation: World, sms: Line) -> None:
    sms.text(STORY)
    away = replace(sms.gateway.background.courier)
    real = away.follower.http
    away.follower.http = type(real)(base_url="http://127.0.0.1:9")
    receipt_in(sms.text("SEND"))
    assert sms.deliver() == 0
    away.follower.http = real
    assert sms.deliver() >= 1
    organisation.relay()
    assert len(organisation.desk(OVERSIGHT).cases) == 1


def test_without_the_store_nothing_is_said_to_be_kept(sms: Line, tmp_path: Path) -> None:
    for file in tmp_path.glob("hotline.db*"):
        file.rename(tmp_path / f"away-{file.name}")
    sms.gateway.database.close()
    with pytest.raises(Unavailable):
        sms.text(STORY)
    assert sms.gateway.talk.busy(TELEGRAM).text.startswith("We could not do that just now.")


def test_a_conversation_goes_on_the_next_day_and_is_gone_the_day_after(sms: Line) -> None:
    clock = Clock()
    sms.gateway = with_clock(sms.gateway, clock)
    sms.text(STORY)
    clock.ahead = timedelta(days=1)
    assert sms.keys("ADD") == ["more"]
    clock.ahead = timedelta(days=3)
    assert sms.keys("SEND")[0] == "honesty_sms"


def test_a_stop_word_erases_and_says_nothing(sms: Line) -> None:
    sms.text(STORY)
    assert sms.keys("STOP") == []
    assert sms.gateway.keeping.find("sms", sms.address).row is None


PICTURE = File("picture.jpg", "image/jpeg", b"\xff\xd8" + bytes(range(256)) * 40)


def test_a_picture_for_a_new_report_does_not_go_to_an_earlier_one(organisation: World, sms: Line) -> None:
    earlier = report(sms)
    sms.text("Another story altogether, about the same office and its contracts.")
    sms.keys("", files=(PICTURE,))
    assert "added" in sms.keys(f"ADD {earlier} It happened again on Monday.")
    sms.text("SEND")
    sms.text("SEND")
    sms.deliver()
    organisation.relay()

    by_text = {
        repr(case)[:0] + case.reports[0].payload.words[:7]: case
        for case in organisation.desk(OVERSIGHT).cases
    }
    assert len(by_text["Another"].reports[0].payload.attachments) == 1
    assert [message.payload.attachments for message in by_text["The hea"].messages] == [()]


def test_a_picture_that_was_being_added_goes_when_adding_is_left(sms: Line) -> None:
    earlier = report(sms)
    sms.text(f"ADD {earlier}")
    assert "file_added" in sms.keys("", files=(PICTURE,))
    sms.text("0")

    found = kept(sms)
    assert "added" not in found
    assert "files" not in found


def test_more_files_than_a_report_may_carry_are_said_to_be_refused(sms: Line) -> None:
    small = File("picture.jpg", "image/jpeg", b"\xff\xd8\xff")
    sms.text(STORY)
    sms.text("", files=(small,) * 20)
    assert "file_refused" in sms.keys("", files=(small,))


def test_by_a_directory_whose_time_is_over_nothing_is_sealed(sms: Line) -> None:
    sms.text(STORY)
    follower = sms.gateway.doing.follower
    known = follower.following()
    ended = replace(
        known.newest, directory=replace(known.newest.directory, expires=known.newest.directory.issued)
    )
    follower.newest = replace(known, newest=ended)

    assert not TWENTY.search(sms.text("SEND"))
    follower.newest = known
    assert TWENTY.search(sms.text("SEND"))


def no_receipt_like(groups: str) -> str:
    """The same digits but for the last, so that they are no receipt."""
    digits = groups.replace(" ", "")
    for last in "0123456789":
        try:
            parse(digits[:-1] + last)
        except ReceiptUnreadable:
            return digits[:-1] + last
    raise AssertionError("every last digit makes a receipt")


def test_what_was_to_be_added_stays_when_the_code_was_wrong(organisation: World, sms: Line) -> None:
    earlier = report(sms)
    sms.text(f"ADD {no_receipt_like(earlier)}")
    sms.text("It happened again on Monday.")
    assert sms.keys("DONE") == ["code_unknown"]
    assert "code_bad" in sms.keys("DONE")
    assert "adding" in sms.keys(f"ADD {earlier}")
    assert "added" in sms.keys("DONE")
    sms.deliver()
    organisation.relay()
    assert "It happened again on Monday." in repr(organisation.desk(OVERSIGHT).cases)


def test_what_was_to_be_added_waits_with_whoever_tried_too_many_codes(sms: Line) -> None:
    receipt = report(sms)
    for _ in range(5):
        sms.text(f"CHECK {receipt}")
    sms.text(f"ADD {receipt}")
    sms.text("It happened again on Monday.")
    assert sms.keys("DONE") == ["slow_down"]

    assert "again on Monday" in kept(sms)["session"]


def test_a_repeat_after_midnight_is_answered_the_same_too(sms: Line) -> None:
    clock = Clock()
    sms.gateway = with_clock(sms.gateway, clock)
    sms.text("1")
    first = sms.text("1", message="one")
    clock.ahead = timedelta(days=1)
    assert sms.text("1", message="one") == first
    assert sms.heard[-1].repeated


def test_a_word_ends_notices_wherever_the_person_is(
    organisation: World, tmp_path: Path, migrated_file: Path
) -> None:
    key = BoxKeyPair.generate().public.hex()
    with line(organisation, tmp_path, migrated_file, notice_key=key) as sms:
        sms.text(STORY)
        assert sms.keys("MUTE") == ["muted"]
        with sms.gateway.database.read() as view:
            assert view.execute(select(func.count()).select_from(opt_outs)).scalar_one() == 1
        assert TWENTY.search(sms.text("SEND")), "the draft is still there"


def test_where_the_provider_lets_it_through_a_stop_word_is_answered(sms: Line) -> None:
    sms.channel = SMS_HEARD
    sms.text(STORY)
    assert sms.keys("STOP") == ["stopped"]
