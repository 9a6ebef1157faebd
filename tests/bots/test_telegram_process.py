"""The Telegram process is killed, cut off, refused, hurried: nothing is lost, nothing is told to the log."""

import json
import random
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.bots.fake_telegram import TOKEN, Refused
from tests.bots.telegram_process import Bot, bot
from tests.desk.world import World, world
from tests.processes import free_port

STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."
OVERSIGHT = "Focal point B1"
TWENTY = re.compile(r"\d{5}(?: \d{5}){3}")
WORD = "Zanzibarquetzal"
numbers = count()


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    """One organisation for all of these; what is told to it is told apart by its number."""
    with world(tmp_path_factory.mktemp("organisation"), migrated_file) as made:
        yield made


@pytest.fixture
def story() -> str:
    """A story that nobody else tells."""
    return f"{STORY} This was in room {next(numbers):03} of the main building."


@pytest.fixture
def begun(organisation: World, tmp_path: Path, migrated_file: Path) -> Iterator[Bot]:
    """A process of its own."""
    with bot(organisation, tmp_path, migrated_file) as made:
        yield made


def settled(bot: Bot, seconds: float = 20) -> None:
    """Wait until everything that happened is acknowledged."""
    bot.telegram.wait(lambda: not bot.telegram.updates, seconds)


def asked(bot: Bot, method: str) -> Callable[[], bool]:
    """Whether one more call of a method has come."""
    before = len(bot.telegram.asked(method))
    return lambda: len(bot.telegram.asked(method)) > before


