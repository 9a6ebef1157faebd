"""The sealed archive: its bytes, and that what is no archive is refused by name."""

import base64
import hashlib
import json
from typing import Any

import pytest

from app.domain.errors import BadInput, CannotBeOpened
from app.sealing.archive import read, write
from app.sealing.attachment import BRICK_BYTES
from app.sealing.envelope import EnvelopeClass
from tests.processes import ROOT

VECTORS = json.loads((ROOT / "tests/vectors/archive.json").read_text(encoding="utf-8"))
POSITIVE = json.loads((ROOT / "tests/vectors/envelope.json").read_text(encoding="utf-8"))["positive"]
WHOLE = [each for each in POSITIVE if isinstance(each["envelope"], str)]  # others stand as a digest
ENVELOPES = {each["name"]: base64.b64decode(each["envelope"]) for each in WHOLE}
FOR_REPORTERS = [ENVELOPES[each["name"]] for each in WHOLE if each["class"] == EnvelopeClass.REPORTER]


def brick(a: int, b: int) -> bytes:
    return bytes((a * i + b) % 251 for i in range(BRICK_BYTES))


def parts(case: dict[str, Any]) -> tuple[list[bytes], list[bytes]]:
    return [ENVELOPES[name] for name in case["envelopes"]], [brick(*pattern) for pattern in case["bricks"]]


def patched(data: bytes, steps: list[dict[str, Any]]) -> bytes:
    for step in steps:
        if "length" in step:
            data = data[: step["length"]].ljust(step["length"], b"\0")
        else:
            given = bytes.fromhex(step.get("set", step.get("xor")))
            at, end = step["at"], step["at"] + len(given)
            there = bytes(len(given)) if "set" in step else data[at:end]
            data = data[:at] + bytes(a ^ b for a, b in zip(given, there, strict=True)) + data[end:]
    return data


@pytest.mark.parametrize("case", VECTORS["positive"], ids=lambda case: case["name"])
def test_an_archive_has_these_bytes_and_gives_back_what_went_in(case: dict[str, Any]) -> None:
    envelopes, bricks = parts(case)

    data = write(envelopes, bricks)

    assert (len(data), data[:16].hex()) == (case["length"], case["first"])
    assert hashlib.blake2b(data, digest_size=32).hexdigest() == case["blake2b"]
    assert read(data).envelopes == tuple(envelopes)
    assert read(data).bricks == tuple(bricks)


@pytest.mark.parametrize("case", VECTORS["negative"], ids=lambda case: case["name"])
def test_what_is_no_archive_is_refused(case: dict[str, Any]) -> None:
    whole = write(*parts(VECTORS["positive"][case["base"]]))

    with pytest.raises(CannotBeOpened) as refusal:
        read(patched(whole, case["patch"]))

    assert refusal.value.check == case["check"]


def test_an_archive_takes_only_what_belongs_into_it() -> None:
    one = next(iter(parts(VECTORS["positive"][0])[0]))
    for envelopes, bricks in (([], []), ([one] * 65, []), ([FOR_REPORTERS[0]], []), ([one], [b"short"])):
        with pytest.raises(BadInput):
            write(envelopes, bricks)
