"""What vector files are written in: blobs, patches, patterns, short forms of long results.

Never used outside the conformance command and the tests: every key in a vector file is public,
so that a failure may show what was expected and what came out.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted, ReceiptUnreadable
from app.sealing.primitives import blake2b

Vector = Mapping[str, Any]
Refusal = CannotBeOpened | CannotBeTrusted | ReceiptUnreadable | BadInput
Refusals = type[CannotBeOpened] | type[CannotBeTrusted] | type[ReceiptUnreadable] | type[BadInput]
ENDS = 64  # bytes of the first and the last part in a short form
SHOWN = 90  # characters of a value in a line; the vector file has the rest


class Mismatch(Exception):
    """This implementation gives something else than the vector; says what."""


@dataclass(frozen=True, slots=True)
class Check:
    """One vector to run: its name, and what raises when it fails."""

    name: str
    run: Callable[[], None]


Checks = Iterator[Check]


def checks_of(file: Vector, group: str, run: Callable[[Vector], None], prefix: str = "") -> Checks:
    """A check for every vector of a group; a file without the group has none.

    An entry without a name goes by its place, and one that is no object fails alone.
    """
    entries = file.get(group, [])
    if not isinstance(entries, list):
        yield Check(group, partial(same, group, "no list", "a list"))
        return
    for place, entry in enumerate(entries):
        name = entry.get("name", f"{group} {place}") if isinstance(entry, dict) else f"{group} {place}"
        yield Check(f"{prefix}{name}", partial(run_entry, run, entry))


def run_entry(run: Callable[[Vector], None], entry: object) -> None:
    """Run the check of an entry, if it describes anything."""
    if not isinstance(entry, dict):
        raise Mismatch("the vector is no object")
    run(entry)


def same(what: str, found: object, expected: object) -> None:
    """Raise unless both are equal; `True` and `1` are not."""
    if found != expected or isinstance(found, bool) != isinstance(expected, bool):
        raise Mismatch(f"{what} should be {shown(expected)}, is {shown(found)}")


def claims(vector: Vector, found: Mapping[str, object]) -> None:
    """Compare what the vector claims with what was found; a vector that claims nothing fails."""
    claimed = [name for name in found if name in vector]
    if not claimed:
        raise Mismatch(f"should claim one of {', '.join(found)}, claims nothing")
    for name in claimed:
        same(name, found[name], vector[name])


def shown(value: object) -> str:
    """A value as a line shows it."""
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"


def same_blob(
    what: str,
    found: bytes,
    expected: object,
    spelled: Callable[[bytes], str] = lambda blob: base64.b64encode(blob).decode(),
) -> None:
    """Compare bytes with their text, or with the short form {length, blake2b, first, last}."""
    if isinstance(expected, Mapping):
        short: dict[str, object] = {"length": len(found)}
        if found:
            short |= {
                "blake2b": blake2b(found).hex(),
                "first": found[:ENDS].hex(),
                "last": found[-ENDS:].hex(),
            }
        same(what, short, dict(expected))
    else:
        same(what, spelled(found), expected)


def refused(run: Callable[[], object], vector: Vector, kind: Refusals) -> None:
    """Raise unless `run` refuses by the check that the vector names.

    Any exception that is not of `kind` is a crash: it passes through and is never a refusal.
    """
    check = vector["check"]
    try:
        run()
    except kind as refusal:
        if name_of(refusal) != check:
            raise Mismatch(f"should be refused by {check!r}, was by {name_of(refusal)!r}") from None
        return
    raise Mismatch(f"should be refused by {check!r}, was accepted")


def name_of(refusal: Refusal) -> str:
    """The check that a refusal names; of bad input, the field."""
    return (
        refusal.field if type(refusal) is BadInput else str(getattr(refusal, "check", type(refusal).__name__))
    )


def patched(blob: bytes, steps: Sequence[Vector]) -> bytes:
    """A changed blob: each step sets bytes, flips bits, or cuts and extends with zeros."""
    changed = bytearray(blob)
    for step in steps:
        if "length" in step:
            changed = changed[: step["length"]].ljust(step["length"], b"\0")
            continue
        at, written = step["at"], bytes.fromhex(step["set"] if "set" in step else step["xor"])
        changed = changed.ljust(at + len(written), b"\0")
        old = bytes(len(written)) if "set" in step else changed[at : at + len(written)]
        changed[at : at + len(written)] = bytes(a ^ b for a, b in zip(old, written, strict=True))
    return bytes(changed)


def pattern(a: int, b: int, length: int) -> bytes:
    """Byte i is (a*i + b) mod 251."""
    return bytes((a * i + b) % 251 for i in range(length))


class Blobs:
    """The blobs of a file by name, and the changed ones that `base` and `patch` describe.

    `rebuild` makes a positive of which only the short form stands in the file, from its inputs.
    """

    def __init__(self, file: Vector, field: str, rebuild: Callable[[Vector], bytes]) -> None:
        groups = [file.get(group) for group in ("positive", "accepted", "negative")]
        entries = [entry for group in groups if isinstance(group, list) for entry in group]
        self._by_name = {
            entry["name"]: entry for entry in entries if isinstance(entry, dict) and "name" in entry
        }
        self._field, self._rebuild = field, rebuild
        self._made: dict[str, bytes] = {}

    def of(self, entry: Vector) -> bytes:
        """The bytes that an entry gives or describes."""
        given = entry.get(self._field)
        if "base" in entry:
            return patched(self.named(entry["base"]), entry.get("patch") or [])
        return base64.b64decode(given, validate=True) if isinstance(given, str) else self._rebuild(entry)

    def named(self, name: str) -> bytes:
        """The bytes of the entry with this name."""
        if name not in self._by_name:
            raise Mismatch(f"the {self._field} {name!r}, to which it refers, is not in the file")
        if name not in self._made:
            self._made[name] = self.of(self._by_name[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name