def cases_of(bot: Bot, word: str) -> list[str]:
    """What the desk reads that has this word, once the courier has brought it."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        bot.organisation.relay()
        if found := [repr(each) for each in bot.organisation.desk(OVERSIGHT).cases if word in repr(each)]:
            return found
        time.sleep(0.3)
    return []


@pytest.mark.slow
def test_killed_after_the_turn_was_kept_it_answers_the_same_and_acts_once(begun: Bot, story: str) -> None:
    person = begun.telegram.person(7001)
    person.says(story)
    settled(begun)
    begun.telegram.delays["sendMessage"] = 1.5
    sending = asked(begun, "sendMessage")

    person.says("SEND")
    begun.telegram.wait(sending)
    begun.kill()
    shown = str(begun.telegram.asked("sendMessage")[-1]["text"])
    assert begun.telegram.waiting, "what was not answered is not acknowledged"
    begun.telegram.delays.clear()
    begun.begin()
    settled(begun)

    [receipt] = TWENTY.findall(person.texts[-1])
    assert receipt in shown
    assert len(cases_of(begun, story)) == 1
    assert story not in repr(person.messages), "what the first process did not delete the second does"


@pytest.mark.slow
def test_killed_before_the_turn_was_kept_it_loses_nothing(begun: Bot, story: str) -> None:
    person = begun.telegram.person(7001)
    begun.telegram.delays["getFile"] = 30
    fetching = asked(begun, "getFile")
    person.sends_file("photo", b"a picture" * 99, said=story)
    begun.telegram.wait(fetching)

    begun.kill()
    assert begun.telegram.waiting
    begun.telegram.delays.clear()
    begun.begin()
    settled(begun)

    assert any("is kept, locked" in text for text in person.texts)
    person.says("SEND")
    settled(begun)
    [case] = cases_of(begun, story)
    assert story in case


@pytest.mark.slow
def test_killed_at_any_moment_every_text_goes_once_into_one_report(begun: Bot) -> None:
    person, chance = begun.telegram.person(7001), random.Random(20261121)
    texts = [f"At gate {number:02} {WORD} asked me for money, as before." for number in range(12)]
    for text in texts:
        person.says(text)
        if chance.random() < 0.5:
            time.sleep(chance.uniform(0.05, 1.2))
            begun.kill()
            begun.begin()
    settled(begun)
    person.says("SEND")
    settled(begun)

    assert len(TWENTY.findall(" ".join(person.texts))) == 1
    [case] = cases_of(begun, WORD)
    assert [case.count(text) for text in texts] == [1] * len(texts)


def test_asked_to_end_it_finishes_the_turn_in_hand(begun: Bot) -> None:
    person = begun.telegram.person(7001)
    begun.telegram.delays["sendMessage"] = 0.5
    sending = asked(begun, "sendMessage")
    person.says("hello")
    begun.telegram.wait(sending)

    assert begun.stop() == 0

    assert not begun.telegram.updates
    assert len(person.answers) == 2
    assert "stopped" in begun.log.read_text()


def test_the_token_and_what_was_said_stand_in_no_log_and_no_file(
    begun: Bot, story: str, tmp_path: Path
) -> None:
    person = begun.telegram.person(7_987_654_321)
    begun.telegram.fails(
        "sendMessage", Refused(500, f"Internal {WORD}"), Refused(400, f"Bad Request: {WORD}")
    )
    begun.telegram.fails("getUpdates", Refused(502, "Bad Gateway"), Refused(409, "Conflict: terminated"))
    person.says(f"{story} {WORD}")
    person.sends_file("voice", WORD.encode() * 9, file_name=f"{WORD}.ogg")
    settled(begun)
    begun.telegram.down = True
    time.sleep(0.5)
    begun.telegram.down = False
    person.says("/clear")
    settled(begun)
    begun.kill()

    files = {path.name: path.read_bytes() for path in tmp_path.glob("*") if path.is_file()}
    del files["token"]
    sought = {"token": TOKEN, "half of it": TOKEN.partition(":")[2], "word": WORD, "chat": str(person.chat)}
    sought |= {"name": "olpertinger", "story": story}
    assert [
        (what, name) for name, has in files.items() for what, s in sought.items() if s.encode() in has
    ] == []
    assert "telegram.log" in files
    assert all(json.loads(line) for line in files["telegram.log"].splitlines())


def test_a_token_that_telegram_does_not_know_ends_the_process_and_is_not_told(begun: Bot) -> None:
    begun.kill()
    wrong = "7000000002:AAF-another-token"
    secret = begun.folder / "wrong"
    secret.write_text(wrong)
    begun.more["SPEAKUP_TELEGRAM_TOKEN_FILE"] = str(secret)
    begun.begin()
    assert begun.process is not None

    assert begun.process.popen.wait(20) == 1

    assert wrong.partition(":")[2] not in begun.log.read_text()
    assert "InvalidToken" in begun.log.read_text()


def test_it_waits_for_a_telegram_that_is_away_at_the_start_and_ends_when_asked(begun: Bot) -> None:
    begun.kill()
    begun.telegram.fails("getMe", *[Refused(502, "Bad Gateway")] * 1_000)
    trying = asked(begun, "getMe")
    begun.begin()
    begun.telegram.wait(trying)
    assert begun.process is not None
    assert begun.process.alive

    assert begun.stop() == 0
    assert "provider_away" in begun.log.read_text()


def test_without_a_token_it_names_the_setting_and_ends(begun: Bot) -> None:
    begun.kill()
    begun.more["SPEAKUP_TELEGRAM_TOKEN_FILE"] = str(begun.folder / "nothing")
    begun.begin()
    assert begun.process is not None

    assert begun.process.popen.wait(20) == 2
    assert "SPEAKUP_TELEGRAM_TOKEN_FILE" in begun.log.read_text()


@pytest.mark.slow
def test_sixty_four_people_at_once_are_all_answered(begun: Bot) -> None:
    people = [begun.telegram.person(7_100 + number) for number in range(64)]
    for each in people:
        each.says("1")
    settled(begun, 60)
    for each in people:
        each.presses("1")
    settled(begun, 60)

    assert all("Are you safe right now?" in each.texts[-1] for each in people)
    assert {len(each.answers) for each in people} == {3}


def test_messages_of_one_chat_are_heard_in_their_order(begun: Bot) -> None:
    person = begun.telegram.person(7001)
    for text in ("1", "1", "1", "1", "1", "1"):
        person.says(text)
    settled(begun)

    asked = [text.split("?")[0] for text in person.texts[2:]]
    assert asked[0].startswith("Are you safe right now")
    assert asked[1].startswith("Are you telling us")
    assert asked[2].startswith("What is it about")


def test_somebody_elses_long_file_holds_up_nobody(begun: Bot) -> None:
    slow, quick = begun.telegram.person(7001), begun.telegram.person(7002)
    begun.telegram.delays["getFile"] = 20
    slow.sends_file("video", b"long" * 99)
    begun.telegram.wait(lambda: any(each.method == "getFile" for each in begun.telegram.requests), 15)

    quick.says("hello")
    begun.telegram.wait(lambda: len(quick.answers) == 2, 15)

    assert slow.answers == []


@pytest.mark.slow
def test_the_limits_of_telegram_are_honoured(begun: Bot) -> None:
    person = begun.telegram.person(7001)
    begun.telegram.fails("sendMessage", Refused(429, "Too Many Requests: retry after 2", retry_after=2))

    person.says("hello")
    settled(begun)

    tries = [each.at for each in begun.telegram.requests if each.method == "sendMessage"]
    assert tries[1] - tries[0] >= 2
    assert len(person.texts) == 2


@pytest.mark.slow
def test_while_telegram_is_away_nothing_is_lost(begun: Bot, story: str) -> None:
    person = begun.telegram.person(7001)
    person.says(story)
    settled(begun)
    begun.telegram.down = True
    person.says("It happened again on the next day, at the same place.")
    time.sleep(1.5)
    begun.telegram.down = False
    settled(begun)
    person.says("SEND")
    settled(begun)

    [case] = cases_of(begun, story)
    assert "It happened again on the next day" in case


def test_whoever_has_blocked_us_holds_up_nobody(begun: Bot) -> None:
    gone, here = begun.telegram.person(7001), begun.telegram.person(7002)
    begun.telegram.fails("sendMessage", Refused(403, "Forbidden: bot was blocked by the user"))
    gone.says("hello")
    settled(begun)

    here.says("hello")
    settled(begun)

    assert (len(gone.answers), len(here.answers)) == (0, 2)


@pytest.mark.slow
def test_while_the_store_is_locked_one_is_told_to_come_again(begun: Bot) -> None:
    person = begun.telegram.person(7001)
    person.says("1")
    settled(begun)
    with locked(begun.folder / "hotline.db"):
        person.presses("1")
        settled(begun)
    assert "Please send it again in some minutes" in person.texts[-1]
    assert "store_unavailable" in begun.log.read_text()

    person.presses("1")
    settled(begun)

    assert "Are you safe right now?" in person.texts[-1]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the store as another writer would that hangs."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.fixture
def brought(organisation: World, tmp_path: Path, migrated_file: Path) -> Iterator[Bot]:
    """A process that lets Telegram bring updates."""
    port, secret = free_port(), tmp_path / "webhook"
    secret.write_text("a-secret_of-the-webhook")
    more = {
        "SPEAKUP_TELEGRAM_WEBHOOK_SECRET_FILE": str(secret),
        "SPEAKUP_HOTLINE_URL": f"http://127.0.0.1:{port}",
        "SPEAKUP_TELEGRAM_PORT": str(port),
    }
    with bot(organisation, tmp_path, migrated_file, **more) as made:
        made.telegram.wait(lambda: bool(made.telegram.webhook))
        yield made


def test_telegram_may_bring_updates_with_the_secret(brought: Bot, story: str) -> None:
    person = brought.telegram.person(7001)
    person.says(story)
    settled(brought)
    person.says("SEND")
    settled(brought)

    assert TWENTY.search(person.texts[-1])
    assert brought.telegram.webhook["url"].endswith("/telegram")
    assert brought.telegram.asked("getUpdates") == []
    assert brought.stop() == 0


@pytest.mark.parametrize("secret", ["", "another", None])
def test_whoever_does_not_know_the_secret_is_refused(brought: Bot, secret: str | None) -> None:
    person = brought.telegram.person(7001)
    message = {"message_id": 1, "date": 1, "chat": person.room, "from": person.sender, "text": "hello"}
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    for _ in range(50):
        try:
            answer = httpx.post(
                brought.telegram.webhook["url"], json={"update_id": 1, "message": message}, headers=headers
            )
            break
        except httpx.ConnectError:
            time.sleep(0.1)

    assert answer.status_code == 403
    assert person.answers == []


@pytest.mark.slow
def test_killed_while_telegram_brings_an_update_it_is_brought_again(brought: Bot, story: str) -> None:
    person = brought.telegram.person(7001)
    person.says(story)
    settled(brought)
    brought.telegram.delays["sendMessage"] = 2
    sending = asked(brought, "sendMessage")
    person.says("SEND")
    brought.telegram.wait(sending)

    brought.kill()
    brought.telegram.delays.clear()
    brought.begin()
    settled(brought)

    assert TWENTY.search(person.texts[-1])
    assert len(cases_of(brought, story)) == 1
