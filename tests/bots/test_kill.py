"""`kill -9` at every step of a conversation: what was answered is kept, what was sealed arrives once.

A person behaves as people do: what got no answer is texted again, under a new name, and Twilio may send the
same message again under its old one.
"""

import random
import re
import threading
import time
from pathlib import Path

import httpx
import pytest

from app.desk.desk import Desk
from app.desk.entry import Entrance, device_file, unlocked
from app.sealing.receipt import parse
from tests.bots.running import Running, running
from tests.bots.twilio_requests import sid
from tests.faults.campaign import until
from tests.installation import PASSPHRASE, install, now
from tests.processes import Web

TWENTY = re.compile(r"\d{5}(?: \d{5}){3}")
STORY = "Number {number}: the head of our office asks women for favours before she signs."
STEPS = (STORY, "1", "1", "1", "1", "1", "UN-Habitat", "2", "Camp two", "1", "13", "1", "1", "1", "SEND")
PEOPLE = 3


class Person:
    """Somebody who texts, step by step, until each step is answered."""

    def __init__(self, made: Running, number: int) -> None:
        self.made, self.number = made, number
        self.phone = f"+15005551{number:03d}"
        self.again = random.Random(number)
        self.receipts: list[str] = []

    def report(self) -> None:
        """One report from the first text to the receipt."""
        for step in STEPS:
            answer = self.insist(step.format(number=self.number))
        if not TWENTY.search(answer):  # a step was taken twice on the way: go to the end from wherever it is
            for _ in range(4):
                answer = self.insist("SEND")
                if TWENTY.search(answer):
                    break
        self.receipts += TWENTY.findall(answer)

    def insist(self, text: str) -> str:
        """Text until there is an answer; Twilio's repeat first, then a text of one's own."""
        name, end = sid(), time.monotonic() + 60
        while time.monotonic() < end:
            try:
                return self.made.text(text, self.phone, name)
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("no answer for a minute")


def campaign(made: Running, gateway: Web, people: list[Person], seed: int) -> int:
    """Everybody reports while the gateway is killed again and again; how often it was."""
    chance, kills = random.Random(seed), 0
    threads = [threading.Thread(target=each.report) for each in people]
    for each in threads:
        each.start()
    while any(each.is_alive() for each in threads):
        time.sleep(chance.uniform(0.05, 0.9))
        gateway.process.kill()
        kills += 1
        gateway = made.start_gateway()
    return kills


def desks_of(made: Running, folder: Path) -> list[Desk]:
    """A desk of each office."""
    address = f"http://127.0.0.1:{made.api}"
    found: dict[str, Desk] = {}
    for path in sorted((made.installed.workspace.folder / "devices").glob("*.json")):
        file = device_file(path)
        entrance = Entrance(
            unlocked(file, PASSPHRASE), folder / f"{path.stem}.desk", made.installed.workspace.pins(), now
        )
        found[file["office"]] = entrance.online(httpx.Client(base_url=address), address)
    return list(found.values())


def stories(desks: list[Desk]) -> str:
    """All that the offices can read."""
    for desk in desks:
        desk.sync()
    return "".join(repr(case) for desk in desks for case in desk.cases)


@pytest.mark.slow
def test_what_was_answered_is_kept_whatever_is_killed(tmp_path: Path, database_url: str) -> None:
    installed = install(tmp_path / "installed", database_url)
    seed = random.randrange(10**6)
    with running(installed) as made:
        api, relay, gateway = made.start_api(), made.start_relay(), made.start_gateway()
        try:
            people = [Person(made, number) for number in range(PEOPLE)]
            kills = campaign(made, gateway, people, seed)
            desks = desks_of(made, tmp_path)
            until(lambda: all(f"Number {each.number}:" in stories(desks) for each in people), 30)
            told = stories(desks)
        finally:
            for process in (api.process, relay, made.latest.process if made.latest else relay):
                process.kill()
    assert kills >= 3, seed
    for each in people:
        [receipt] = each.receipts
        assert parse(receipt)
        assert told.count(f"Number {each.number}:") == 1, f"seed {seed}"
