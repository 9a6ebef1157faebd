"""Deleting what has had its time. How long each table keeps a row, and why: `app/domain/retention.py`.

Large tables are cleared a slice at a time, a transaction each, so that nobody who writes waits long. Every
function here takes one slice and says how many rows it took; none left: 0.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, select, update

from app.storage import bricks as held_bricks
from app.storage.database import Database
from app.storage.tables import (
    brick_claims,
    brick_counter,
    bricks,
    catalogues,
    challenges,
    content_counts,
    envelopes,
    replies,
    sessions,
)

SLICE = 500  # rows in one transaction: 8 MiB of envelopes
BRICK_SLICE = 64  # the same of bricks is 16 MiB
IS_CLAIMED = exists().where(brick_claims.c.id == bricks.c.id)
VACUUMED = (
    "intake",
    "seen_leaves",
    "envelopes",
    "replies",
    "challenges",
    "sessions",
    "grants",
    "marks",
    "bricks",
    "brick_claims",
    "content_counts",  # what a sum was before the last note came would tell that note
)


def expire_replies(connection: Connection, before: date) -> int:
    """Take the bytes out of replies filed before that day; place, tag and hash stay."""
    old = select(replies.c.position).where(replies.c.day < before, replies.c.envelope.is_not(None))
    slice_ = connection.execute(old.limit(SLICE)).scalars().all()
    if slice_:
        connection.execute(update(replies).where(replies.c.position.in_(slice_)).values(envelope=None))
    return len(slice_)


def delete_old_envelopes(connection: Connection, before: date) -> int:
    """Delete envelopes filed before that day, with their grants and marks."""
    return delete_envelopes(connection, envelopes.c.day < before)


def delete_envelopes(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete a slice of the envelopes `which`; the counters stay, so no position is used again."""
    columns = envelopes.c.office, envelopes.c.position
    rows = connection.execute(select(*columns).where(which).limit(SLICE)).all()
    one = delete(envelopes).where(columns[0] == bindparam("of"), columns[1] == bindparam("at"))
    if rows:
        connection.execute(one, [{"of": row.office, "at": row.position} for row in rows])
    return len(rows)


def date_bricks(connection: Connection, latest: date, day: date) -> int:
    """Give bricks of a day after `latest`, which none can have, this one."""
    return connection.execute(update(bricks).where(bricks.c.day > latest).values(day=day)).rowcount


def delete_unclaimed_bricks(connection: Connection, before: date) -> int:
    """Delete bricks that came in before that day and that no office has claimed."""
    return delete_bricks(connection, and_(~IS_CLAIMED, bricks.c.day < before))


def delete_old_bricks(connection: Connection, before: date) -> int:
    """Delete bricks that came in before that day, claimed or not."""
    return delete_bricks(connection, bricks.c.day < before)


def delete_bricks(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete a slice of the bricks `which`, and count them off."""
    held = held_bricks.locked_counter(connection)
    ids = connection.execute(select(bricks.c.id).where(which).limit(BRICK_SLICE)).scalars().all()
    if ids:
        gone = connection.execute(delete(bricks).where(bricks.c.id.in_(ids), which)).rowcount
        connection.execute(update(brick_counter).values(held=held - gone))
    return len(ids)


def delete_claims_of_nothing(connection: Connection) -> None:
    """Delete the claims on bricks that are gone."""
    connection.execute(delete(brick_claims).where(~exists().where(bricks.c.id == brick_claims.c.id)))


def delete_old_counts(connection: Connection, before: date) -> int:
    """Delete the sums of months before that day, and catalogues by which no month is counted any more."""
    gone = connection.execute(delete(content_counts).where(content_counts.c.month < before)).rowcount
    used = exists().where(content_counts.c.catalogue == catalogues.c.catalogue)
    connection.execute(delete(catalogues).where(~used))
    return gone


def delete_expired_sessions(connection: Connection, now: int) -> int:
    """Delete challenges and sessions that ended before `now` (seconds since 1970)."""
    ended = connection.execute(delete(sessions).where(sessions.c.expires <= now)).rowcount
    return ended + connection.execute(delete(challenges).where(challenges.c.expires <= now)).rowcount


def clean_up(database: Database, tables: Sequence[str] = VACUUMED) -> None:
    """Let deleted content leave the files as well as `tables`.

    SQLite has overwritten it, but the write-ahead log still shows pages as they were: it is emptied.
    PostgreSQL keeps dead rows until they are vacuumed. A reader in the midst of its work puts it off until
    the next time, which is no failure.
    """
    connection = database.engine.raw_connection()
    try:
        if database.engine.dialect.name == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return
        connection.rollback()
        connection.driver_connection.autocommit = True  # type: ignore[union-attr]  # VACUUM runs in no transaction
        for table in tables:
            connection.cursor().execute(f"VACUUM {table}")
    finally:
        connection.invalidate()  # it is not as the pool gave it; a new one is made when it is needed
        connection.close()
