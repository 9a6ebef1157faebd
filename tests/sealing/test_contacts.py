"""A contact opens with the worker's key alone, and its length tells little."""

from base64 import b64decode
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.domain.strict_json import loads
from app.sealing.contacts import DESK, DESK_BYTES, open_contact, seal_contact
from app.sealing.keys import BoxKeyPair

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PAIR = BoxKeyPair.generate()
TOLD = {
    "channel": "sms",
    "address": "+254700000001",
    "lang": "fr",
    "keys": {"00" * 16: "11" * 32},
    "next": {},
}


def test_only_the_worker_reads_a_contact() -> None:
    sealed = seal_contact(PAIR.public, TOLD)

    assert open_contact(PAIR, sealed) == TOLD
    assert open_contact(BoxKeyPair.generate(), sealed) is None
    assert b"254700000001" not in sealed


def test_two_seals_of_one_contact_have_nothing_in_common_but_their_length() -> None:
    first, second = (seal_contact(PAIR.public, TOLD) for _ in range(2))

    assert first[:16] != second[:16]
    assert len(first) == len(second) == 512 + 48


def test_the_length_does_not_tell_one_office_from_two() -> None:
    more = {**TOLD, "keys": {"00" * 16: "11" * 32, "22" * 16: "33" * 32}}

    assert len(seal_contact(PAIR.public, more)) == len(seal_contact(PAIR.public, TOLD))


def test_many_offices_still_fit() -> None:
    many = {**TOLD, "keys": {f"{number:032x}": "11" * 32 for number in range(9)}}

    sealed = seal_contact(PAIR.public, many)

    assert open_contact(PAIR, sealed) == many
    assert (len(sealed) - 48) % 512 == 0


@pytest.mark.parametrize("at", [0, 40, 200, -1])
def test_a_flipped_bit_opens_nothing(at: int) -> None:
    sealed = bytearray(seal_contact(PAIR.public, TOLD))
    sealed[at] ^= 1

    assert open_contact(PAIR, bytes(sealed)) is None


@pytest.mark.parametrize("sealed", [b"", b"x", bytes(47), bytes(560), b"SPK1" * 200])
def test_what_is_no_contact_opens_to_nothing(sealed: bytes) -> None:
    assert open_contact(PAIR, sealed) is None


def test_another_thing_sealed_to_the_same_key_is_no_contact() -> None:
    import nacl.bindings as sodium

    assert open_contact(PAIR, sodium.crypto_box_seal(b'{"channel":"sms"}', PAIR.public)) is None


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33), bytes(32)])
def test_a_key_that_is_none_is_refused(key: bytes) -> None:
    with pytest.raises(BadInput, match="notice_key"):
        seal_contact(key, TOLD)


def test_the_shared_vectors_open_as_contacts_of_the_desk_and_as_nothing_else() -> None:
    vectors = loads((VECTORS / "desk_contact.json").read_bytes())
    pair = BoxKeyPair.from_secret(bytes.fromhex(vectors["secret"]))

    assert pair.public.hex() == vectors["public"]
    for each in vectors["contacts"]:
        sealed = b64decode(each["sealed_base64"])
        assert len(sealed) == DESK_BYTES
        assert open_contact(pair, sealed, DESK) == each["contact"]
        assert open_contact(pair, sealed) is None
        assert open_contact(pair, sealed[:-1] + bytes([sealed[-1] ^ 1]), DESK) is None
