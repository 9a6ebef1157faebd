"""What the hotline keeps: conversations and answers under names that tell nothing, and what waits.

Whatever could name a person is sealed before it comes here. Two turns of one conversation cannot both be
kept: the second finds that it was overtaken.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from app.storage.database import insert_new, inserts
from app.storage.tables import answered, contacts, conversations, memos, opt_outs, outbox, removals

ID_BYTES = 16

# What every text asks for; made once, because making a statement takes longer than running it.
CONVERSATION = select(conversations.c.turn, conversations.c.state).where(
    conversations.c.name == bindparam("wanted")
)
ANSWER = select(answered.c.name, answered.c.answer).where(answered.c.name == bindparam("wanted"))
NEXT_TURN = (
    update(conversations)
    .where(conversations.c.name == bindparam("wanted"), conversations.c.turn == bindparam("before"))
    .values(hour=bindparam("hour"), turn=bindparam("turn"), state=bindparam("state"))
)
REMOVAL = insert(removals)


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation as it lies: `state` is None after its hours are over."""

    name: bytes
    turn: int
    state: bytes | None = field(repr=False)


def conversation(view: Connection, names: Iterable[bytes]) -> Row | None:
    """The first conversation of `names` that there is."""
    for name in names:
        found = view.execute(CONVERSATION, {"wanted": name}).first()
        if found is not None:
            return Row(name, found.turn, found.state)
    return None


def put_conversation(tx: Connection, name: bytes, turn: int, hour: int, state: bytes) -> bool:
    """Keep a state as number `turn` (1: the first); False when another turn came between."""
    row = {"name": name, "hour": hour, "turn": turn, "state": state}
    if turn == 1:
        return is_new(tx, conversations, row)
    return tx.execute(NEXT_TURN, {**row, "wanted": name, "before": turn - 1}).rowcount == 1


def drop_conversation(tx: Connection, name: bytes, turn: int) -> bool:
    """Delete a conversation as it stood at `turn`; False when another turn came between."""
    gone = delete(conversations).where(conversations.c.name == name, conversations.c.turn == turn)
    return tx.execute(gone).rowcount == 1


def answer(view: Connection, names: Iterable[bytes]) -> tuple[bytes, bytes | None] | None:
    """The name under which a text was answered, and the answer, if it was one of `names`."""
    for name in names:
        found = view.execute(ANSWER, {"wanted": name}).first()
        if found is not None:
            return found.name, found.answer
    return None


def put_answer(tx: Connection, name: bytes, hour: int, sealed: bytes) -> bool:
    """Keep the answer to a text; False when it was answered meanwhile."""
    return is_new(tx, answered, {"name": name, "hour": hour, "answer": sealed})


def is_new(tx: Connection, table: Table, row: dict[str, object]) -> bool:
    """Insert a row; False when its name is taken."""
    return tx.execute(first_only(tx.dialect.name, table), row).first() is not None


@cache
def first_only(dialect: str, table: Table) -> ReturningInsert[bytes]:
    """The statement for it; making one takes longer than running it."""
    return inserts(dialect, table).returning(table.c.name)


def put_outbox(tx: Connection, deposits: Sequence[tuple[bytes, bytes]]) -> None:
    """Lay envelopes out for the intake: office (16 bytes) and envelope."""
    rows = [{"id": os.urandom(ID_BYTES), "office": office, "envelope": sealed} for office, sealed in deposits]
    if rows:
        tx.execute(insert(outbox), rows)


def waiting(view: Connection, after: bytes, most: int) -> Sequence[tuple[bytes, bytes, bytes]]:
    """Some of what waits for the intake, in the order of its random ids: id, office, envelope."""
    wanted = select(outbox.c.id, outbox.c.office, outbox.c.envelope).where(outbox.c.id > after)
    rows = view.execute(wanted.order_by(outbox.c.id).limit(most))
    return [(row.id, row.office, row.envelope) for row in rows]


def drop_outbox(tx: Connection, name: bytes) -> None:
    """What was taken waits no more."""
    tx.execute(delete(outbox).where(outbox.c.id == name))


def put_removals(tx: Connection, things: Sequence[tuple[str, str]], minute: int) -> None:
    """Remember what is to be deleted at a provider: kind and its name there; due at once."""
    rows = [
        {"id": os.urandom(ID_BYTES), "kind": kind, "thing": thing, "since": minute, "tries": 0, "due": minute}
        for kind, thing in things
    ]
    if rows:
        tx.execute(REMOVAL, rows)


def put_memo(tx: Connection, name: bytes, day: date, sealed: bytes) -> None:
    """Keep where a report went, for whoever holds its receipt."""
    tx.execute(insert_new(tx, memos), {"name": name, "day": day, "memo": sealed})


def memo(view: Connection, name: bytes) -> bytes | None:
    """What was kept for a receipt."""
    return view.execute(select(memos.c.memo).where(memos.c.name == name)).scalar_one_or_none()


def put_contact(tx: Connection, name: bytes, day: date, sealed: bytes) -> None:
    """Keep whom to text when there is an answer."""
    tx.execute(insert_new(tx, contacts), {"name": name, "day": day, "contact": sealed})


def drop_contact(tx: Connection, name: bytes) -> None:
    """Nobody is to be texted about this any more."""
    tx.execute(delete(contacts).where(contacts.c.name == name))


def put_opt_out(tx: Connection, sealed: bytes) -> None:
    """Remember that an address wants no more texts."""
    tx.execute(insert(opt_outs), {"id": os.urandom(ID_BYTES), "address": sealed})
