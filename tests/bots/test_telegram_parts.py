"""The parts of the Telegram door that need no network: what is read, what is shown, what is acknowledged."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import fields
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Update
from telegram.error import RetryAfter

from app.content import words
from app.content.locales import load
from app.content.words import ROOT
from app.conversation.keywords import hear
from app.conversation.tongue import tongue
from app.conversation.world import Reply
from app.services.hotline.worlds import base
from bots.telegram.chats import Chats, Memory
from bots.telegram.introducing import COMMANDS, introductions
from bots.telegram.polling import MOST_TRIES, Window
from bots.telegram.reading import Message, Press, Stranger, command, read
from bots.telegram.sending import MOST_WAIT, Line
from bots.telegram.writing import DATA_BYTES, choices, keyboard, link
from tests.bots.fake_telegram import TOKEN

WORLD = base(ROOT, "", "speakup.example.org")
OFFERED = tuple(load(ROOT))
NAME = "Wolpertinger"
SENDER = {"id": 7001, "is_bot": False, "first_name": NAME, "last_name": NAME, "username": NAME}
ROOM = {"id": 7001, "type": "private", "first_name": NAME, "username": NAME}


def heard(**content: object) -> Message:
    """What is read of a message with this content."""
    message = {"message_id": 5, "date": 1_700_000_000, "chat": ROOM, "from": SENDER, **content}
    found = read(Update.de_json({"update_id": 1, "message": message}))
    assert isinstance(found, Message)
    return found


def labels(lang: str) -> list[tuple[str, str]]:
    """Every choice of the hotline, as it is shown in a language."""
    said = words.translations(lang)
    shown = [(o.key, o.label) for step in WORLD.hotline.steps.values() for o in step.options]
    named = [(str(number), each.name) for number, each in enumerate(WORLD.locales, 1)]
    return [(key, str(said.get(label) or label)) for key, label in shown] + named


@pytest.mark.parametrize("lang", OFFERED)
def test_every_choice_in_every_language_fits_a_button(lang: str) -> None:
    for offered in labels(lang):
        [[button]] = choices([offered])
        assert 1 <= len(str(button.callback_data).encode()) <= DATA_BYTES
        assert (button.callback_data, button.text) == offered


@pytest.mark.parametrize("lang", OFFERED)
def test_buttons_stand_side_by_side_only_while_their_labels_can_be_read(lang: str) -> None:
    said = words.translations(lang)
    for step in WORLD.hotline.steps.values():
        offered = [(each.key, str(said.get(each.label) or each.label)) for each in step.options]
        rows = choices(offered)
        assert [button.callback_data for row in rows for button in row] == [key for key, _ in offered]
        assert all(len(row) == 1 or sum(len(button.text) for button in row) <= 24 for row in rows)


def test_a_choice_that_no_button_can_carry_is_left_to_the_text() -> None:
    assert choices([("x" * 65, "Too long"), ("1", "")]) == []


def test_the_way_to_the_app_is_a_plain_link_under_the_first_words_and_the_menu() -> None:
    for key, app in product(("honesty_telegram", "menu", "safe", "receipt"), ("https://x.example", "")):
        shown = keyboard(Reply(key, "text"), app, "Open the safer app")
        buttons = [button.to_dict() for row in shown.inline_keyboard for button in row] if shown else []
        wanted = bool(app) and key in ("honesty_telegram", "menu")
        assert buttons == ([{"text": "Open the safer app", "url": app}] if wanted else [])


@pytest.mark.parametrize(
    ("address", "shown"), [("x.org", "https://x.org"), ("http://x.org", "http://x.org"), ("", "")]
)
def test_an_address_becomes_a_link(address: str, shown: str) -> None:
    assert link(address) == shown


def test_what_telegram_shows_of_us_is_as_short_as_it_must_be_in_every_language() -> None:
    told = list(introductions(WORLD))

    assert [each.code for each in told] == ["", *(each.short for each in WORLD.locales)]
    for each in told:
        assert re.fullmatch(r"([a-z]{2})?", each.code)
        assert [name for name, _ in each.commands] == list(COMMANDS)
        assert all(1 <= len(text) <= 256 for _, text in each.commands)
        assert 1 <= len(each.short) <= 120
        assert 1 <= len(each.long) <= 512


def test_no_name_picture_or_place_of_a_person_is_read() -> None:
    told = heard(
        text="hello",
        forward_origin={"type": "user", "date": 1, "sender_user": SENDER},
        contact={"phone_number": "+15005550006", "first_name": NAME},
        location={"latitude": 1.5, "longitude": 36.5},
        via_bot=SENDER | {"is_bot": True},
        document={"file_id": "f", "file_unique_id": "u", "file_name": f"{NAME}.pdf"}
        | {"mime_type": "application/pdf"},
    )

    values = [str(getattr(told, each.name)) for each in fields(told)] + [str(told.file), repr(told.file)]
    assert not any(NAME in value or "15005550006" in value or "36.5" in value for value in values)
    assert told.file is not None
    assert told.file.name == "document.pdf"
    assert "7001" not in repr(told)


def test_a_message_of_telegrams_own_pages_is_not_read() -> None:
    message = {"message_id": 5, "date": 1, "chat": ROOM, "from": SENDER}
    page = {"web_app_data": {"data": "initData", "button_text": "x"}}

    assert read(Update.de_json({"update_id": 1, "message": message | page})) is None


def test_a_picture_is_taken_in_its_largest_size() -> None:
    sizes = [
        {"file_id": f"{side}", "file_unique_id": "u", "width": side, "height": side} for side in (9, 900, 90)
    ]

    told = heard(photo=sizes, caption="at the gate")

    assert told.file is not None
    assert (told.file.id, told.file.name, told.text) == ("900", "photo.jpg", "at the gate")


def test_an_edit_is_another_message_and_the_same_one_to_delete() -> None:
    message = {"message_id": 5, "date": 1, "chat": ROOM, "from": SENDER, "text": "hello"}
    first = read(Update.de_json({"update_id": 1, "message": message}))
    later = read(Update.de_json({"update_id": 2, "edited_message": message | {"edit_date": 77}}))

    assert isinstance(first, Message)
    assert isinstance(later, Message)
    assert (first.id, later.id) == ("5", "5.77")
    assert (first.mark, later.mark) == (5, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/start", "/start"),
        ("/start from-a-poster", "/start"),
        ("/MENU@speakup_bot", "/menu"),
        ("/check@speakup_bot 01234 56789 01234 56789", "/check 01234 56789 01234 56789"),
        ("/help\n", "/help"),
        ("/unknown@speakup_bot", "/unknown@speakup_bot"),
        ("1/2 of it", "1/2 of it"),
        ("/ check", "/ check"),
        ("start", "start"),
    ],
)
def test_a_command_is_heard_without_what_telegram_adds_to_it(typed: str, meant: str) -> None:
    assert command(typed) == meant


@pytest.mark.parametrize("word", sorted({"start", *COMMANDS}))
def test_the_conversation_knows_every_command_and_takes_none_for_a_language(word: str) -> None:
    typed = hear(command(f"/{word}"), WORLD.hotline, WORLD.locales)

    assert typed.keyword == word
    assert tongue(typed.text, WORLD.hotline, WORLD.locales) == ""
    code = hear(command("/check 01234 56789 01234 56789"), WORLD.hotline, WORLD.locales)
    assert code.command == "check"


def test_only_the_command_begins_with_a_choice_of_languages() -> None:
    assert heard(text="/start").starts
    assert not heard(text="start").starts


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_being_added_somewhere_is_a_reason_to_leave(kind: str) -> None:
    room = {"id": -5, "type": kind, "title": NAME}
    member = {"user": SENDER, "status": "member"}
    change = {"chat": room, "from": SENDER, "date": 1, "old_chat_member": member, "new_chat_member": member}

    assert read(Update.de_json({"update_id": 1, "my_chat_member": change})) == Stranger(-5)


def test_a_button_of_a_message_that_is_gone_is_still_one_of_its_chat() -> None:
    query = {"id": "9", "from": SENDER, "chat_instance": "1", "data": "2"}
    gone = {"message_id": 5, "date": 0, "chat": ROOM}

    told = read(Update.de_json({"update_id": 1, "callback_query": query | {"message": gone}}))

    assert isinstance(told, Message)
    assert (told.text, told.press, told.id) == ("2", Press("9", 5, "2"), "q9")
    assert read(Update.de_json({"update_id": 1, "callback_query": query})) is None


def test_a_button_counts_once_and_an_old_one_asks_anew() -> None:
    memory = Memory(live=8)

    assert memory.text_of(Press("1", 8, "2")) == "2"
    memory.live, memory.pressed = 9, (8, "2")
    assert memory.text_of(Press("2", 8, "2")) is None, "a second tap"
    assert memory.text_of(Press("3", 8, "1")) == "", "another button of an old question"
    assert Memory().text_of(Press("4", 8, "1")) == "1", "after a restart"


def test_a_chat_is_forgotten_after_its_hours_but_not_in_the_middle_of_a_turn() -> None:
    moment = 0.0
    chats = Chats(60, lambda: moment)

    async def turn() -> None:
        nonlocal moment
        silent, busy = chats.memory(1), chats.memory(2)
        async with busy.lock:
            moment = 61.0
            chats.memory(3)
            assert list(chats.known) == [2, 3]
        assert chats.memory(1) is not silent

    asyncio.run(turn())


def waits(seconds: int, times: int) -> Callable[[], Awaitable[bool]]:
    """What Telegram answers at first that it is to be asked later, and then."""
    left = times

    async def ask() -> bool:
        nonlocal left
        left -= 1
        if left >= 0:
            raise RetryAfter(seconds)
        return True

    return ask


def test_a_chat_that_is_told_to_wait_holds_up_no_other() -> None:
    async def both() -> None:
        line = Line(Bot(TOKEN))
        waiting = asyncio.create_task(line.call(waits(30, 1), 1))
        await asyncio.sleep(0)
        async with asyncio.timeout(1):
            assert await line.call(waits(0, 0), 2)
            assert await line.call(waits(0, 0))
        assert not waiting.done()
        waiting.cancel()

    asyncio.run(both())


def test_a_chat_that_is_told_to_wait_for_too_long_is_given_up_until_then() -> None:
    async def one() -> None:
        line = Line(Bot(TOKEN))
        async with asyncio.timeout(1):
            for _ in range(2):
                with pytest.raises(RetryAfter):
                    await line.call(waits(int(MOST_WAIT) + 1, 1), 1)
        assert (line.hopeless(1), line.hopeless(2)) == (True, False)

    asyncio.run(one())


@settings(max_examples=500)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["begin", "kept", "lost", "ask"]))))
def test_nothing_is_acknowledged_before_it_is_kept_and_nothing_kept_is_taken_twice(
    steps: list[tuple[int, str]],
) -> None:
    window, kept, unfinished, running, asked = Window(), set[int](), set[int](), set[int](), 0
    for number, step in steps:
        if step == "ask":
            asked = window.ask()
        elif step == "begin" and number >= asked:  # Telegram repeats nothing that was acknowledged
            assert window.begin(number) == (number not in kept | running)
            running |= {number} - kept
            unfinished |= {number} - kept
        elif step in ("kept", "lost") and number in running:
            window.end(number, step == "kept")
            running.discard(number)
            if step == "kept":
                kept.add(number)
                unfinished.discard(number)
        assert window.offset <= min(unfinished, default=5)


def test_a_failed_update_is_asked_for_again() -> None:
    window = Window()
    window.begin(7)
    window.begin(8)
    window.end(8, kept=True)
    window.end(7, kept=False)

    assert window.ask() == 7
    assert window.begin(7)
    assert not window.begin(8)
    window.end(7, kept=True)
    assert window.ask() == 9


def test_an_update_that_fails_again_and_again_does_not_hold_up_the_others_for_ever() -> None:
    window = Window()
    for _ in range(MOST_TRIES):
        assert window.ask() in (0, 7)
        assert window.begin(7)
        window.end(7, kept=False)

    assert window.ask() == 8
