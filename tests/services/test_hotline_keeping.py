"""Conversations as they are kept, on both stores: whole or not at all, one turn after the other."""

import secrets
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.reporter import Deposit
from app.services.hotline.incoming import Removal
from app.services.hotline.keeping import Keeping, Overtaken, Work
from app.services.hotline.secrets import Secrets
from app.storage.database import Database
from app.storage.tables import answered, contacts, conversations, memos, opt_outs, outbox, removals

ADDRESS = "+15005550006"
STATE, ANSWER = {"session": "…"}, {"replies": []}


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeping(database: Database, clock: Clock) -> Keeping:
    return Keeping(database, Secrets(None, clock), clock)


def work() -> Work:
    name = secrets.token_bytes(16)
    return Work(
        deposits=(Deposit("00" * 16, b"sealed", ""),),
        removals=(Removal("twilio_message", "SM1"),),
        memo=(name, b"memo"),
        contact=(name, b"contact"),
        opt_out=b"address",
    )


def counts(database: Database) -> list[int]:
    tables = (conversations, answered, outbox, removals, memos, contacts, opt_outs)
    with database.read() as view:
        return [view.execute(select(func.count()).select_from(each)).scalar_one() for each in tables]


def test_what_was_kept_is_found_by_its_address_only(keeping: Keeping) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, ANSWER)
    assert keeping.find("sms", ADDRESS, "m2").state == STATE
    assert keeping.find("whatsapp", ADDRESS, "m2").state is None
    assert keeping.find("sms", "+15005550007", "m2").state is None


def test_a_message_that_comes_again_finds_its_answer(keeping: Keeping) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, {"replies": [["key", "text", []]]})
    again = keeping.find("sms", ADDRESS, "m1")
    assert again.again
    assert again.answer == {"replies": [["key", "text", []]]}
    assert not keeping.find("sms", ADDRESS, "m2").again


def test_without_an_id_every_message_is_a_new_one(keeping: Keeping) -> None:
    keeping.keep(keeping.find("sms", ADDRESS), STATE, ANSWER)
    assert not keeping.find("sms", ADDRESS).again


def test_a_turn_is_kept_whole(keeping: Keeping, database: Database) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, ANSWER, work())
    assert counts(database) == [1, 1, 1, 1, 1, 1, 1]


def test_of_two_turns_from_one_state_the_second_is_not_kept(keeping: Keeping, database: Database) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, ANSWER)
    one, two = keeping.find("sms", ADDRESS, "m2"), keeping.find("sms", ADDRESS, "m3")
    keeping.keep(one, STATE, ANSWER)
    with pytest.raises(Overtaken):
        keeping.keep(two, STATE, ANSWER, work())
    assert counts(database) == [1, 2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("state", [STATE, None])
def test_two_first_turns_cannot_both_be_kept(keeping: Keeping, state: dict[str, str] | None) -> None:
    one, two = keeping.find("sms", ADDRESS, "m1"), keeping.find("sms", ADDRESS, "m2")
    keeping.keep(one, STATE, ANSWER)
    if state is None:
        return  # nothing to erase: it was never there
    with pytest.raises(Overtaken):
        keeping.keep(two, state, ANSWER)


def test_erasing_leaves_no_state(keeping: Keeping, database: Database) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, ANSWER)
    keeping.keep(keeping.find("sms", ADDRESS, "m2"), None, ANSWER)
    assert counts(database)[0] == 0


def test_a_state_moves_under_the_new_secret_and_the_old_row_goes(
    keeping: Keeping, clock: Clock, database: Database
) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, ANSWER)
    clock.moment += timedelta(days=1)
    found = keeping.find("sms", ADDRESS, "m2")
    assert found.state == STATE
    keeping.keep(found, STATE, ANSWER)
    clock.moment += timedelta(days=1)
    assert keeping.find("sms", ADDRESS, "m3").state == STATE
    assert counts(database)[0] == 1


def test_an_answer_is_found_after_midnight_and_not_a_day_later(keeping: Keeping, clock: Clock) -> None:
    keeping.keep(keeping.find("sms", ADDRESS, "m1"), STATE, ANSWER)
    clock.moment += timedelta(days=1)
    assert keeping.find("sms", ADDRESS, "m1").again
    clock.moment += timedelta(days=1)
    assert not keeping.find("sms", ADDRESS, "m1").again


def test_many_at_once_are_all_kept_one_after_the_other(keeping: Keeping, database: Database) -> None:
    def take(number: int) -> None:
        while True:
            found = keeping.find("sms", ADDRESS, f"m{number}")
            count = (found.state or {"count": 0})["count"] + 1
            try:
                return keeping.keep(found, {"count": count}, ANSWER)
            except Overtaken:
                continue

    threads = [threading.Thread(target=take, args=(number,)) for number in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert keeping.find("sms", ADDRESS).state == {"count": 16}
    assert counts(database)[:2] == [1, 16]


def test_no_row_holds_the_address_or_what_was_said(keeping: Keeping, database: Database) -> None:
    keeping.keep(
        keeping.find("sms", ADDRESS, "m1"), {"session": "Zanzibarquetzal"}, {"replies": ["Zanzibar"]}
    )
    with database.read() as view:
        rows = [tuple(row) for table in (conversations, answered) for row in view.execute(select(table))]
    lying = repr(rows)
    assert "Zanzibar" not in lying
    assert "5005550006" not in lying
