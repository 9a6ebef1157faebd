"""Files that reporters sent: sealed bricks are fetched as they come, opened when asked for (protocol §10).

Bricks are mirrored with every sync and claimed at the server, so that fetching them does not tell it when
somebody reads a case. What is opened is written only where the person says.

Must never: keep an opened file anywhere else, or write over a file that is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.desk import screen
from app.desk.desk import Desk
from app.desk.filenames import safe_name
from app.desk.private_files import write_new
from app.desk.store import Store
from app.domain.attachments import Attachment, understood
from app.domain.case import Case
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.payloads import Message, Report
from app.sealing.attachment import BRICK_BYTES
from app.sealing.attachment_opening import FileKeys, open_file

PRIVATE_FOLDER = 0o700
TAKEN = "the folder holds such a file already; choose another folder"
CLAIMED_AT_ONCE = 512  # what the server takes in one request
MOST_BRICKS = 8_192  # kept on this disk: 2 GiB; beyond it, files are fetched when they are asked for
KIB = 1024


@dataclass(frozen=True)
class CaseFile:
    """The `number`th file of a case, from 1; None when its entry cannot be understood."""

    number: int
    entry: Attachment | None

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
    texts = [text.payload.attachments for text in case.texts if isinstance(text.payload, Report | Message)]
    handed = [text.attachments for each in case.handovers if each.body for text in each.body.texts]
    others = [text for claim in case.claims for text in claim.texts]
    claimed = [text.payload.attachments for text in others if isinstance(text.payload, Report | Message)]
    entries = [entry for attachments in (*texts, *handed, *claimed) for entry in understood(attachments)]
    return [CaseFile(number, entry) for number, entry in enumerate(entries, 1)]


def mirror(desk: Desk) -> int:
    """Claim and fetch the bricks of all cases that are not on this disk yet; how many came."""
    wanted = [brick for case in desk.cases for file in files_of(case) for brick in bricks_of(file)]
    missing = [brick for brick in dict.fromkeys(wanted) if not desk.store.has_brick(brick)]
    for at in range(0, len(missing), CLAIMED_AT_ONCE):
        desk.online.claim_bricks(missing[at : at + CLAIMED_AT_ONCE])
    room = MOST_BRICKS - desk.store.bricks_kept
    return sum(fetched(desk, brick) for brick in missing[: max(0, room)])


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
