"""The relay waits for its batch rule and for what it must know, and lets old keys go."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from app.domain.batching import Gathering
from app.domain.errors import CannotBeTrusted, Misconfigured
from app.domain.strict_json import dumps
from app.sealing import rootkeys
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.outer import leaf, seal_outer
from app.services.filing import Fate, FileBatch
from app.services.relaying import Relay
from app.services.trusted_directory import TrustedDirectory
from app.storage.database import Database
from app.storage.tables import directories, envelopes, intake, seen_leaves
from tests.installation import CHEAP, PASSPHRASE, Installation, install, looks_sealed, now

HOUR = timedelta(hours=1)


@pytest.fixture
def installed(tmp_path: Path, database_url: str) -> Installation:
    return install(tmp_path / "installed", database_url)


@pytest.fixture
def relay(installed: Installation, database: Database) -> Relay:
    trusted = TrustedDirectory(database, installed.workspace.pins())
    return Relay(FileBatch(database), trusted, installed.workspace.folder / "server/relay.json")


def deposit(database: Database, installed: Installation, office: int = 0, count: int = 1) -> None:
    for _ in range(count):
        outer = seal_outer(bytes.fromhex(installed.offices[office]), looks_sealed(), installed.relay_key)
        with database.begin() as tx:
            tx.execute(insert(intake), {"leaf": leaf(outer), "outer": outer})


def filed(database: Database) -> int:
    with database.read() as view:
        return view.execute(select(func.count()).select_from(envelopes)).scalar_one()


def with_rule(installed: Installation, minimum: int, timeout: int, deadline: int) -> None:
    draft = installed.workspace.draft()
    draft["policy"]["batch"] = {"min": minimum, "timeout": timeout, "deadline": deadline}
    installed.workspace.keep(draft)
    installed.publish()


def test_deposits_wait_for_the_signed_rule_and_then_go_together(
    relay: Relay, installed: Installation, database: Database
) -> None:
    with_rule(installed, 2, 600, 3600)
    deposit(database, installed)
    first = relay.turn(Gathering(), now(), 0)
    deposit(database, installed)
    second = relay.turn(first.gathering, now(), 599)
    assert filed(database) == 0

    third = relay.turn(second.gathering, now(), 600)

    assert third.fates == {Fate.FILED: 2}
    assert third.gathering == Gathering()


def test_a_relay_started_anew_waits_at_most_one_deadline(
    relay: Relay, installed: Installation, database: Database
) -> None:
    with_rule(installed, 5, 600, 3600)
    deposit(database, installed)

    restarted = relay.turn(Gathering(), now(), 10_000)

    assert not restarted.fates
    assert relay.turn(restarted.gathering, now(), 13_600).fates == {Fate.FILED: 1}


def test_a_deposit_for_an_office_that_left_the_directory_meanwhile_is_filed(
    relay: Relay, installed: Installation, database: Database
) -> None:
    deposit(database, installed, office=1)
    draft = installed.workspace.draft()
    draft["offices"] = draft["offices"][:1]
    installed.workspace.keep(draft)
    installed.publish()

    assert relay.turn(Gathering(), now(), 0).fates == {Fate.FILED: 1}


def test_a_deposit_for_an_office_long_gone_is_dropped(
    relay: Relay, installed: Installation, database: Database
) -> None:
    draft = installed.workspace.draft()
    draft["offices"] = draft["offices"][:1]
    draft["policy"]["grace"] = 60
    installed.workspace.keep(draft)
    installed.publish()
    deposit(database, installed, office=1)

    assert relay.turn(Gathering(), now() + HOUR, 0).fates == {Fate.UNKNOWN_OFFICE: 1}


def test_nothing_is_dropped_when_the_key_file_lacks_a_key_in_use(
    relay: Relay, installed: Installation, database: Database
) -> None:
    deposit(database, installed)
    other = {"secret": BoxKeyPair.generate().secret.hex(), "until": "2999-01-01T00:00:00Z"}
    relay.keys_file.write_text(json.dumps([other]))

    with pytest.raises(Misconfigured):
        relay.turn(Gathering(), now(), 0)

    with database.read() as view:
        assert view.execute(select(func.count()).select_from(intake)).scalar_one() == 1


@pytest.mark.parametrize("check", ["signatures", "expired", "missing", "version"])
def test_nothing_is_filed_by_a_directory_that_cannot_be_trusted(
    check: str, relay: Relay, installed: Installation, database: Database
) -> None:
    deposit(database, installed)
    at = spoil(check, relay, installed, database)

    with pytest.raises(CannotBeTrusted, match=check):
        relay.turn(Gathering(), at, 0)

    assert filed(database) == 0


def spoil(check: str, relay: Relay, installed: Installation, database: Database) -> datetime:
    """Spoil the store's directory so that `check` fails; the answer is when to look at it."""
    if check == "expired":
        return now() + timedelta(days=366)
    if check == "version":
        installed.publish()
        relay.trusted.in_force(now())
    with database.begin() as tx:
        if check == "signatures":
            tx.execute(directories.update().values(signatures="[]"))
        if check == "missing":
            tx.execute(directories.delete())
        if check == "version":
            tx.execute(directories.delete().where(directories.c.version == 2))
    return now()


def test_the_directory_is_followed_through_a_change_of_roots(relay: Relay, installed: Installation) -> None:
    """The relay keeps the pins of its first day; the chain leads from them to the roots of today."""
    workspace, new_root = installed.workspace, SignKeyPair.generate()
    old_file = next((workspace.folder / "roots").iterdir())
    draft = workspace.draft()
    draft["roots"] = {"threshold": 1, "keys": [new_root.public.hex()]}
    workspace.keep(draft)
    installed.publish()  # lists the new root, signed by the old one
    old_file.write_bytes(dumps(rootkeys.wrap(new_root, "Root 2", PASSPHRASE, CHEAP)))
    installed.publish()  # signed by the new root

    assert relay.trusted.in_force(now()).directory.version == 3


def test_an_old_key_is_destroyed_and_what_it_opened_is_forgotten(
    relay: Relay, installed: Installation, database: Database
) -> None:
    old = BoxKeyPair.generate()
    keys = json.loads(relay.keys_file.read_text())
    ended = (now() - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    relay.keys_file.write_text(json.dumps([*keys, {"secret": old.secret.hex(), "until": ended}]))
    with database.begin() as tx:
        tx.execute(insert(seen_leaves), {"leaf": bytes(32), "relay_key": old.public})

    assert relay.destroy_old_keys(now()) == 1
    assert relay.destroy_old_keys(now()) == 0

    assert old.secret.hex() not in relay.keys_file.read_text()
    with database.read() as view:
        assert view.execute(select(func.count()).select_from(seen_leaves)).scalar_one() == 0


def test_the_last_key_is_never_destroyed(relay: Relay) -> None:
    assert relay.destroy_old_keys(now() + timedelta(days=364)) == 0
    assert len(json.loads(relay.keys_file.read_text())) == 1
