"""What a desk keeps on its own disk: sealed envelopes, grants, signed directories, and what waits to be sent.

    folder/envelopes/0000000012    LE32(day since 1970-01-01) || envelope (16,384)
           grants/0000000003.json  {"position", "grantor", "grant"}
           directories/0000000007  the server's answer, verified again whenever it is read
           bricks/<id>             sealed bricks of attachments, 262,144 bytes each
           outbox/0000000001-…-event what the server has not taken yet, in order (`app/desk/outbox.py`); the
                                   eight hex digits keep two windows, or two copies of a stick, apart
           refused/…               what the server did not take and never will, put aside
           state.json              the pins, the newest directory seen, the newest positions

Everything here is sealed or public. Must never: write an opened text, a passphrase or a secret key.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

EPOCH = date(1970, 1, 1)
DAY_BYTES = 4
PRIVATE = 0o700
OWN_BYTES = 4  # by which names of the outbox differ when two were given the same number


@dataclass(frozen=True)
class Filed:
    """An envelope of the office: where it stands in the office's stream, when it was filed, its bytes."""

    position: int
    day: date
    envelope: bytes


class Store:
    """The folder of one device at one server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("envelopes", "grants", "directories", "outbox", "refused", "bricks"):
            (folder / name).mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)

    def keep(self, filed: Filed) -> None:
        """Keep an envelope; a second time changes nothing."""
        day = (filed.day - EPOCH).days.to_bytes(DAY_BYTES, "little")
        self.write(f"envelopes/{filed.position:010}", day + filed.envelope)

    def envelopes(self) -> Iterator[Filed]:
        """All envelopes, in the office's order."""
        for path in self.listed("envelopes"):
            data = path.read_bytes()
            day = EPOCH + timedelta(days=int.from_bytes(data[:DAY_BYTES], "little"))
            yield Filed(int(path.name), day, data[DAY_BYTES:])

    @property
    def newest(self) -> int:
        """The highest position kept; 0 when there is none."""
        return max((int(path.name) for path in self.listed("envelopes")), default=0)

    def keep_grant(self, grant: dict[str, Any]) -> None:
        """Keep a grant for this device as the server gave it."""
        self.write(f"grants/{int(grant['id']):010}.json", json.dumps(grant).encode())

    def grants(self) -> list[dict[str, Any]]:
        """All grants, oldest first."""
        return [json.loads(path.read_bytes()) for path in self.listed("grants")]

    @property
    def newest_grant(self) -> int:
        """The highest number of a grant kept; 0 when there is none."""
        return max((int(path.stem) for path in self.listed("grants")), default=0)

    def keep_directory(self, name: str, answer: bytes) -> None:
        """Keep the server's answer for a version, `newest` or its number."""
        self.write(f"directories/{name}", answer)

    def directory(self, name: str) -> bytes | None:
        """The answer kept for a version, or None."""
        path = self.folder / "directories" / name
        return path.read_bytes() if path.is_file() else None

    def put_out(self, kind: str, sealed: bytes) -> None:
        """Keep something sealed until the server has taken it; on the disk, whatever the power does."""
        number = max(map(number_of, self.listed("outbox")), default=0) + 1
        path = self.folder / f"outbox/{number:010}-{token_hex(OWN_BYTES)}-{kind}"
        unfinished = path.with_name(f".{path.name}")
        with unfinished.open("xb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)

    def put_aside(self, path: Path) -> None:
        """Try no more to send something; it stays, for whoever wants to know what it was."""
        path.replace(self.folder / "refused" / path.name)

    def refused(self) -> list[Path]:
        """What the server never took, oldest first."""
        return sorted(self.listed("refused"), key=number_of)

    def outbox(self) -> list[Path]:
        """What waits, oldest first."""
        return sorted(self.listed("outbox"), key=lambda path: (number_of(path), path.name))

    def drop(self, positions: Iterable[int]) -> None:
        """Forget envelopes: the office destroyed them, or this officer stepped back."""
        for position in positions:
            (self.folder / f"envelopes/{position:010}").unlink(missing_ok=True)

    def drop_bricks(self, bricks: Iterable[str]) -> None:
        """Forget sealed bricks."""
        for brick in bricks:
            self.brick_path(brick).unlink(missing_ok=True)

    def keep_brick(self, brick: str, sealed: bytes) -> None:
        """Keep a sealed brick under its id, 32 hex digits."""
        self.write(f"bricks/{brick}", sealed)

    def brick(self, brick: str) -> bytes | None:
        """The bytes of a brick, or None."""
        return self.brick_path(brick).read_bytes() if self.has_brick(brick) else None

    def has_brick(self, brick: str) -> bool:
        """Whether a brick is kept."""
        return self.brick_path(brick).is_file()

    def brick_path(self, brick: str) -> Path:
        """Where a brick is kept."""
        return self.folder / "bricks" / brick

    @property
    def bricks_kept(self) -> int:
        """How many bricks are kept."""
        return len(self.listed("bricks"))

    @property
    def state(self) -> dict[str, Any]:
        """Pins and the newest directory seen; empty at first."""
        path = self.folder / "state.json"
        found: dict[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {}
        return found

    def remember(self, **changes: Any) -> None:
        """Change the state."""
        self.write("state.json", json.dumps({**self.state, **changes}).encode())

    def listed(self, name: str) -> list[Path]:
        """The whole files of a folder, in order; one that was being written when power failed is none."""
        return sorted(path for path in (self.folder / name).iterdir() if not path.name.startswith("."))

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file or none."""
        path = self.folder / name
        unfinished = path.with_name(f".{path.name}")
        unfinished.write_bytes(data)
        unfinished.replace(path)


def number_of(path: Path) -> int:
    """The place of something that waits; what an earlier version of this program left comes first."""
    number = path.name.split("-")[0]
    return int(number) if number.isdigit() else 0
