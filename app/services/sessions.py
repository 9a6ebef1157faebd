"""Desk sessions: a device signs a fresh challenge and gets a token for its office (protocol §9).

    challenge (32 random bytes, two minutes, once) ─► signature ─► token (an hour)

Every refusal is the same `NotAllowed`, and costs the same work: a signature is checked against a key that
nobody holds when the device is unknown. A device that leaves the directory, or is suspended, loses its
session at once.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import NotAllowed, NotFound
from app.sealing.primitives import lp
from app.sealing.signatures import verify
from app.services.directories import Directories
from app.storage import sessions, suspensions
from app.storage.database import Database
from app.storage.sessions import Session

PURPOSE = "session"
SECRET_BYTES = 32
CHALLENGE_SECONDS = 120  # a person unlocks a device within this
SESSION_SECONDS = 3_600  # a stolen token is worth an hour of sealed bytes
NOBODY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")  # RFC 8032 §7.1


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a device must sign, until `expires` (seconds since 1970)."""

    challenge: bytes
    expires: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session and its token, which is told once and stored nowhere."""

    token: str
    session: Session


@dataclass(frozen=True)
class Sessions:
    """Opens, finds and ends sessions. `origin`: the address that devices sign; `draw`: random bytes."""

    database: Database
    directories: Directories
    origin: str
    now: Callable[[], datetime]
    draw: Callable[[int], bytes]

    def challenge(self, device: bytes) -> Challenge:
        """Draw a challenge for a device; an unknown one gets its own too, and learns nothing."""
        drawn = Challenge(self.draw(SECRET_BYTES), self.seconds() + CHALLENGE_SECONDS)
        with self.database.begin() as tx:
            sessions.add_challenge(tx, drawn.challenge, device, drawn.expires)
        return drawn

    def open(self, device: bytes, challenge: bytes, signature: bytes) -> Opened:
        """Open a session for a device that signed its challenge; the challenge is used up either way.

        Raises:
            NotAllowed: for whatever reason.
        """
        with self.database.begin() as tx:
            fresh = sessions.take_challenge(tx, challenge, device, self.seconds())
        office, key, organisation = self.listed(device)
        signed = verify(key, PURPOSE, claim(organisation, self.origin, device, challenge), signature)
        if not (fresh and signed and office):
            raise NotAllowed
        token = urlsafe_b64encode(self.draw(SECRET_BYTES)).rstrip(b"=").decode()
        session = Session(device, office, self.seconds() + SESSION_SECONDS)
        with self.database.begin() as tx:
            if suspensions.find(tx, device) is not None:
                raise NotAllowed
            sessions.add(tx, digest(token), session)
        return Opened(token, session)

    def listed(self, device: bytes) -> tuple[bytes, bytes, bytes]:
        """`(office, sign key, organisation)` of a device; no office and nobody's key when it has no desk."""
        try:
            organisation = bytes.fromhex(self.directories.current().organisation.id)
            office, found = self.directories.desk_of(device)
        except NotFound:
            return b"", NOBODY, bytes(16)
        return bytes.fromhex(office.id), bytes.fromhex(found.sign), organisation

    def who(self, token: str) -> Session:
        """The session of a token.

        Raises:
            NotAllowed: it is unknown, expired or ended, or its device left the office or is suspended.
        """
        with self.database.read() as view:
            session = sessions.find(view, digest(token), self.seconds())
            out = session is not None and suspensions.find(view, session.device) is not None
        if session is None or out or self.listed(session.device)[0] != session.office:
            raise NotAllowed
        return session

    def end(self, token: str) -> None:
        """End a session; ending it twice changes nothing."""
        with self.database.begin() as tx:
            sessions.end(tx, digest(token))

    def seconds(self) -> int:
        """Now, in seconds since 1970."""
        return int(self.now().timestamp())


def claim(organisation: bytes, origin: str, device: bytes, challenge: bytes) -> bytes:
    """What a device signs: each field behind its length."""
    return lp(organisation) + lp(origin.encode()) + lp(device) + lp(challenge)


def digest(token: str) -> bytes:
    """Under which a token is stored: 32 bytes, useless to whoever reads the store."""
    return hashlib.blake2b(token.encode(), digest_size=32).digest()
