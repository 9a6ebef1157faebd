"""What a desk has said and the server has not taken yet: sealed, on this disk, in order.

    -event    16,384        an event of the office's own stream
    -reply    64 x 16 || 4,096   the tags under which it may stand, the first that is free, and the reply
    -deposit  16 || 16,384  the office that it goes to, and the envelope; the layer for the relay comes later
    -mark     LE64          the position of an envelope that was opened

Nothing here needs the key of who said it: any device of the office can carry it to the server. So a desk in a
room without a network can answer, and a stick and a colleague do the rest. Who holds the stick may learn that
something goes to an office, no more.

What the server does not take and never will is put aside, so that it holds up nothing behind it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.desk.session import Session
from app.desk.store import Filed, Store
from app.domain.directory import Directory
from app.domain.errors import BadInput, NotAllowed, NotFound, Taken, TooMany, Unavailable
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.outer import OUTER_BYTES, seal_outer
from app.sealing.primitives import ID_BYTES
from app.sealing.tags import tag

TAGS = 64  # in a row that colleagues may have used without our knowing
TAG_BYTES = 16
REPLY_BYTES = ENVELOPE_BYTES[EnvelopeClass.REPORTER]
POSITION_BYTES = 8
LATER = (Unavailable, TooMany, NotAllowed, NotFound)  # refusals after which the same is worth sending again
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


def for_office(office: str, envelope: bytes) -> bytes:
    """An envelope behind the office (hex) that it goes to."""
    return bytes.fromhex(office) + envelope


@dataclass(frozen=True)
class Way:
    """How things reach the server: a session, and the directory of the moment, which names its keys."""

    session: Session
    directory: Directory
    now: datetime


def send(store: Store, way: Way) -> int:
    """Send what waits, in order, as far as the server takes it now; how much it took."""
    sent = 0
    for path in store.outbox():
        try:
            waiting = path.read_bytes()
        except FileNotFoundError:  # another window was quicker
            continue
        try:
            SENT[Waiting(path.name.split("-")[-1])](way, waiting)
        except LATER:
            return sent
        except (BadInput, Taken):
            store.put_aside(path)
            continue
        path.unlink(missing_ok=True)
        sent += 1
    return sent


def send_event(way: Way, sealed: bytes) -> None:
    """Hand in an event."""
    way.session.post_event(sealed)


def send_reply(way: Way, waiting: bytes) -> None:
    """Hand in a reply under the first tag that is free.

    Raises:
        Taken: none is.
    """
    envelope = waiting[-REPLY_BYTES:]
    for number in range(TAGS):
        try:
            way.session.post_reply(waiting[TAG_BYTES * number : TAG_BYTES * (number + 1)], envelope)
        except Taken:
            continue
        return
    raise Taken("every reply tag that was tried")


def send_mark(way: Way, waiting: bytes) -> None:
    """Hand in a mark; of an envelope that the office destroyed meanwhile nobody needs one."""
    with suppress(NotFound):
        way.session.mark_opened(int.from_bytes(waiting, "little"))


def send_deposit(way: Way, waiting: bytes) -> None:
    """Hand in what goes to another office, sealed for the relay that is there now.

    Raises:
        Unavailable: the directory has no valid relay key, or none of its intake keys signed for it.
    """
    relay = way.directory.relay_key(way.now)
    if relay is None:
        raise Unavailable
    outer = waiting  # of an earlier version of this program, which sealed it at once
    if len(waiting) != OUTER_BYTES:
        outer = seal_outer(waiting[:ID_BYTES], waiting[ID_BYTES:], bytes.fromhex(relay))
    way.session.deposit(outer, {dated.key for dated in way.directory.intake if dated.valid(way.now)})


SENT: Mapping[Waiting, Callable[[Way, bytes], None]] = {
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
