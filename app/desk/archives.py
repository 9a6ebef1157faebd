"""A case as one sealed file for another office, made and opened without a network (`app.sealing.archive`).

    make(desk, case, office, choice)     the bytes; that it was made is written down
    opened = open_archive(desk, data)    who vouches for it, what stands in it, its files
    opened.file(1)                       the data of a file

Must never: show an archive whose sender the directory does not know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.desk.desk import Desk
from app.desk.handover import Receiver, audience, granted_to, resealed, said, sealed_parts, source_of
from app.domain.attachments import Attachment, understood
from app.domain.authorship import author
from app.domain.case import Case
from app.domain.directory import Office
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.handing_over import Choice, packed
from app.domain.handover import Handover, HandoverBody, HandoverPiece, handovers_of
from app.domain.payloads import HandoverPart, parse
from app.sealing.archive import read, write
from app.sealing.attachment import brick_count
from app.sealing.attachment_opening import FileKeys, open_file
from app.sealing.opening import open_envelope


@dataclass(frozen=True)
class ArchivedFile:
    """A file of an archive, still sealed; None when its entry cannot be understood."""

    entry: Attachment | None
    bricks: Sequence[bytes] = field(repr=False)


@dataclass(frozen=True)
class OpenedArchive:
    """An archive that is for this office. `handover.by` and `.office` vouch for it."""

    thread: str
    handover: Handover
    body: HandoverBody
    files: tuple[ArchivedFile, ...]

    def file(self, number: int) -> bytes:
        """The data of a file, by its number from 1.

        Raises:
            NotFound: there is no such file. CannotBeOpened: it is damaged or was tampered with.
        """
        found = self.files[number - 1] if 1 <= number <= len(self.files) else None
        if found is None or found.entry is None:
            raise NotFound("a file of that number that can be understood")
        entry = found.entry
        key, header, file_id, digest = map(
            bytes.fromhex, (entry.key, entry.header, entry.file_id, entry.hash)
        )
        return open_file(FileKeys(key, header, file_id, digest, entry.length), found.bricks)


def make(desk: Desk, case: Case, office: Office, choice: Choice, reference: str = "") -> bytes:
    """The bytes of an archive for an office; that it was made is written down.

    Raises:
        BadInput: what `handing_over.fault` says. TooLong: it needs more than 64 envelopes.
    """
    decided = replace(choice, audience=audience(office), contact="stays")
    body, bricks = resealed(desk, packed(source_of(case, granted_to(desk)), decided))
    at = case.next_at(desk.now())
    envelopes = sealed_parts(desk.outgoing, office, case.thread, decided.purpose, at, body)
    data = write(envelopes, [brick.sealed for brick in bricks])
    desk.record(*said(desk, case, Receiver(office), decided, body, reference, ("", None)))
    return data


def open_archive(desk: Desk, data: bytes) -> OpenedArchive:
    """Open an archive that is sealed to this device's office.

    Raises:
        CannotBeOpened: with the first check that failed; `schema` when it is no whole handover.
    """
    archive = read(data)
    pieces = [piece(desk, envelope) for envelope in archive.envelopes]
    found = handovers_of(pieces)
    threads = {each.payload.thread for each in pieces}
    body = found[0].body if len(found) == len(threads) == 1 else None
    if body is None:
        raise CannotBeOpened("schema")
    return OpenedArchive(threads.pop(), found[0], body, tuple(files_of(body, archive.bricks)))


def piece(desk: Desk, envelope: bytes) -> HandoverPiece:
    """One part, by a device that the directory lists in the office that it names."""
    device = desk.device
    opened = open_envelope(envelope, device.device, device.seal_pairs)
    try:
        payload = parse(opened.payload)
    except BadInput:
        raise CannotBeOpened("schema") from None
    if not isinstance(payload, HandoverPart):
        raise CannotBeOpened("schema")
    if payload.office != device.office:
        raise CannotBeOpened("recipients")
    key = opened.sender.hex()
    by = author(payload.by_office, payload.directory, key, desk.now(), desk.following.at)
    if by is None or by.id != payload.by:
        raise CannotBeOpened("sender")
    return HandoverPiece(opened.ctx.hex(), desk.now().date().isoformat(), payload)


def files_of(body: HandoverBody, bricks: Sequence[bytes]) -> Iterator[ArchivedFile]:
    """Each file with its bricks, which follow each other in the order of the handover."""
    at = 0
    for entry in (entry for text in body.texts for entry in understood(text.attachments)):
        count = brick_count(entry.length) if entry else 0
        yield ArchivedFile(entry, bricks[at : at + count])
        at += count
    if at != len(bricks):
        raise CannotBeOpened("bricks")
