"""Files that reporters sent: sealed bricks are fetched as they come, opened when asked for (protocol §10).

Bricks are mirrored with every sync, so that fetching them does not tell the server when somebody reads a
case; and all of them are claimed there each time: a colleague, or whoever has taken over the server, may
have let them go. What is opened is written only where the person says.

Must never: keep an opened file anywhere else, or write over a file that is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from app.desk import screen
from app.desk.desk import Desk
from app.desk.filenames import safe_name
from app.desk.private_files import write_new
from app.desk.store import Store
from app.domain.attachments import Attachment, understood
from app.domain.case import Case
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.payloads import Message, Report
from app.domain.texts import Text
from app.sealing.attachment import BRICK_BYTES
from app.sealing.attachment_opening import FileKeys, open_file

PRIVATE_FOLDER = 0o700
TAKEN = "the folder holds such a file already; choose another folder"
CLAIMED_AT_ONCE = 512  # what the server takes in one request
MOST_BRICKS = 8_192  # kept on this disk: 2 GiB; beyond it, files are fetched when they are asked for
KIB = 1024
Attached = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class CaseFile:
    """The `number`th file of a case, from 1; None when its entry cannot be understood.

    `ctxs`: of the envelopes (hex) in one of which it came.
    """

    number: int
    entry: Attachment | None
    ctxs: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As the terminal lists it."""
        if self.entry is None:
            return f"{self.number}. an attached file that cannot be understood"
        name = screen.line(self.entry.name) or "without a name"
        kind = screen.line(self.entry.type) or "of unknown type"
        return f"{self.number}. {name} ({kind}, {size(self.entry.length)})"


def size(length: int) -> str:
    """Bytes as people read them."""
    return f"{length} bytes" if length < KIB else f"{-(-length // KIB):,} KB"


def files_of(case: Case) -> list[CaseFile]:
    """All files of a case: of its texts, of what other offices passed on, of other keys."""
    own = written_in(case.texts)
    passed = ((each.ctxs, each.body) for each in case.handovers if each.body)
    handed = ((ctxs, text.attachments) for ctxs, body in passed for text in body.texts)
    claimed = written_in(text for claim in case.claims for text in claim.texts)
    came = chain(own, handed, claimed)
    entries = ((entry, ctxs) for ctxs, attachments in came for entry in understood(attachments))
    return [CaseFile(number, entry, ctxs) for number, (entry, ctxs) in enumerate(entries, 1)]


def written_in(texts: Iterable[Text]) -> Iterator[tuple[tuple[str, ...], Attached]]:
    """What a reporter attached to texts, each with the envelopes in which the text came."""
    for text in texts:
        if isinstance(text.payload, Report | Message):
            yield text.ctxs, text.payload.attachments


def mirror(desk: Desk) -> int:
    """Have the bricks of all cases on this disk, and no others, and have the server keep them; how many came.

    What the server has no envelope of any more is not claimed: it was destroyed, or will be lost.
    """
    files = [file for case in desk.cases for file in files_of(case)]
    wanted = list(dict.fromkeys(brick for file in files for brick in bricks_of(file)))
    desk.store.drop_bricks(desk.store.bricks - set(wanted))
    missing = [brick for brick in wanted if not desk.store.has_brick(brick)]
    filed = {one.entry.ctx for one in desk.reading.readable if one.position > 0}
    needed = {brick for file in files if not filed.isdisjoint(file.ctxs) for brick in bricks_of(file)}
    claim(desk, [brick for brick in missing if brick in needed])
    room = MOST_BRICKS - len(desk.store.bricks)
    came = sum(fetched(desk, brick) for brick in missing[: max(0, room)])
    # At last, so that a server which takes no more at once holds up nothing that is new.
    again = needed.difference(missing)
    claim(desk, [brick for brick in wanted if brick in again])
    return came


def claim(desk: Desk, bricks: Sequence[str]) -> None:
    """Have the server keep them."""
    for at in range(0, len(bricks), CLAIMED_AT_ONCE):
        desk.online.claim_bricks(bricks[at : at + CLAIMED_AT_ONCE])


def bricks_of(file: CaseFile) -> tuple[str, ...]:
    """The ids of a file's bricks."""
    return file.entry.bricks if file.entry else ()


def fetched(desk: Desk, brick: str) -> bool:
    """Fetch one brick; False when the server has it no longer."""
    try:
        desk.store.keep_brick(brick, desk.online.brick(brick))
    except NotFound:
        return False
    return True


def opened(desk: Desk, entry: Attachment) -> bytes:
    """The data of a file.

    Raises:
        NotFound: bricks of it are neither here nor at the server.
        CannotBeOpened: it is damaged or was tampered with.
    """
    keys = FileKeys(
        bytes.fromhex(entry.key),
        bytes.fromhex(entry.header),
        bytes.fromhex(entry.file_id),
        bytes.fromhex(entry.hash),
        entry.length,
    )
    try:
        return open_file(keys, [brick_at(desk, brick) for brick in entry.bricks])
    except CannotBeOpened:
        if desk.session is None:
            raise
        # What was kept may be what a bad server once gave.
        desk.store.drop_bricks(entry.bricks)
        return open_file(keys, [brick_at(desk, brick) for brick in entry.bricks])


def brick_at(desk: Desk, brick: str) -> bytes:
    """A brick from this disk, or else from the server."""
    kept = kept_brick(desk.store, brick)
    if kept is not None:
        return kept
    if desk.session is None:
        raise NotFound("a piece of this file")
    return desk.session.brick(brick)


def kept_brick(store: Store, brick: str) -> bytes | None:
    """A whole brick of this disk, or None."""
    found = store.brick(brick)
    return found if found is not None and len(found) == BRICK_BYTES else None


def save(desk: Desk, case: Case, folder: Path) -> Iterator[str]:
    """Write all files of a case into a folder; says of each what became of it.

    Raises:
        BadInput: the folder cannot be made, or holds such a file already.
    """
    files = files_of(case)
    if not files:
        yield "No files came with this case."
        return
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError:
        raise BadInput("files", "the folder cannot be made") from None
    for file in files:
        yield saved(desk, file, folder)


def saved(desk: Desk, file: CaseFile, folder: Path) -> str:
    """Write one file; a sentence on it."""
    if file.entry is None:
        return file.line
    try:
        data = opened(desk, file.entry)
    except NotFound:
        return f"{file.line}: not all of it is here; it has expired, or needs the server"
    except CannotBeOpened as refusal:
        return f"{file.line}: NOT WRITTEN, it is damaged or was tampered with ({refusal.check})"
    target = folder / safe_name(file.number, file.entry.name, file.entry.type)
    write_new(target, data, "files", TAKEN)
    return f"{file.line}: written to {target}"
