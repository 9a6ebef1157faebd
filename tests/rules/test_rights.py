"""The rights in docs/operations.md suffice; the web zone cannot read a deposit, nor delete an envelope."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from app.domain.counting import Catalogue
from app.domain.disposal import CONFIRM, PROPOSE, PURPOSE, digest, signed
from app.sealing.directory import Pins
from app.sealing.envelope import ctx_of
from app.sealing.keys import SignKeyPair
from app.sealing.membership import sign_document
from app.sealing.primitives import blake2b
from app.sealing.signatures import sign
from app.services.bricks import Bricks
from app.services.content_counts import ContentCounts
from app.services.desk import Desk
from app.services.destroying import Destroying
from app.services.directories import Directories
from app.services.disposals import Disposals, Proposal
from app.services.grouping import Together
from app.services.intake import Intake
from app.services.joining import Joining
from app.services.renewals import Renewals
from app.services.replies import Replies
from app.services.retention import Retention
from app.services.sessions import Sessions
from app.services.suspensions import Suspensions
from app.services.trusted_directory import TrustedDirectory
from app.storage import directories, envelopes
from app.storage.database import Database, open_database
from app.storage.directories import Published, Signed
from app.storage.sessions import Session
from tests.organisation import ORGANISATION, Organisation, device
from tests.postgres import Cluster

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
ORIGIN = "https://x.example"


Opens = Callable[[str], Database]
Roles = tuple[Opens, Callable[[str], str]]


@pytest.fixture
def roles(postgres: Cluster) -> Iterator[Roles]:
    """A migrated database, opened with the rights of a role; and its address for one."""
    from tests.conftest import build

    script = re.findall(r"```sql\n(.*?)```", OPERATIONS.read_text(), re.DOTALL)[0]
    with postgres.database() as name:
        build(postgres.url(name))
        postgres.run(script, name)
        owner = open_database(postgres.url(name))
        publish(owner)
        owner.close()
        opened: list[Database] = []

        def opens(role: str) -> Database:
            opened.append(open_database(postgres.url(name, role)))
            return opened[-1]

        yield opens, lambda role: postgres.url(name, role)
        for each in opened:
            each.close()
        postgres.run(f"DROP OWNED BY {', '.join(ROLES)}", name)
    for role in ROLES:
        postgres.run(f"DROP ROLE {role}")


ROLES = ("speakup_web", "speakup_relay", "speakup_worker")


def publish(owner: Database) -> None:
    organisation = Organisation()
    document, name = organisation.document(), blake2b(organisation.document())
    signatures = tuple(Signed(each.root, each.signature) for each in organisation.signatures())
    with owner.begin() as tx:
        directories.add(tx, Published(1, document, signatures, name))
        envelopes.append(tx, Organisation().offices[0].id, bytes(16), date(2026, 1, 1))


def now() -> datetime:
    return datetime.now(UTC)


def test_the_web_process_does_all_its_work_and_cannot_read_a_deposit(roles: Roles) -> None:
    database, url = roles[0]("speakup_web"), roles[1]("speakup_web")
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
    seal = {"key": "17" * 32, "from": "2026-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z"}
    asked = {name: value for name, value in wish.items() if name not in ("devices", "reason")}
    asked |= {"kind": "renewal", "member": "m0", "device": amina.id.hex(), "seal": seal}
    asked |= {"by": amina.id.hex(), "day": now().date().isoformat()}
    renewals = Renewals(database, known, now)
    renewals.ask(session, sign_document(asked, amina.signing))
    renewals.ask(session, sign_document(asked, amina.signing))
    assert [each.device for each in renewals.of_office(session)] == [amina.id]
    sessions.end(opened.token)

    for refused in (
        "SELECT * FROM intake",
        "DELETE FROM intake",
        "UPDATE intake SET leaf = leaf",
        "DELETE FROM envelopes",
        "DELETE FROM bricks",
        "UPDATE bricks SET day = day",
        "UPDATE bricks SET brick = brick",
        "DELETE FROM brick_claims",
        "UPDATE brick_claims SET id = id",
    ):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(refused)


def test_two_members_close_a_case_through_the_web_process_and_only_the_worker_deletes_it(
    roles: Roles,
) -> None:
    web, url = roles[0]("speakup_web"), roles[1]("speakup_web")
    known = Directories(web)
    desk, destroyed = Desk(web, known, now), Disposals(web, known, now)
    office, envelope, brick = Organisation().offices[0].id, bytes(16_384), os.urandom(16)
    first, second = (Session(device(number).id, office, 2**40) for number in (1, 2))
    Bricks(web, 1, now).put(brick, b"brick")
    Bricks(web, 1, now).claim([brick])
    position = desk.file_event(first, envelope).position
    said = digest(office, bytes(16), [(position, ctx_of(envelope))])

    def signature(number: int, step: str) -> bytes:
        return sign(
            device(number).signing, PURPOSE, signed(office, bytes(16), said, step, now().date(), brick)
        )

    proposal = Proposal(bytes(16), said, [position], now().date())
    destroyed.propose(first, proposal, signature(1, PROPOSE))
    destroyed.withdraw(second, bytes(16))
    destroyed.propose(first, proposal, signature(1, PROPOSE))
    destroyed.confirm(second, bytes(16), said, [brick], signature(2, CONFIRM))
    assert desk.positions(first, 0, 9).positions == [1]
    for refused in (
        "DELETE FROM envelopes",
        "UPDATE envelopes SET day = day",
        "UPDATE disposals SET done = now()",
        "UPDATE disposals SET positions = positions",
        "UPDATE disposals SET proposer = proposer",
        "INSERT INTO directories SELECT * FROM directories",
    ):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(refused)

    worker = roles[0]("speakup_worker")
    roots = tuple(root.public for root in Organisation().roots)
    trusted = TrustedDirectory(worker, Pins(roots, 2))
    assert Destroying(worker, trusted).run(now()) == 1

    assert [each.done for each in destroyed.of_office(first)] == [now().date()]
    with web.read() as view:
        assert envelopes.positions(view, office, 0, 9) == [1]
    jobs = Retention(worker, trusted)
    assert jobs.delete_joins(now()) == 0
    assert jobs.delete_envelopes(now()) + jobs.delete_bricks(now()) + jobs.delete_proposals(now()) == 0
