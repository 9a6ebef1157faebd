"""People write on Telegram; the real process answers over real HTTP and leaves nothing behind in the chat."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from app.sealing.receipt import parse
from tests.bots.fake_telegram import FakeTelegram, Person, Refused, data_of
from tests.bots.telegram_chat import OVERSIGHT, STORY, TWENTY, cases_of, labels, settled, tells, until
from tests.bots.telegram_process import APP, Bot, bot
from tests.desk.world import world

chats = count(70_001)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Bot]:
    """One process for all people of this file; each has a chat of their own."""
    organisation, folder = tmp_path_factory.mktemp("organisation"), tmp_path_factory.mktemp("telegram")
    with world(organisation, migrated_file) as founded, bot(founded, folder, migrated_file) as begun:
        yield begun


@pytest.fixture
def telegram(running: Bot) -> FakeTelegram:
    return running.telegram


@pytest.fixture
def person(telegram: FakeTelegram) -> Person:
    """Somebody new."""
    return telegram.person(next(chats))


def test_the_first_words_say_who_can_read_and_lead_to_the_app(person: Person) -> None:
    honest, menu = tells(person, "hello")

    assert "Telegram can read this chat" in honest
    assert "1 Report" in menu
    for answer in person.answers:
        *_, [button] = answer["reply_markup"]["inline_keyboard"]
        assert button == {"text": "Open the safer app", "url": f"https://{APP}"}
    assert labels(person)[:6] == ["Report", "Rules", "Questions", "Quiz", "Help now", "Check a report"]


def test_start_begins_in_the_language_that_telegram_is_used_in(telegram: FakeTelegram) -> None:
    person = telegram.person(next(chats), "fr-FR")

    tells(person, "/start", "1")

    assert "Continuer" in labels(person)


def test_start_offers_languages_to_whoever_uses_another(telegram: FakeTelegram) -> None:
    person = telegram.person(next(chats), "sw")

    tells(person, "/start from-a-poster")
    [offered] = person.buttoned
    assert list(data_of(offered)) == ["1", "2", "3", "4", "5", "6"]
    person.presses("2", offered)
    settled(person)
    tells(person, "1")

    assert "Continuer" in labels(person)


def test_a_button_answers_the_question_that_it_hangs_on(person: Person) -> None:
    tells(person, "1")

    person.presses("1")
    settled(person)

    assert "Are you safe right now?" in person.texts[-1]
    assert list(data_of(person.buttoned[-1])) == ["1", "2", "3"]


def test_a_button_pressed_sixty_four_times_at_once_answers_once(person: Person) -> None:
    tells(person, "1")
    privacy = person.buttoned[-1]

    for _ in range(64):
        person.presses("1", privacy)
    settled(person)

    assert [text for text in person.texts if "Are you safe" in text] == [person.texts[-1]]
    assert len(person.telegram.asked("answerCallbackQuery")) >= 64


def test_a_button_of_an_older_question_is_not_taken_for_an_answer_to_the_new_one(person: Person) -> None:
    tells(person, "1")
    privacy = person.buttoned[-1]
    person.presses("1", privacy)
    settled(person)

    person.presses("0", privacy)
    settled(person)

    assert "Are you safe right now?" in person.texts[-1]
    assert not any("Stopped" in text for text in person.texts)


@pytest.mark.parametrize("data", ["99", "7" * 64, "{}", "../", "1,1", "\N{GRINNING FACE}"])
def test_what_a_tampered_button_sends_is_only_a_text(person: Person, data: str) -> None:
    before = tells(person, "1")

    person.presses(data)
    settled(person)
    said = person.texts[len(before) :]
    typed = tells(person, data)[len(before) + len(said) :]

    assert said == typed
    assert "Do not send names" in said[-1], "the question is asked again"


def test_a_story_is_sealed_and_what_was_said_is_deleted_but_the_receipt(running: Bot, person: Person) -> None:
    tells(person, "hello", STORY)
    assert len(person.messages) > 4

    [shown] = tells(person, "SEND")

    assert TWENTY.search(shown)
    assert person.messages == person.answers, "nothing of the person is left"
    assert person.answers[0]["protect_content"] is True
    assert STORY not in repr(person.messages)


def test_an_answer_is_read_back_here_and_in_the_app_with_the_same_receipt(
    running: Bot, person: Person
) -> None:
    organisation = running.organisation
    story = f"{STORY} She said so to me on the ninth."
    [receipt] = TWENTY.findall(tells(person, story, "SEND")[-1])
    until(lambda: story in cases_of(organisation))
    desk = organisation.desk(OVERSIGHT)
    [case] = [each for each in desk.cases if story in repr(each)]
    desk.opened(case)
    desk.acknowledge(case, "We have read it, and we look into it.")

    said = tells(person, f"/check {receipt}")
    assert receipt not in repr([each for each in person.messages if not each["from"]["is_bot"]])
    letters, unread = organisation.reporter().letters(parse(receipt)[0])

    assert any("We have read it, and we look into it." in text for text in said)
    assert [letter.reply.text for letter in letters] == ["We have read it, and we look into it."]
    assert unread == []


def test_what_is_added_is_deleted_too_when_it_is_sealed(running: Bot, person: Person) -> None:
    [receipt] = TWENTY.findall(tells(person, STORY, "SEND")[-1])
    tells(person, f"ADD {receipt}", "It happened again on Monday, behind the store.")

    said = tells(person, "DONE")

    assert any("Passed on, sealed" in text for text in said)
    assert person.messages == person.answers
    assert [TWENTY.findall(text) for text in said[:1]] == [[receipt]], "the receipt stays"


def test_clear_deletes_everything_but_its_own_answer(person: Person) -> None:
    tells(person, "hello", STORY)

    [told] = tells(person, "/clear")

    assert "All that you wrote is erased here" in told
    assert person.messages == person.answers


def test_what_is_over_is_deleted_with_the_next_conversation_but_never_the_receipt(person: Person) -> None:
    [shown] = tells(person, STORY, "SEND")

    left = tells(person, "hello", "/clear")

    assert left[0] == shown
    assert len(left) == 2


@pytest.mark.slow
def test_hundreds_of_messages_are_deleted_in_hundreds(person: Person) -> None:
    for _ in range(60):
        person.says("one more thing")
    settled(person)
    before = len(person.telegram.asked("deleteMessages"))

    tells(person, "/clear")

    asked = person.telegram.asked("deleteMessages")[before:]
    assert [len(each["message_ids"]) <= 100 for each in asked] == [True, True]
    assert len(person.messages) == 1


def test_what_cannot_be_deleted_is_told_once_and_the_rest_is_deleted(person: Person) -> None:
    tells(person, "hello")
    story = person.says(STORY)
    settled(person)
    person.telegram.undeletable.add(story["message_id"])

    tells(person, "/clear")

    assert [each for each in person.messages if not each["from"]["is_bot"]] == [story]
    assert len([text for text in person.texts if "delete the chat yourself" in text]) == 1


def test_a_deletion_that_fails_is_tried_again(person: Person) -> None:
    tells(person, "hello")
    busy = [Refused(502, "Bad Gateway"), Refused(429, "Too Many Requests: retry after 1", retry_after=1)]
    person.telegram.fails("deleteMessages", *busy)

    assert len(tells(person, "/clear")) == 1
    assert person.messages == person.answers


def test_a_chat_that_telegram_closes_for_long_is_given_up_and_holds_nobody_up(
    telegram: FakeTelegram,
) -> None:
    closed, other = telegram.person(next(chats)), telegram.person(next(chats))
    telegram.fails("sendMessage", Refused(429, "Too Many Requests: retry after 900", retry_after=900))

    assert tells(closed, "hello", "hello") == []
    assert len(tells(other, "hello")) == 2


def test_an_edited_message_is_heard_as_a_new_one_and_deleted_with_the_rest(person: Person) -> None:
    message = person.says(STORY)
    settled(person)
    before = len(person.texts)

    person.edits(message, "It was in March, not in May, and I was told so by others.")
    settled(person)

    assert len(person.texts) > before, "an edit is answered"
    tells(person, "SEND")
    assert person.messages == person.answers


def test_an_update_that_comes_twice_acts_once(person: Person) -> None:
    tells(person, "1")
    update = person.presses("1")
    settled(person)
    again = dict(person.telegram.last)
    again["update_id"] = update + 1_000

    person.telegram.newest = update + 1_000
    with person.telegram.changed:
        person.telegram.updates.append(again)
        person.telegram.changed.notify_all()
    settled(person)

    assert len([text for text in person.texts if "Are you safe" in text]) == 1


def test_four_thousand_letters_and_emoji_are_kept_whole_and_not_repeated(
    running: Bot, person: Person
) -> None:
    story = ("He asked for money " + "\N{FACE WITH ROLLING EYES} " * 3 + "слово ").ljust(4_095, "ж") + "."
    assert len(story) == 4_096

    said = tells(person, story, "SEND")

    until(lambda: story in cases_of(running.organisation))
    assert TWENTY.search(said[-1])
    assert not any("жжж" in each["text"] for each in person.answers)


@pytest.mark.parametrize(
    "content",
    [
        {"contact": {"phone_number": "+15005550006", "first_name": "Wolpertinger"}},
        {"location": {"latitude": 1.5, "longitude": 36.5}},
        {"sticker": {"file_id": "s", "file_unique_id": "u", "width": 9, "height": 9, "type": "regular"}
            | {"is_animated": False, "is_video": False}},
        {"dice": {"emoji": "\N{GAME DIE}", "value": 6}},
    ],
    ids=["contact", "location", "sticker", "dice"],
)  # fmt: skip
def test_what_is_no_text_and_no_file_is_not_kept_and_the_question_comes_again(
    person: Person, content: dict[str, object]
) -> None:
    tells(person, "1")

    person.sends(**content)
    settled(person)

    assert "Do not send names" in person.texts[-1]
    assert person.telegram.asked("getFile") == [] or "s" not in repr(person.telegram.asked("getFile"))


def test_a_place_that_moves_is_not_answered_at_each_step(person: Person) -> None:
    place = person.sends(location={"latitude": 1.5, "longitude": 36.5, "live_period": 900})
    settled(person)
    before = len(person.answers)

    place |= {"edit_date": 1_700_000_000}
    person.telegram.update(edited_message=place)
    settled(person)

    assert len(person.answers) == before


def test_commands_and_descriptions_are_told_in_every_language(telegram: FakeTelegram, person: Person) -> None:
    telegram.wait(lambda: len(telegram.asked("setMyDescription")) == 7)

    codes = [None, "en", "fr", "es", "ar", "zh", "ru"]
    for method in ("setMyCommands", "setMyShortDescription", "setMyDescription"):
        assert [each.get("language_code") for each in telegram.asked(method)] == codes
    commands = telegram.asked("setMyCommands")[0]
    assert commands["scope"] == {"type": "all_private_chats"}
    assert [each["command"] for each in commands["commands"]] == ["menu", "check", "help", "clear", "lang"]


@pytest.mark.parametrize("content", [{"pinned_message": None}, {"delete_chat_photo": True}, {}])
def test_what_nobody_said_is_not_answered(person: Person, content: dict[str, object]) -> None:
    person.sends(**content)
    settled(person)

    assert person.answers == []


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_a_group_is_left_without_a_word(telegram: FakeTelegram, kind: str) -> None:
    chat = -next(chats)
    room = {"id": chat, "type": kind, "title": "Wolpertinger"}
    name = "channel_post" if kind == "channel" else "message"
    telegram.update(**{name: {"message_id": 1, "date": 1, "chat": room, "text": "/start"}})
    telegram.wait(lambda: not telegram.updates)

    assert [each["chat_id"] for each in telegram.asked("leaveChat")][-1:] == [str(chat)]
    assert telegram.chats[chat] == {}


def test_a_button_in_a_group_is_no_conversation(telegram: FakeTelegram, person: Person) -> None:
    chat = -next(chats)
    room = {"id": chat, "type": "group", "title": "Wolpertinger"}
    person.presses("1", {"message_id": 1, "date": 1, "chat": room})
    settled(person)

    assert telegram.chats[chat] == {}
    assert person.answers == []


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "audio", "video", "video_note"])
def test_files_go_with_the_report(running: Bot, person: Person, kind: str) -> None:
    data = f"{kind} of a marabu {person.chat}".encode() * 50
    said = tells(person, STORY)
    person.sends_file(kind, data, file_name="wolpertinger.pdf", mime_type="application/pdf")
    settled(person)
    assert any("is kept, locked" in text for text in person.texts[len(said) :])

    assert TWENTY.search(tells(person, "SEND")[-1])
    assert "wolpertinger" not in cases_of(running.organisation)


def test_a_file_that_is_too_long_or_gone_is_refused_and_said(person: Person) -> None:
    person.sends_file("video", b"short", file_size=20_000_001)
    settled(person)
    assert any("That file was NOT kept" in text for text in person.texts)
    before = len(person.texts)

    person.sends_file("voice", b"gone")
    person.telegram.files.clear()
    settled(person)

    assert any("That file was NOT kept" in text for text in person.texts[before:])
