"""Challenges that devices sign, and the sessions that they open with them. No token is stored, only its hash.

Moments are seconds since 1970. What has expired is no longer found; the retention job deletes it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from app.storage.tables import challenges, sessions


@dataclass(frozen=True, slots=True)
class Session:
    """A device at its desk; ids of 16 bytes, `expires` in seconds since 1970."""

    device: bytes
    office: bytes
    expires: int


def add_challenge(connection: Connection, challenge: bytes, device: bytes, expires: int) -> None:
    """Remember a challenge (32 bytes) given to a device."""
    connection.execute(insert(challenges), {"challenge": challenge, "device": device, "expires": expires})


def take_challenge(connection: Connection, challenge: bytes, device: bytes, now: int) -> bool:
    """Use up a challenge; whether it was this device's, still valid, and never used before."""
    used = (
        delete(challenges)
        .where(challenges.c.challenge == challenge)
        .returning(challenges.c.device, challenges.c.expires)
    )
    row = connection.execute(used).first()
    return row is not None and row.device == device and row.expires > now


def add(connection: Connection, token_hash: bytes, session: Session) -> None:
    """Open a session under the hash of its token (32 bytes)."""
    row = {"device": session.device, "office": session.office, "expires": session.expires}
    connection.execute(insert(sessions), {"token_hash": token_hash, **row})


def find(connection: Connection, token_hash: bytes, now: int) -> Session | None:
    """The session of a token, unless it has expired or ended."""
    wanted = select(sessions.c.device, sessions.c.office, sessions.c.expires).where(
        sessions.c.token_hash == token_hash, sessions.c.expires > now
    )
    row = connection.execute(wanted).first()
    return None if row is None else Session(*row)


def end(connection: Connection, token_hash: bytes) -> None:
    """Forget a session."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))
