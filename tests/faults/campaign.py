"""A campaign: deposits go in, replays among them, while web and relay are killed at random moments.

Senders behave as the app does: they keep what was not answered 202 and send the same bytes again. What was
answered 202 is noted here, and held against the store at the end.
"""

import random
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select

from app.sealing.outer import leaf, seal_outer
from app.storage.database import open_database
from app.storage.tables import envelopes, intake, office_counters
from tests.installation import Installation, looks_sealed
from tests.processes import Process, Server, Web, free_port, start, start_web

SENDERS = 3
OCTETS = {"Content-Type": "application/octet-stream"}


VICTIMS = ["web", "relay"]


@dataclass
class Campaign:
    """The processes under attack, and what was promised to senders."""

    installed: Installation
    server: Server
    seed: int
    port: int = field(default_factory=free_port)
    promised: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)  # office, envelope, outer
    kills: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def log(self) -> Path:
        """Where all processes write."""
        return self.installed.folder / "processes.log"

    def start_web(self) -> Web:
        """The web, two workers, always on the same port."""
        settings = self.installed.settings(self.port)
        return start_web(self.server, "app.web:app", settings, self.log, port=self.port)

    def start_relay(self) -> Process:
        """The relay, in a hurry."""
        command = [sys.executable, "-m", "app.relay", "--poll", "0.02"]
        return start(command, self.installed.settings(self.port), self.log)

    def run(self, seconds: float) -> None:
        """Send and kill for that long, then let the relay file the rest."""
        web, relay = self.start_web().process, self.start_relay()
        senders = [threading.Thread(target=self.send) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        try:
            web, relay = self.attack(web, relay, time.monotonic() + seconds)
            self.over.set()
            for sender in senders:
                sender.join()
            self.wait_for_the_relay()
        finally:
            self.over.set()
            web.kill()
            relay.kill()

    def attack(self, web: Process, relay: Process, end: float) -> tuple[Process, Process]:
        """Kill one of the two at random moments and start it again."""
        chance = random.Random(self.seed)
        while time.monotonic() < end or len(self.kills) < len(VICTIMS):
            time.sleep(chance.uniform(0.05, 0.7))
            # Each dies at least once, also on a slow machine; then chance decides.
            victim = chance.choice([each for each in VICTIMS if each not in self.kills] or VICTIMS)
            self.kills[victim] += 1
            if victim == "web":
                web.kill()
                web = self.start_web().process
            else:
                relay.kill()
                relay = self.start_relay()
        return web, relay

    def send(self) -> None:
        """Deposit until the campaign is over; now and then the same bytes again."""
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=5) as http:
            while not self.over.is_set():
                office = bytes.fromhex(secrets.choice(self.installed.offices))
                envelope = looks_sealed()
                outer = seal_outer(office, envelope, self.installed.relay_key)
                if self.insist(http, outer):
                    self.promised.append((office, envelope, outer))
                if secrets.randbelow(8) == 0 and self.promised:
                    self.insist(http, secrets.choice(self.promised)[2])

    def insist(self, http: httpx.Client, outer: bytes) -> bool:
        """Send until it is promised; False when the campaign ended before."""
        while not self.over.is_set():
            try:
                answer = http.post("/api/v1/intake", content=outer, headers=OCTETS)
            except httpx.HTTPError:
                time.sleep(0.02)
                continue
            if answer.status_code == httpx.codes.ACCEPTED:
                assert answer.json()["leaf"] == leaf(outer).hex()
                return True
            assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.status_code
            assert int(answer.headers["Retry-After"]) >= 1
        return False

    def wait_for_the_relay(self, seconds: float = 20) -> None:
        """Wait until nothing waits any more."""
        database = open_database(self.installed.database_url)

        def emptied() -> bool:
            with database.read() as view:
                return view.execute(select(func.count()).select_from(intake)).scalar_one() == 0

        until(emptied, seconds)
        database.close()

    def broken_promises(self) -> list[str]:
        """What is wrong in the store at the end; empty when every promise was kept exactly once."""
        database = open_database(self.installed.database_url)
        with database.read() as view:
            rows = view.execute(select(envelopes.c.office, envelopes.c.position, envelopes.c.envelope)).all()
            counters = dict(view.execute(select(office_counters.c.office, office_counters.c.newest)).all())
        database.close()
        filed = Counter((row.office, row.envelope) for row in rows)
        lost = sum(filed[office, envelope] == 0 for office, envelope, _ in self.promised)
        twice = sum(times > 1 for times in filed.values())
        wrong = [f"{lost} lost", f"{twice} filed twice"] if lost or twice else []
        for office, newest in counters.items():
            taken = sorted(row.position for row in rows if row.office == office)
            if taken != list(range(1, newest + 1)):
                wrong.append("positions with gaps")
        return wrong


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for a condition; fails when it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
