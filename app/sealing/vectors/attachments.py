"""Vectors of attachments (protocol §10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.domain.errors import CannotBeOpened
from app.sealing import attachment
from app.sealing.attachment import BRICK_BYTES, CHUNK_BYTES, FINAL, MESSAGE, Draw
from app.sealing.attachment_opening import FileKeys, open_file
from app.sealing.vectors.material import (
    Check,
    Checks,
    Mismatch,
    Vector,
    checks_of,
    claims,
    pattern,
    refused,
    same,
    same_blob,
)


def attachment_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of an attachment file."""
    if "chunk" in file:
        sizes = {"plain": CHUNK_BYTES, "sealed": attachment.CHUNK_SEALED_BYTES}
        yield Check("chunk", partial(same, "chunk", sizes, file["chunk"]))
    if "brick" in file:
        yield Check("brick", partial(same, "brick", BRICK_BYTES, file["brick"]))
    yield from checks_of(file, "brick_counts", counted, prefix="brick_counts ")
    files = Files(file)
    yield from checks_of(file, "positive", files.positive)
    yield from checks_of(file, "negative", files.negative)


def counted(vector: Vector) -> None:
    """How many bricks a length fills."""
    claims(vector, {"bricks": attachment.brick_count(vector["length"])})


@dataclass(frozen=True)
class Files:
    """The vectors of one attachment file."""

    file: Vector

    def base(self, name: str) -> Vector:
        """A positive by its name."""
        found = next((each for each in self.file.get("positive", []) if each.get("name") == name), None)
        if found is None:
            raise Mismatch(f"the positive {name!r}, to which it refers, is not in the file")
        return dict(found)

    def positive(self, vector: Vector) -> None:
        """Seal to the same bytes, and open."""
        data = data_of(vector)
        made = attachment.seal_file(data, draw_of(vector))
        claims(vector, {"bricks": len(made.bricks)})
        sealed = b"".join(brick.sealed for brick in made.bricks)
        same_blob("sealed", sealed, vector["sealed"], bytes.hex)
        keys = FileKeys(made.key, made.header, made.file_id, made.hash, made.length)
        same("what opens", open_file(keys, [brick.sealed for brick in made.bricks]), data)

    def negative(self, vector: Vector) -> None:
        """Refuse by the named check what was built differently or changed."""
        sealed = changed(self.built(vector), vector["change"])
        same_blob("sealed", sealed, vector["sealed"], bytes.hex)
        key, header, file_id, hash_ = (bytes.fromhex(vector[n]) for n in ("key", "header", "file_id", "hash"))
        keys = FileKeys(key, header, file_id, hash_, vector["length"])
        bricks = [sealed[at : at + BRICK_BYTES] for at in attachment.starts(sealed)]
        refused(lambda: open_file(keys, bricks), vector, CannotBeOpened)

    def built(self, vector: Vector) -> bytes:
        """The base's sealed bytes, with what `build` does to its plaintext and its tags."""
        base, build = self.base(vector["base"]), vector["build"] or {}
        padded = bytearray(attachment.padded_to_bricks(data_of(base)))
        for step in build.get("plain_set", []):
            written = bytes.fromhex(step["set"])
            padded[step["at"] : step["at"] + len(written)] = written
        tags = [MESSAGE] * (len(padded) // CHUNK_BYTES - 1) + [FINAL]
        for chunk, tag in build.get("tags", []):
            tags[chunk] = tag
        return attachment.sealed_chunks(draw_of(base), bytes(padded), tags)


def data_of(vector: Vector) -> bytes:
    """The plain data that a positive describes."""
    a, b = vector["data"]["pattern"]
    return pattern(a, b, vector["data"]["length"])


def draw_of(vector: Vector) -> Draw:
    """What would be random."""
    return Draw(*(bytes.fromhex(vector[name]) for name in ("key", "header", "file_id")))


def changed(sealed: bytes, steps: list[Vector]) -> bytes:
    """The sealed bytes after each step of `change`."""
    for step in steps:
        ((name, value),) = step.items()
        sealed = STEPS[name](sealed, value)
    return sealed


def swap_bricks(sealed: bytes, places: list[int]) -> bytes:
    bricks = [sealed[at : at + BRICK_BYTES] for at in attachment.starts(sealed)]
    one, other = places
    bricks[one], bricks[other] = bricks[other], bricks[one]
    return b"".join(bricks)


def flip(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def repeat_brick(sealed: bytes, place: int) -> bytes:
    return sealed + sealed[place * BRICK_BYTES : (place + 1) * BRICK_BYTES]


STEPS: dict[str, Callable[[bytes, Any], bytes]] = {
    "cut": lambda sealed, length: sealed[:length],
    "swap_bricks": swap_bricks,
    "flip": flip,
    "repeat_brick": repeat_brick,
}
