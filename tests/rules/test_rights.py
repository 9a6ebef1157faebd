"""The rights that docs/operations.md gives each process suffice; the web zone cannot read a deposit."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from app.domain.counting import Catalogue
from app.sealing.keys import SignKeyPair
from app.sealing.membership import sign_document
from app.services.bricks import Bricks
from app.services.content_counts import ContentCounts
from app.services.desk import Desk
from app.services.directories import Directories
from app.services.grouping import Together
from app.services.intake import Intake
from app.services.joining import Joining
from app.services.replies import Replies
from app.services.sessions import Sessions
from app.services.suspensions import Suspensions
from app.storage import directories, envelopes
from app.storage.database import Database, open_database
from app.storage.directories import Published
from tests.organisation import ORGANISATION, Organisation, device
from tests.postgres import Cluster

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
ORIGIN = "https://x.example"


@pytest.fixture
def as_web(postgres: Cluster) -> Iterator[tuple[Database, str]]:
    """A migrated database, used with the rights of the web process; and its address."""
    from tests.conftest import build

    script = re.findall(r"```sql\n(.*?)```", OPERATIONS.read_text(), re.DOTALL)[0]
    with postgres.database() as name:
        build(postgres.url(name))
        postgres.run(script, name)
        owner = open_database(postgres.url(name))
        publish(owner)
        owner.close()
        opened = open_database(postgres.url(name, "speakup_web"))
        yield opened, postgres.url(name, "speakup_web")
        opened.close()
        postgres.run(f"DROP OWNED BY {', '.join(ROLES)}", name)
    for role in ROLES:
        postgres.run(f"DROP ROLE {role}")


ROLES = ("speakup_web", "speakup_relay", "speakup_worker")


def publish(owner: Database) -> None:
    document = Organisation().document()
    with owner.begin() as tx:
        directories.add(tx, Published(1, document, (), bytes(32)))
        envelopes.append(tx, Organisation().offices[0].id, bytes(16), date(2026, 1, 1))


def now() -> datetime:
    return datetime.now(UTC)


def test_the_web_process_does_all_its_work_and_cannot_read_a_deposit(as_web: tuple[Database, str]) -> None:
    database, url = as_web
    amina, known = device(1), Directories(database)
    sessions, desk = Sessions(database, known, ORIGIN, now, os.urandom), Desk(database, known, now)

    for outer in (b"deposit", b"deposit", b"another"):
        Intake(Together.over(database), SignKeyPair.generate()).deposit(outer)
    challenge = sessions.challenge(amina.id).challenge
    opened = sessions.open(amina.id, challenge, amina.answer(challenge, ORIGIN))
    session = sessions.who(opened.token)
    assert desk.file_event(session, bytes(17)).position == 2
    assert desk.post_reply(bytes(16), bytes(18)).new
    desk.grant(session, 1, device(2).id, bytes(160))
    desk.mark(session, 1, "opened")
    assert Replies(database).tags(0).tags == bytes(16)
    bricks = Bricks(database, 1, now)
    assert bricks.put(bytes(16), b"brick")
    bricks.claim([bytes(16)])
    assert bricks.get(bytes(16)) == b"brick"
    counts = ContentCounts(database, lambda: Catalogue(bytes(8), ("item",)), now)
    counts.take(b"\x01" + bytes(63))
    assert counts.months() == []
    joining, out = Joining(database, known, now), Suspensions(database, known, now)
    assert joining.invite(session, bytes(16))
    joining.put_request(bytes(16), bytes(2048))
    joining.withdraw(session, bytes(16))
    wish = {"v": 1, "kind": "removal", "organisation": ORGANISATION.hex(), "office": session.office.hex()}
    wish |= {"member": "m1", "devices": [device(2).id.hex()], "reason": "lost", "day": "2026-01-01"}
    out.suspend(session, device(2).id, sign_document(wish | {"by": amina.id.hex()}, amina.signing))
    out.lift(session, device(2).id)
    sessions.end(opened.token)

    for refused in (
        "SELECT * FROM intake",
        "DELETE FROM intake",
        "UPDATE intake SET leaf = leaf",
        "DELETE FROM envelopes",
        "DELETE FROM bricks",
    ):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(refused)
