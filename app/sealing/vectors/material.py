"""What vector files are written in: blobs, patches, patterns, short forms of long results.

Never used outside the conformance command and the tests: every key in a vector file is public.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted, ReceiptUnreadable
from app.sealing.primitives import blake2b

Vector = Mapping[str, Any]
Refusal = (CannotBeOpened, CannotBeTrusted, ReceiptUnreadable, BadInput)
ENDS = 64  # bytes of the first and the last part in a short form


class Mismatch(Exception):
    """This implementation gives something else than the vector; says what."""


@dataclass(frozen=True, slots=True)
class Check:
    """One vector to run: its name, and what raises when it fails."""

    name: str
    run: Callable[[], None]


Checks = Iterator[Check]


def same(what: str, found: object, expected: object) -> None:
    """Raise unless both are equal."""
    if found != expected:
        raise Mismatch(f"{what} differs")


def same_blob(what: str, found: bytes, expected: object) -> None:
    """Compare bytes with base64, hex, or the short form {length, blake2b, first, last}."""
    if isinstance(expected, Mapping):
        short = {"length": len(found), "blake2b": blake2b(found).hex()}
        short |= {"first": found[:ENDS].hex(), "last": found[-ENDS:].hex()}
        for name, value in expected.items():
            same(f"{what}.{name}", short.get(name), value)
    else:
        same(what, expected in (base64.b64encode(found).decode(), found.hex()), True)


def refused(run: Callable[[], object], check: str) -> None:
    """Raise unless `run` refuses by the named check; another exception is a crash and passes through."""
    try:
        run()
    except Refusal as refusal:
        same(f"refused by {name_of(refusal)!r}; the check", name_of(refusal), check)
        return
    raise Mismatch(f"accepted; should be refused by {check!r}")


def name_of(refusal: Exception) -> str:
    """The check that a refusal names."""
    found = getattr(refusal, "check", None) or getattr(refusal, "field", None)
    return str(found)


def patched(blob: bytes, steps: Sequence[Vector]) -> bytes:
    """A changed blob: each step sets bytes, flips bits, or cuts and extends with zeros."""
    changed = bytearray(blob)
    for step in steps:
        if "length" in step:
            changed = changed[: step["length"]].ljust(step["length"], b"\0")
        elif "set" in step:
            replacement = bytes.fromhex(step["set"])
            changed[step["at"] : step["at"] + len(replacement)] = replacement
        else:
            for offset, flip in enumerate(bytes.fromhex(step["xor"]), step["at"]):
                changed[offset] ^= flip
    return bytes(changed)


def pattern(a: int, b: int, length: int) -> bytes:
    """Byte i is (a*i + b) mod 251."""
    return bytes((a * i + b) % 251 for i in range(length))


class Blobs:
    """The blobs of a file by name, and the changed ones that `base` and `patch` describe."""

    def __init__(self, field: str, *groups: Sequence[Vector]) -> None:
        self._field = field
        self._entries = {entry["name"]: entry for group in groups for entry in group}

    def of(self, entry: Vector) -> bytes:
        """The bytes that an entry gives or describes."""
        if self._field in entry:
            return base64.b64decode(entry[self._field], validate=True)
        return patched(self.named(entry["base"]), entry.get("patch", []))

    def named(self, name: str) -> bytes:
        """The bytes of the entry with this name."""
        return self.of(self._entries[name])
