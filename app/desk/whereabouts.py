"""Whether what is kept here still stands on the server; as `work/whereabouts.ts` of the browser desk.

Asked once by every program that goes to the desk, and again when a colleague says that a case was destroyed.
The server's silence alone destroys nothing: what it has no more stays here, apart, and is counted. A server
that was set back to an earlier day counts its positions anew: then all is fetched from the beginning.

Must never: forget anything.
"""

from collections.abc import Iterable

from app.desk.session import Session, climbs
from app.desk.store import POSITION_BYTES, Filed, Store
from app.domain.errors import Unavailable

PATH, NEWEST = "/envelopes/positions", "SpeakUp-Newest"
MOST_DIGITS = 20  # of a position, which has 8 bytes; Python refuses to read very long numbers


def look_around(store: Store, session: Session) -> bool:
    """Set apart what the server has no more, and put back what it has again; whether anything changed."""
    here = store.positions()
    lost = store.lost()
    if not here and not lost:
        return False
    there, newest = positions_of(session)
    if here and (newest < here[-1] or not is_same_stream(store, session, there.intersection(here))):
        store.begin_anew()
        return True
    gone = store.lose(position for position in here if position not in there)
    stood = map(store.lost_at, lost)
    found = [filed for filed in stood if filed.position in there - {*here} and same(session, filed)]
    for filed in found:
        store.keep(filed)
    return bool(gone or found)


def positions_of(session: Session) -> tuple[set[int], int]:
    """Where the server has something, and how far its stream goes.

    Raises:
        Unavailable: it answers something else.
    """
    found: set[int] = set()
    after = 0
    while True:
        answer = session.call("GET", PATH, params={"after": after})
        page = [
            int.from_bytes(answer.content[at : at + POSITION_BYTES], "little")
            for at in range(0, len(answer.content), POSITION_BYTES)
        ]
        if not climbs(after, page):
            raise Unavailable
        found.update(page)
        if not page:
            return found, newest_in(answer.headers.get(NEWEST), after)
        after = page[-1]


def newest_in(said: str | None, last: int) -> int:
    """How far the stream goes; without a word that can be one, as far as the last position."""
    is_number = said is not None and len(said) <= MOST_DIGITS and said.isascii() and said.isdigit()
    return int(said) if said and is_number else last


def is_same_stream(store: Store, session: Session, both: Iterable[int]) -> bool:
    """Whether the newest that is here and there is the same; when nothing is, it is another stream."""
    newest = max(both, default=0)
    return newest > 0 and same(session, store.envelope(newest))


def same(session: Session, filed: Filed) -> bool:
    """Whether the server has exactly this at its position."""
    there = session.envelope(filed.position)
    return there is not None and there.envelope == filed.envelope
