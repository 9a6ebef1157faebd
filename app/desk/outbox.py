"""What a desk has said and the server has not taken yet: sealed, on this disk, in order.

    -event    16,384        an event of the office's own stream
    -reply    64 x 16 || 4,096   the tags under which it may stand, the first that is free, and the reply
    -deposit  16,464        what goes to another office, sealed for the relay
    -mark     LE64          the position of an envelope that was opened

Nothing here needs the key of who said it: any device of the office can carry it to the server. So a desk in a
room without a network can answer, and a stick and a colleague do the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum

from app.desk.session import Session
from app.desk.store import Filed, Store
from app.domain.errors import NotFound, Taken
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.tags import tag

TAGS = 64  # in a row that colleagues may have used without our knowing
TAG_BYTES = 16
REPLY_BYTES = ENVELOPE_BYTES[EnvelopeClass.REPORTER]
POSITION_BYTES = 8
NOT_FILED = 0  # the position of what the server has not taken; true ones count from 1


class Waiting(StrEnum):
    """What can wait."""

    EVENT = "event"
    REPLY = "reply"
    DEPOSIT = "deposit"
    MARK = "mark"


def under_tags(reply_key: bytes, first: int, envelope: bytes) -> bytes:
    """A reply behind the tags under which it may stand, from number `first` on."""
    return b"".join(tag(reply_key, number) for number in range(first, first + TAGS)) + envelope


def mark(position: int) -> bytes:
    """The mark of an envelope."""
    return position.to_bytes(POSITION_BYTES, "little")


def send(store: Store, session: Session) -> int:
    """Send all that waits, in order; how much it was. What was sent stays sent when a later one fails."""
    sent = 0
    for path in store.outbox():
        SENT[Waiting(path.name.split("-")[-1])](session, path.read_bytes())
        path.unlink()
        sent += 1
    return sent


def send_event(session: Session, sealed: bytes) -> None:
    """Hand in an event."""
    session.post_event(sealed)


def send_reply(session: Session, waiting: bytes) -> None:
    """Hand in a reply under the first tag that is free.

    Raises:
        Taken: none is.
    """
    envelope = waiting[-REPLY_BYTES:]
    for number in range(TAGS):
        try:
            session.post_reply(waiting[TAG_BYTES * number : TAG_BYTES * (number + 1)], envelope)
        except Taken:
            continue
        return
    raise Taken("every reply tag that was tried")


def send_mark(session: Session, waiting: bytes) -> None:
    """Hand in a mark; of an envelope that the office destroyed meanwhile nobody needs one."""
    with suppress(NotFound):
        session.mark_opened(int.from_bytes(waiting, "little"))


def send_deposit(session: Session, waiting: bytes) -> None:
    """Hand in what goes to another office."""
    session.deposit(waiting)


SENT: Mapping[Waiting, Callable[[Session, bytes], None]] = {
    Waiting.EVENT: send_event,
    Waiting.REPLY: send_reply,
    Waiting.DEPOSIT: send_deposit,
    Waiting.MARK: send_mark,
}


def events(store: Store, day: date) -> Iterator[Filed]:
    """Events that wait, as if they were filed on `day`: a desk without a server reads what it said itself."""
    for path in store.outbox():
        if path.name.endswith(f"-{Waiting.EVENT}"):
            yield Filed(NOT_FILED, day, path.read_bytes())
