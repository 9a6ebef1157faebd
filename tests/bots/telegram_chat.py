"""A chat on Telegram as a person sees it, and what the desk reads of it."""

import re
import time
from collections.abc import Callable

from tests.bots.fake_telegram import Person
from tests.desk.world import World

STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."
OVERSIGHT = "Focal point B1"  # where a story goes that names nobody
TWENTY = re.compile(r"\d{5}(?: \d{5}){3}")


def settled(person: Person) -> None:
    """Wait until everything that happened is acknowledged: then it is also answered."""
    person.telegram.wait(lambda: not person.telegram.updates)


def tells(person: Person, *texts: str) -> list[str]:
    """Say texts one after the other, and return what the chat then shows of the bot."""
    for text in texts:
        person.says(text)
        settled(person)
    return person.texts


def labels(person: Person) -> list[str]:
    """What the newest buttons say."""
    rows = person.buttoned[-1]["reply_markup"]["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


def cases_of(organisation: World) -> str:
    """What the desk can read, after the relay has filed what the courier brought."""
    organisation.relay()
    return repr(organisation.desk(OVERSIGHT).cases)


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
