"""Replies in order of posting, places from 0. Neither a place nor a tag is ever used again (protocol §7)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, insert, select, update

from app.domain.errors import Taken
from app.storage.database import insert_new
from app.storage.envelopes import Place
from app.storage.tables import replies, reply_counter

ONLY = 1  # the counter's one row


def post(connection: Connection, tag: bytes, envelope: bytes, name: bytes, day: date) -> Place:
    """Post a reply, whose hash is `name`, under a tag (16 bytes).

    Raises:
        Taken: the tag holds other bytes; take the next.
    """
    taken = locked_counter(connection)
    held = connection.execute(select(replies.c.position, replies.c.hash).where(replies.c.tag == tag)).first()
    if held is not None:
        if held.hash != name:
            raise Taken("tag")
        return Place(held.position, new=False)
    row = {"position": taken, "tag": tag, "envelope": envelope, "hash": name, "day": day}
    connection.execute(insert(replies), row)
    connection.execute(update(reply_counter).values(taken=taken + 1))
    return Place(taken, new=True)


def locked_counter(connection: Connection) -> int:
    """How many places were ever taken; nobody else posts before this transaction ends."""
    connection.execute(insert_new(connection, reply_counter), {"id": ONLY, "taken": 0})
    return connection.execute(select(reply_counter.c.taken).with_for_update()).scalar_one()


def taken(connection: Connection) -> int:
    """How many places were ever taken."""
    return connection.execute(select(reply_counter.c.taken)).scalar_one_or_none() or 0


def tags(connection: Connection, start: int, count: int) -> Sequence[bytes]:
    """The tags at the places from `start` on, at most `count`, those of expired replies included."""
    wanted = (
        select(replies.c.tag)
        .where(replies.c.position >= start, replies.c.position < start + count)
        .order_by(replies.c.position)
    )
    return connection.execute(wanted).scalars().all()


def at_places(connection: Connection, start: int, count: int) -> dict[int, bytes]:
    """The replies at these places that have not expired, by place."""
    wanted = select(replies.c.position, replies.c.envelope).where(
        replies.c.position >= start,
        replies.c.position < start + count,
        replies.c.envelope.is_not(None),
    )
    return {position: envelope for position, envelope in connection.execute(wanted) if envelope is not None}
