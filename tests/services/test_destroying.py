"""Only two members' signatures make the worker destroy; whatever else is in the store destroys nothing."""

import io
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.domain.disposal import CONFIRM, PROPOSE, PURPOSE, digest, hash_of, lp, packed, signed
from app.domain.errors import CannotBeTrusted
from app.logs import Log
from app.sealing.directory import Pins
from app.sealing.envelope import ctx_of
from app.sealing.keys import SignKeyPair
from app.sealing.signatures import sign, verify
from app.services.destroying import Destroying, destroy
from app.services.publishing import PublishDirectory
from app.services.retention import Retention
from app.services.trusted_directory import TrustedDirectory
from app.storage import bricks, disposals, envelopes
from app.storage.database import Database
from app.storage.disposals import Disposal
from app.storage.tables import brick_claims
from app.storage.tables import bricks as bricks_table
from app.storage.tables import envelopes as streams
from app.wiring import worker
from app.wiring.worker import Job, schedule
from tests.installation import looks_sealed
from tests.organisation import Device, Office, Organisation, device
from tests.processes import start

ID, OTHER, THIRD = bytes(range(16)), secrets.token_bytes(16), secrets.token_bytes(16)
FIRST = Organisation()
OFFICE, ELSEWHERE = FIRST.offices[0].id, FIRST.offices[1].id
PINS = Pins(tuple(root.public for root in FIRST.roots), 2)
ONE, TWO = device(1), device(2)
TODAY = datetime.now(UTC).date()


