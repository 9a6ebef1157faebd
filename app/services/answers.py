"""Finding and reading the answers to a receipt (protocol §7), without telling the server which are ours.

All tags are fetched, then whole trays. What cannot be read is returned as such, never skipped. Opens
sealed replies, so nothing of the web zone may import this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx

from app.domain.authorship import author
from app.domain.errors import BadInput, CannotBeOpened, Unavailable
from app.domain.payloads import Acknowledgement, Reply, parse
from app.sealing.envelope import EnvelopeClass, header_fault
from app.sealing.opening import open_envelope
from app.sealing.receipt import ReporterKeys
from app.sealing.signatures import verify
from app.sealing.tags import TRAY_PLACES, reply_key, tag, tray_of
from app.services.following import Following
from app.services.reply_tags import all_tags, fetched

LOOK_AHEAD = 32  # tags searched past the last one found
REPLY_BYTES = 4096


@dataclass(frozen=True)
class Place:
    """Reply number `j` of an office (hex) stands at `position` in the order of filing."""

    office: str
    j: int
    position: int


@dataclass(frozen=True)
class Answer:
    """One reply. `check` names why it cannot be read (`expired` among the reasons); else `reply` is there.

    `device` is who sealed it. `proven` says whether its acknowledgement is signed by that device's key;
    None when it carries none.
    """

    place: Place
    check: str | None = None
    reply: Reply | None = None
    device: str | None = None
    proven: bool | None = None


@dataclass(frozen=True)
class Reader:
    """Reads the answers to one receipt."""

    http: httpx.Client
    following: Following
    keys: ReporterKeys
    now: datetime

    def answers(self) -> list[Answer]:
        """All answers of all offices, by office and number."""
        places = self.places()
        trays = {number: self.tray(number) for number in {tray_of(place.position)[0] for place in places}}
        return [self.read(place, trays) for place in places]

    def places(self) -> list[Place]:
        """Where the replies to this receipt stand."""
        listed = {tag: position for position, tag in enumerate(all_tags(self.http))}
        offices = self.following.newest.directory.offices
        return [place for office in offices for place in self.places_of(office.id, listed)]

    def places_of(self, office: str, listed: Mapping[bytes, int]) -> Iterator[Place]:
        """Those of one office: from number 0 on, until none was found for a while."""
        key = reply_key(self.keys.tag_key, bytes.fromhex(office))
        j, end = 0, LOOK_AHEAD
        while j < end:
            position = listed.get(tag(key, j))
            if position is not None:
                yield Place(office, j, position)
                end = j + 1 + LOOK_AHEAD
            j += 1

    def tray(self, number: int) -> bytes:
        """One tray of replies.

        Raises:
            Unavailable: the server does not give it whole.
        """
        tray = fetched(self.http, f"/trays/{number}", {})
        if len(tray) != TRAY_PLACES * REPLY_BYTES:
            raise Unavailable
        return tray

    def read(self, place: Place, trays: Mapping[int, bytes]) -> Answer:
        """One reply out of its tray."""
        number, at = tray_of(place.position)
        sealed = trays[number][at * REPLY_BYTES : (at + 1) * REPLY_BYTES]
        if not any(sealed):
            return Answer(place, "expired")
        try:
            return self.opened(place, sealed)
        except CannotBeOpened as refused:
            return Answer(place, refused.check)
        except BadInput:
            return Answer(place, "schema")

    def opened(self, place: Place, sealed: bytes) -> Answer:
        """Open a reply and check who wrote it.

        Raises:
            CannotBeOpened, BadInput: it is not a reply of a device of that office to this receipt.
        """
        if fault := header_fault(sealed, EnvelopeClass.REPORTER):
            raise CannotBeOpened(fault)
        opened = open_envelope(sealed, "reporter", self.keys.box)
        payload = parse(opened.payload)
        if not isinstance(payload, Reply) or payload.thread != self.keys.thread.hex():
            raise CannotBeOpened("schema")
        key = opened.sender.hex()
        device = author(place.office, payload.directory, key, self.now, self.following.at)
        if device is None or payload.office != place.office:
            raise CannotBeOpened("sender")
        ack = payload.ack
        proven = None if ack is None else self.acknowledged(place, ack, device.id, device.sign)
        return Answer(place, None, payload, device.id, proven)

    def acknowledged(self, place: Place, ack: Acknowledgement, device: str, sign: str) -> bool:
        """Whether the device that sealed the reply signed that its office opened a report of this thread."""
        ours = (ack.device, ack.office, ack.thread) == (device, place.office, self.keys.thread.hex())
        return ours and verify(bytes.fromhex(sign), "ack", ack_message(ack), bytes.fromhex(ack.signature))


def ack_message(ack: Acknowledgement) -> bytes:
    """What an acknowledgement signs: office || ctx || thread || day."""
    return bytes.fromhex(ack.office) + bytes.fromhex(ack.ctx) + bytes.fromhex(ack.thread) + ack.day.encode()
