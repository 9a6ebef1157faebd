"""What a desk keeps on its own disk: sealed envelopes, grants, signed directories, and what waits to be sent.

    folder/envelopes/0000000012    LE32(day since 1970-01-01) || envelope (16,384)
           grants/0000000003.json  {"position", "grantor", "grant"}; `<position>-3.json` when it was lost once
           lost/<hash>             LE64(former position) || LE32(day) || envelope: the server has it no more,
                                   and nobody has said why; `<hash>-3.json` are its grants
           directories/0000000007  the server's answer, verified again whenever it is read
           bricks/<id>             sealed bricks of attachments, 262,144 bytes each
           outbox/0000000001-…-event what the server has not taken yet, in order (`app/desk/outbox.py`); the
                                   eight hex digits keep two windows, or two copies of a stick, apart
           refused/…               what the server did not take and never will, put aside
           state.json              the pins, the newest directory seen, the newest positions

Everything here is sealed or public. Must never: write an opened text, a passphrase or a secret key; put
something else in the place of what lies here because the server gives it.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any

EPOCH = date(1970, 1, 1)
DAY_BYTES, POSITION_BYTES = 4, 8
NAME_BYTES = 16  # of the hash by which something lost is named
FOLDERS = ("envelopes", "grants", "lost", "directories", "outbox", "refused", "bricks")
PRIVATE = 0o700
OWN_BYTES = 4  # by which names of the outbox differ when two were given the same number


@dataclass(frozen=True)
class Filed:
    """An envelope of the office: where it stands in the office's stream, when it was filed, its bytes.

    Positions count from 1. One below 0: the server has it no more; 0: it has not got there yet.
    """

    position: int
    day: date
    envelope: bytes


class Store:
    """The folder of one device at one server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FOLDERS:
            (folder / name).mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)

    def keep(self, filed: Filed) -> None:
        """Keep an envelope where the server has it; one that was lost stands in its place again."""
        day = (filed.day - EPOCH).days.to_bytes(DAY_BYTES, "little")
        self.write(f"envelopes/{filed.position:010}", day + filed.envelope)
        name = name_of(filed.envelope)
        for path in self.folder.glob(f"lost/{name}-*.json"):
            raw = json.loads(path.read_bytes()) | {"position": filed.position}
            number = path.stem.partition("-")[2]
            self.write(f"grants/{filed.position:010}-{number}.json", json.dumps(raw).encode())
            path.unlink()
        (self.folder / "lost" / name).unlink(missing_ok=True)

    def envelopes(self) -> Iterator[Filed]:
        """All envelopes, in the office's order, then those that the server has no more."""
        yield from map(self.envelope, self.positions())
        for path in self.lost():
            yield replace(self.lost_at(path), position=unplaced(path.name))

    def envelope(self, position: int) -> Filed:
        """The envelope at a position."""
        data = self.path_of(position).read_bytes()
        return Filed(position, day_in(data), data[DAY_BYTES:])

    def lost(self) -> list[Path]:
        """What the server has no more, and nobody has said why."""
        return [path for path in self.listed("lost") if not path.suffix]

    def lost_at(self, path: Path) -> Filed:
        """Something lost, with the position at which it stood."""
        data = path.read_bytes()
        head, rest = data[:POSITION_BYTES], data[POSITION_BYTES:]
        return Filed(int.from_bytes(head, "little"), day_in(rest), rest[DAY_BYTES:])

    def positions(self) -> list[int]:
        """Where the server had something when it was asked last, in order."""
        return sorted(int(path.name) for path in self.listed("envelopes"))

    def lose(self, positions: Iterable[int]) -> int:
        """The server has nothing at these positions any more: what is here stays, apart; how many."""
        gone = {position: self.path_of(position) for position in positions}
        names = {}
        for position, path in gone.items():
            data = path.read_bytes()
            names[position] = name_of(data[DAY_BYTES:])
            self.write(f"lost/{names[position]}", position.to_bytes(POSITION_BYTES, "little") + data)
        for path in self.listed("grants") if gone else ():
            raw = json.loads(path.read_bytes())
            if (position := int(raw["position"])) in names:
                path.replace(self.folder / f"lost/{names[position]}-{path.stem.rpartition('-')[2]}.json")
        for path in gone.values():
            path.unlink(missing_ok=True)
        return len(gone)

    def begin_anew(self) -> None:
        """The server counts from the beginning again: all is to be fetched, and nothing here is forgotten."""
        self.lose(self.positions())
        for path in self.listed("grants"):
            path.unlink()
        for path in self.listed("outbox"):  # a mark names a place where now something else may stand
            if path.name.endswith("-mark"):
                path.unlink()

    @property
    def newest(self) -> int:
        """The highest position kept; 0 when there is none."""
        return max((int(path.name) for path in self.listed("envelopes")), default=0)

    def keep_grant(self, grant: dict[str, Any]) -> None:
        """Keep a grant for this device as the server gave it; never over one that is here."""
        name = f"grants/{int(grant['id']):010}.json"
        if not (self.folder / name).exists():
            self.write(name, json.dumps(grant).encode())

    def grants(self) -> list[dict[str, Any]]:
        """All grants, oldest first, with those of what the server has no more."""
        here = [json.loads(path.read_bytes()) for path in self.listed("grants")]
        apart = [path for path in self.listed("lost") if path.suffix]
        lost = [
            json.loads(path.read_bytes()) | {"position": unplaced(path.stem.partition("-")[0])}
            for path in apart
        ]
        return here + lost

    @property
    def newest_grant(self) -> int:
        """The highest number of a grant kept; 0 when there is none."""
        return max((int(path.stem) for path in self.listed("grants") if path.stem.isdigit()), default=0)

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
            path = self.path_of(position)
            path.unlink(missing_ok=True)
            if position < 0:
                for grant in self.folder.glob(f"lost/{path.name}-*.json"):
                    grant.unlink(missing_ok=True)

    def path_of(self, position: int) -> Path:
        """Where an envelope lies."""
        return self.folder / (
            f"envelopes/{position:010}" if position > 0 else f"lost/{placed_name(position)}"
        )

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
    def bricks(self) -> frozenset[str]:
        """The ids of the bricks that are kept."""
        return frozenset(path.name for path in self.listed("bricks"))

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


def day_in(data: bytes) -> date:
    """The day that stands before an envelope."""
    return EPOCH + timedelta(days=int.from_bytes(data[:DAY_BYTES], "little"))


def name_of(envelope: bytes) -> str:
    """By which an envelope is found without a position, in hex."""
    return blake2b(envelope, digest_size=NAME_BYTES).hexdigest()


def unplaced(name: str) -> int:
    """The position, below 0, of what is lost."""
    return -1 - int(name, 16)


def placed_name(position: int) -> str:
    """The name that such a position stands for."""
    return f"{-1 - position:0{2 * NAME_BYTES}x}"


def number_of(path: Path) -> int:
    """The place of something that waits; what an earlier version of this program left comes first."""
    number = path.name.split("-")[0]
    return int(number) if number.isdigit() else 0
