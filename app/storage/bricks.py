"""Bricks: pieces of sealed attachments, 262,144 bytes each, under random ids (protocol §10).

Who may read one is not kept: the id is as hard to guess as a key, and stands inside a sealed report only.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, insert, select, update

from app.domain.errors import Taken, Unavailable
from app.storage.database import insert_new
from app.storage.tables import brick_claims, brick_counter, bricks

ONLY = 1  # the counter's one row
LATER = 3_600  # seconds until it is worth to ask a full store again: room is made by deleting, once a day


def put(connection: Connection, brick: bytes, content: bytes, name: bytes, day: date, most: int) -> bool:
    """Store the bytes, whose hash is `name`, under the id `brick`, if fewer than `most` are held.

    The answer says whether they are new: the same bytes under the same id are stored once.

    Raises:
        Taken: other bytes stand under this id.
        Unavailable: the quota is reached.
    """
    held = locked_counter(connection)
    known = connection.execute(select(bricks.c.hash).where(bricks.c.id == brick)).scalar_one_or_none()
    if known is not None:
        if known != name:
            raise Taken("brick")
        return False
    if held >= most:
        raise Unavailable(LATER)
    row = {"id": brick, "brick": content, "hash": name, "day": day}
    connection.execute(insert(bricks), row)
    connection.execute(update(brick_counter).values(held=held + 1))
    return True


def locked_counter(connection: Connection) -> int:
    """How many are held; nobody else stores or deletes one before this transaction ends."""
    connection.execute(insert_new(connection, brick_counter), {"id": ONLY, "held": 0})
    return connection.execute(select(brick_counter.c.held).with_for_update()).scalar_one()


def get(connection: Connection, brick: bytes) -> bytes | None:
    """The bytes under an id; None when there are none."""
    return connection.execute(select(bricks.c.brick).where(bricks.c.id == brick)).scalar_one_or_none()


def claim(connection: Connection, ids: Sequence[bytes]) -> None:
    """Keep these for as long as envelopes are kept; unknown ids change nothing."""
    known = select(bricks.c.id).where(bricks.c.id.in_(sorted(ids))).order_by(bricks.c.id)
    wanted = [{"id": brick} for brick in connection.execute(known).scalars()]
    if wanted:
        connection.execute(insert_new(connection, brick_claims), wanted)