def now() -> datetime:
    return datetime.now(UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass
class Store:
    """A store with a directory and five envelopes in each of two offices."""

    database: Database
    filed: dict[int, bytes]

    def name(self, *positions: int, disposal: bytes = ID) -> bytes:
        return digest(OFFICE, disposal, ((at, ctx_of(self.filed[at])) for at in positions))

    def row(
        self,
        *positions: int,
        one: Device = ONE,
        other: Device = TWO,
        bricks: bytes = b"",
        day: date = TODAY,
    ) -> Disposal:
        """What the web process writes after two members have signed."""
        said = self.name(*positions)
        proposed, confirmed = (signed(OFFICE, ID, said, step, day, bricks) for step in (PROPOSE, CONFIRM))
        return Disposal(
            id=ID,
            office=OFFICE,
            digest=said,
            positions=packed(positions),
            proposer=one.id,
            proposed=day,
            proposal=sign(one.signing, PURPOSE, proposed),
            approver=other.id,
            confirmation=sign(other.signing, PURPOSE, confirmed),
            bricks=bricks,
        )

    def add(self, *them: Disposal) -> None:
        with self.database.begin() as tx:
            for row in them:
                disposals.add(tx, row)

    def left(self, office: bytes = OFFICE) -> list[int]:
        with self.database.read() as view:
            return list(envelopes.positions(view, office, 0, 99))

    def rows(self) -> list[Disposal]:
        with self.database.read() as view:
            return list(disposals.of_office(view, OFFICE))

    def publish(self, organisation: Organisation) -> None:
        publishing = PublishDirectory(self.database, PINS, now)
        publishing.publish(organisation.document(), organisation.signatures())

    @property
    def trusted(self) -> TrustedDirectory:
        return TrustedDirectory(self.database, PINS)

    def destroy(self) -> int:
        return Destroying(self.database, self.trusted).run(now())


@pytest.fixture
def store(database: Database) -> Store:
    filed = {at: looks_sealed() for at in range(1, 6)}
    with database.begin() as tx:
        for envelope in filed.values():
            envelopes.append(tx, OFFICE, envelope, TODAY)
            envelopes.append(tx, ELSEWHERE, envelope, TODAY)
    made = Store(database, filed)
    made.publish(FIRST)
    return made


def test_what_two_members_signed_is_destroyed_and_the_proof_stays(store: Store) -> None:
    row = store.row(1, 2, 4)
    store.add(row)

    assert [store.destroy() for _ in range(2)] == [3, 0]

    assert store.left() == [3, 5]
    assert store.left(ELSEWHERE) == [1, 2, 3, 4, 5]
    assert store.rows() == [replace(row, bricks=hash_of(b""), done=TODAY)]


def test_the_proof_can_be_checked_after_the_bricks_are_forgotten(store: Store) -> None:
    bricks = secrets.token_bytes(48)
    store.add(store.row(1, bricks=bricks))

    store.destroy()

    (proof,) = store.rows()
    assert proof.bricks == hash_of(bricks)
    message = signed(OFFICE, ID, proof.digest, CONFIRM, TODAY, bricks)
    assert message.endswith(lp(proof.bricks))
    assert verify(TWO.signing.public, PURPOSE, message, proof.confirmation or b"")


def two_of_one(store: Store) -> None:
    """Publish a directory in which the first member has both devices."""

    class TwoOfOne(Office):
        def entry(self, until: datetime) -> dict[str, object]:
            whole = super().entry(until)
            both = [each for member in whole["members"] for each in member["devices"]]
            return {**whole, "members": [{"id": "m0", "title": "Focal point 0", "devices": both}]}

    alone = TwoOfOne(OFFICE, (device(1), device(2)))
    store.publish(FIRST.next(offices=(alone, FIRST.offices[1])))


def without(number: int) -> Callable[[Store], None]:
    """Publish a directory without this device."""

    def publish(store: Store) -> None:
        left = tuple(each for each in (device(1), device(2), device(5)) if each != device(number))
        store.publish(FIRST.next(offices=(Office(OFFICE, left), FIRST.offices[1])))

    return publish


def without_the_office(store: Store) -> None:
    """Publish a directory that does not know the office."""
    store.publish(FIRST.next(offices=FIRST.offices[1:]))


def unchanged(_: Store) -> None:
    """Leave the directory as it is."""


NOBODY = Device(device(1).id, SignKeyPair.generate(), device(1).sealing)
MALICIOUS: dict[str, tuple[Callable[[Store], Disposal], Callable[[Store], None], str]] = {
    "no signature": (lambda s: replace(s.row(1), confirmation=bytes(64)), unchanged, "signature"),
    "a short signature": (lambda s: replace(s.row(1), confirmation=b"x"), unchanged, "signature"),
    "no proposal": (lambda s: replace(s.row(1), proposal=b""), unchanged, "signature"),
    "no approver": (lambda s: replace(s.row(1), approver=None), unchanged, "signature"),
    "a key of its own": (lambda s: s.row(1, one=NOBODY), unchanged, "signature"),
    "another office's device": (lambda s: s.row(1, other=device(3)), unchanged, "signature"),
    "the proposal twice": (
        lambda s: replace(s.row(1), approver=device(1).id, confirmation=s.row(1).proposal),
        unchanged,
        "signature",
    ),
    "the signatures swapped": (
        lambda s: replace(s.row(1), proposal=s.row(1).confirmation or b"", confirmation=s.row(1).proposal),
        unchanged,
        "signature",
    ),
    "signatures over something else": (
        lambda s: replace(s.row(1), digest=s.name(1, 2), positions=packed((1, 2))),
        unchanged,
        "signature",
    ),
    "another id": (lambda s: replace(s.row(1), id=OTHER), unchanged, "signature"),
    "another office": (lambda s: replace(s.row(1), office=ELSEWHERE), unchanged, "signature"),
    "one device twice": (lambda s: s.row(1, other=device(1)), unchanged, "members"),
    "one member twice": (lambda s: s.row(1), two_of_one, "members"),
    "a removed proposer": (lambda s: s.row(1), without(1), "signature"),
    "a removed approver": (lambda s: s.row(1), without(2), "signature"),
    "a removed office": (lambda s: s.row(1), without_the_office, "signature"),
    "more positions than were signed": (
        lambda s: replace(s.row(1), positions=packed((1, 2))),
        unchanged,
        "digest",
    ),
    "other positions": (lambda s: replace(s.row(1), positions=packed((2,))), unchanged, "digest"),
    "positions where nothing stands": (
        lambda s: replace(s.row(1), positions=packed((1, 99))),
        unchanged,
        "digest",
    ),
    "a position beyond all": (lambda s: replace(s.row(1), positions=b"\xff" * 8), unchanged, "digest"),
    "a flood of positions": (
        lambda s: replace(s.row(1), positions=packed(range(1, 40_000))),
        unchanged,
        "digest",
    ),
    "a brick more": (lambda s: replace(s.row(1), bricks=THIRD), unchanged, "signature"),
    "a brick less": (lambda s: replace(s.row(1, bricks=THIRD), bricks=b""), unchanged, "signature"),
    "bricks forgotten": (lambda s: replace(s.row(1, bricks=THIRD), bricks=None), unchanged, "signature"),
    "other bricks": (lambda s: replace(s.row(1, bricks=THIRD), bricks=OTHER), unchanged, "signature"),
    "held back until it lapsed": (lambda s: s.row(1, day=ago(32)), unchanged, "day"),
    "held back, and said to be new": (
        lambda s: replace(s.row(1, day=ago(32)), proposed=TODAY),
        unchanged,
        "signature",
    ),
    "signed for a day to come": (lambda s: s.row(1, day=ago(-2)), unchanged, "day"),
    "no positions": (lambda s: replace(s.row(1), positions=b""), unchanged, "digest"),
}


@pytest.mark.parametrize("name", MALICIOUS)
def test_a_row_that_two_members_have_not_signed_destroys_nothing_and_goes(store: Store, name: str) -> None:
    row, published, check = MALICIOUS[name]
    store.add(row(store))
    published(store)

    with pytest.raises(CannotBeTrusted) as refused:
        store.destroy()

    assert refused.value.check == f"disposal {check}"
    assert (store.left(), store.left(ELSEWHERE)) == ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    assert store.destroy() == 0, "the row has gone; readers get it again"
    assert store.rows() == []


def test_a_row_whose_bricks_were_changed_lets_no_file_go(store: Store) -> None:
    meant, other = secrets.token_bytes(16), secrets.token_bytes(16)
    with store.database.begin() as tx:
        for brick in (meant, other):
            bricks.put(tx, brick, b"sealed", secrets.token_bytes(32), TODAY, 9)
        bricks.claim(tx, [meant, other])
    store.add(replace(store.row(1, bricks=meant), bricks=other))

    with pytest.raises(CannotBeTrusted, match="signature"):
        store.destroy()

    assert store.left() == [1, 2, 3, 4, 5]
    with store.database.read() as view:
        assert set(view.execute(select(brick_claims.c.id)).scalars()) == {meant, other}


@pytest.mark.parametrize("days", [30, -1])
def test_what_was_proposed_within_thirty_days_is_destroyed(store: Store, days: int) -> None:
    store.add(store.row(1, day=ago(days)))

    assert store.destroy() == 1


@pytest.mark.parametrize(
    "changes", [{"approver": None, "confirmation": None}, {"confirmation": None}, {"done": date(2026, 1, 1)}]
)
def test_what_nobody_confirmed_or_is_called_done_is_left_alone(
    store: Store, changes: dict[str, object]
) -> None:
    row = replace(store.row(1), **changes)  # type: ignore[arg-type]  # columns of the row
    store.add(row)

    assert store.destroy() == 0
    assert store.left() == [1, 2, 3, 4, 5]
    assert store.rows() == [row]


def test_what_stands_there_must_still_be_what_was_signed(store: Store) -> None:
    store.add(store.row(1, 2))
    with store.database.begin() as tx:
        tx.execute(
            update(streams)
            .where(streams.c.office == OFFICE, streams.c.position == 2)
            .values(envelope=looks_sealed())
        )

    with pytest.raises(CannotBeTrusted, match="digest"):
        store.destroy()
    assert store.left() == [1, 2, 3, 4, 5]


def test_a_bad_row_does_not_keep_a_good_one_waiting(store: Store) -> None:
    good = store.row(1)
    bad = replace(store.row(2), id=bytes(16))
    store.add(bad, good)

    with pytest.raises(CannotBeTrusted, match="signature"):
        store.destroy()
    assert store.left() == [2, 3, 4, 5]
    assert [row.done for row in store.rows()] == [TODAY]


def test_a_forged_directory_destroys_nothing_and_no_row_is_lost(store: Store) -> None:
    store.add(store.row(1))
    stranger = Pins(tuple(SignKeyPair.generate().public for _ in range(2)), 2)

    with pytest.raises(CannotBeTrusted):
        Destroying(store.database, TrustedDirectory(store.database, stranger)).run(now())
    assert store.left() == [1, 2, 3, 4, 5]
    assert store.destroy() == 1


def test_the_files_bricks_are_released_when_it_is_done_and_an_office_that_shares_one_keeps_it(
    store: Store,
) -> None:
    ids = [secrets.token_bytes(16) for _ in range(3)]
    with store.database.begin() as tx:
        for brick in ids:
            bricks.put(tx, brick, b"sealed", secrets.token_bytes(32), TODAY, 9)
        bricks.claim(tx, ids)
    store.add(store.row(1, bricks=b"".join(ids[:2]) + b"half"))

    store.destroy()
    with store.database.begin() as tx:
        bricks.claim(tx, ids[:1])

    jobs = Retention(store.database, store.trusted)
    assert jobs.delete_bricks(now() + timedelta(days=30)) == 0
    assert jobs.delete_bricks(now() + timedelta(days=31)) == 1
    with store.database.read() as view:
        assert set(view.execute(select(bricks_table.c.id)).scalars()) == {ids[0], ids[2]}


def test_a_worker_that_dies_in_between_leaves_it_as_it_was(store: Store) -> None:
    class Died(BaseException):
        """The process ends before the transaction does."""

    row = store.row(1, 2)
    store.add(row)

    def dies() -> None:
        with store.database.begin() as tx:
            assert destroy(tx, row, TODAY) == 2
            raise Died

    with pytest.raises(Died):
        dies()
    assert (store.left(), store.rows()) == ([1, 2, 3, 4, 5], [row])
    assert store.destroy() == 2


def test_a_real_worker_destroys(store: Store, tmp_path: Path, database_url: str) -> None:
    pins = tmp_path / "pins.json"
    keys = ", ".join(f'"{key.hex()}"' for key in PINS.roots)
    pins.write_text(f'{{"threshold": 2, "keys": [{keys}]}}')
    settings = {
        "SPEAKUP_DATABASE_URL": database_url,
        "SPEAKUP_PINS_FILE": str(pins),
        "SPEAKUP_QUEUE": str(tmp_path / "jobs.db"),
    }
    store.add(store.row(1, 2))
    jobs = Retention(store.database, store.trusted)
    _, by_name = schedule(tmp_path / "jobs.db", jobs, Log("test", io.StringIO()))
    by_name[Job.DISPOSALS]()  # puts it into the queue; nothing runs here
    running = start([sys.executable, "-m", "app.jobs"], settings, tmp_path / "worker.log")
    try:
        until = time.monotonic() + 20
        while len(store.left()) > 3 and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        code = running.stop()

    assert (store.left(), code) == ([3, 4, 5], 0), running.log.read_text()
    assert '"count": 2, "job": "destroy_disposed"' in running.log.read_text()


def test_the_worker_looks_every_minute() -> None:
    due = worker.at(*worker.TIMES[Job.DISPOSALS])
    assert all(
        due(datetime(2026, 11, 21, hour, minute, tzinfo=UTC)) for hour in (0, 13) for minute in range(60)
    )
