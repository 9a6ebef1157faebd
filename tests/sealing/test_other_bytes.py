"""The outer layer, signatures, strict JSON, device and root key files."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import strict_json
from app.domain.errors import BadInput, CannotBeOpened
from app.sealing import rootkeys
from app.sealing.devicekeys import Cost, DatedSealKey, Device, unwrap, wrap
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.opening import open_outer
from app.sealing.outer import COVER, DEPOSIT, OUTER_BYTES, cover, leaf, seal_outer
from app.sealing.signatures import sign, verify

CHEAP = Cost(ops=1, bytes=8192)
ENVELOPE = bytes(ENVELOPE_BYTES[EnvelopeClass.OFFICE])
OFFICE = bytes(range(16))


def test_a_deposit_and_cover_have_the_same_length_and_only_the_relay_tells_them_apart() -> None:
    relay = BoxKeyPair.generate()
    deposit, covering = seal_outer(OFFICE, ENVELOPE, relay.public), cover(relay.public)

    assert len(deposit) == len(covering) == OUTER_BYTES == 16_464
    assert open_outer(deposit, relay).type == DEPOSIT
    assert open_outer(deposit, relay).office == OFFICE
    assert open_outer(covering, relay).type == COVER
    with pytest.raises(CannotBeOpened, match="seal"):
        open_outer(deposit, BoxKeyPair.generate())


@settings(max_examples=50, deadline=None)
@given(bit=st.integers(0, 8 * OUTER_BYTES - 1))
def test_a_flipped_bit_shuts_the_outer_layer_and_changes_its_name(bit: int) -> None:
    relay = BoxKeyPair.generate()
    outer = bytearray(seal_outer(OFFICE, ENVELOPE, relay.public))
    name = leaf(bytes(outer))
    outer[bit // 8] ^= 1 << bit % 8

    assert leaf(bytes(outer)) != name
    with pytest.raises(CannotBeOpened, match="seal"):
        open_outer(bytes(outer), relay)


@pytest.mark.parametrize(("office", "envelope"), [(b"short", ENVELOPE), (OFFICE, b"short")])
def test_the_outer_layer_takes_only_an_envelope_towards_an_office(office: bytes, envelope: bytes) -> None:
    with pytest.raises(BadInput):
        seal_outer(office, envelope, BoxKeyPair.generate().public)


@settings(max_examples=50, deadline=None)
@given(message=st.binary(max_size=100), purpose=st.sampled_from(["ack", "intake", "session"]))
def test_a_signature_holds_for_its_message_and_its_purpose_alone(message: bytes, purpose: str) -> None:
    key = SignKeyPair.generate()
    signature = sign(key, purpose, message)

    assert verify(key.public, purpose, message, signature)
    assert not verify(key.public, "directory", message, signature)
    assert not verify(key.public, purpose, message + b"!", signature)
    assert not verify(SignKeyPair.generate().public, purpose, message, signature)
    assert not verify(key.public, purpose, message, signature[:-1])


@pytest.mark.parametrize(
    "hostile",
    [
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":2}}',
        b'"\\ud800"',
        b'{"\\udc00":1}',
        b"\xef\xbb\xbf{}",
        b'{"a":9007199254740992}',
        b'{"a":1e999}',
        b'{"a":' + b"1" * 5000 + b"}",
        b"[" * 33 + b"]" * 33,
        b"[" * 100_000,
        b"{} {}",
        b"",
        b'"\xff"',
        b"{'a':1}",
    ],
)
def test_json_that_not_everyone_reads_alike_is_refused(hostile: bytes) -> None:
    with pytest.raises(strict_json.NotStrictJson):
        strict_json.loads(hostile)


def test_thirty_two_levels_are_read() -> None:
    assert strict_json.loads(b"[" * 32 + b"]" * 32) is not None
    assert strict_json.loads(b'["' + b"[" * 100 + b'"]') == ["[" * 100]


@settings(max_examples=60, deadline=None)
@given(
    depth=st.integers(1, 60),
    shape=st.randoms(use_true_random=False),
    text=st.text(st.sampled_from('[]{}"\\,:a'), max_size=40),
)
def test_only_brackets_outside_strings_are_levels(depth: int, shape: Random, text: str) -> None:
    value: object = text
    for _ in range(depth):
        value = [text, value] if shape.random() < 0.5 else {text: value, text + "x": text}
    written = json.dumps(value).encode()

    if depth <= strict_json.DEPTH:
        assert strict_json.loads(written) == value
    else:
        with pytest.raises(strict_json.NotStrictJson):
            strict_json.loads(written)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def nested(levels: int) -> object:
    """Lists in lists, so many deep."""
    value: object = 0
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        [-(2**53)],
        "\ud800",
        {"\udfff": 1},
        {1: "a", "1": "b"},
        nested(33),
        nested(100_000),
    ],
    ids=["nan", "infinity", "2^53", "-2^53", "surrogate", "name", "twice", "33 levels", "no end"],
)
def test_nothing_is_written_that_nobody_could_read(value: object) -> None:
    with pytest.raises(strict_json.NotStrictJson):
        strict_json.dumps(value)


@pytest.mark.parametrize("value", ["\x00\x1f\u2028", "a\\u0041", "😀", {"": ""}, 2**53 - 1, -0.5])
def test_odd_but_proper_values_are_written_and_read(value: object) -> None:
    assert strict_json.loads(strict_json.dumps(value)) == value


@settings(max_examples=100, deadline=None)
@given(value=JSON)
def test_what_is_written_is_read_back(value: object) -> None:
    assert strict_json.loads(strict_json.dumps(value)) == value
    assert json.loads(strict_json.dumps(value)) == value


def device() -> Device:
    """A device with two seal keys."""
    keys = tuple(
        DatedSealKey(BoxKeyPair.generate(), "2030-01-01T00:00:00Z", "2026-01-01T00:00:00Z") for _ in range(2)
    )
    return Device("0" * 32, "1" * 32, "2" * 32, "Focal point A", SignKeyPair.generate(), keys)


def test_a_device_file_opens_with_its_passphrase_alone() -> None:
    locked = device()
    file = wrap(locked, "correct horse", CHEAP)

    assert unwrap(file, "correct horse") == locked
    with pytest.raises(CannotBeOpened, match="passphrase"):
        unwrap(file, "wrong horse")


def test_a_device_file_cannot_stand_under_another_devices_name() -> None:
    file = wrap(device(), "correct horse", CHEAP) | {"device": "3" * 32}

    with pytest.raises(CannotBeOpened, match="passphrase"):
        unwrap(file, "correct horse")


def test_a_device_file_and_its_repr_show_no_secret() -> None:
    locked = device()
    written = json.dumps(wrap(locked, "correct horse", CHEAP)) + repr(locked)

    assert locked.sign.seed.hex() not in written
    assert all(dated.pair.secret.hex() not in written for dated in locked.seal)


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({"v": 2}, "version"),
        ({"kind": "other"}, "version"),
        ({"kdf": None}, "kdf"),
        ({"kdf": []}, "kdf"),
        ({"nonce": "zz"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"organisation": "2" * 34}, "organisation"),
        ({"office": 7}, "office"),
        ({"device": "2" * 31}, "device"),
        ({"sealed": ""}, "sealed"),
        ({"label": 1}, "label"),
    ],
)
def test_a_damaged_device_file_is_refused_by_the_name_of_the_field(
    broken: dict[str, object], named: str
) -> None:
    file = wrap(device(), "correct horse", CHEAP)

    with pytest.raises(BadInput, match=f"device file: .*{named}"):
        unwrap(file | broken, "wrong horse")


@pytest.mark.parametrize("no_object", [[], "text", None, 7])
def test_what_is_no_object_is_no_key_file(no_object: Any) -> None:
    for opens in (unwrap, rootkeys.unwrap):
        with pytest.raises(BadInput, match="object"):
            opens(no_object, "correct horse")


def test_a_passphrase_typed_in_another_unicode_form_is_the_same_one() -> None:
    locked = device()

    assert unwrap(wrap(locked, "cafe\u0301 \ufb01ne", CHEAP), "caf\u00e9 fine") == locked


def test_bytes_from_a_terminal_that_are_no_text_are_a_wrong_passphrase() -> None:
    file = wrap(device(), "correct horse", CHEAP)

    with pytest.raises(CannotBeOpened, match="passphrase"):
        unwrap(file, b"\xff".decode(errors="surrogateescape"))


@settings(max_examples=25, deadline=None)
@given(bit=st.integers(0, 8 * 16 - 1), field=st.sampled_from(["nonce", "sealed", "device", "salt"]))
def test_a_flipped_bit_in_a_device_file_shuts_it(bit: int, field: str) -> None:
    file = wrap(device(), "correct horse", CHEAP)
    part = file["kdf"] if field == "salt" else file
    changed = bytearray.fromhex(part[field])
    changed[bit // 8] ^= 1 << bit % 8
    part[field] = changed.hex()

    with pytest.raises(CannotBeOpened, match="passphrase"):
        unwrap(file, "correct horse")


def test_a_file_that_asks_for_all_memory_is_refused_before_it_gets_any() -> None:
    file = wrap(device(), "correct horse", CHEAP)
    file["kdf"] |= {"bytes": 2**40}

    with pytest.raises(BadInput, match="more memory"):
        unwrap(file, "correct horse")


def test_a_root_file_opens_with_its_passphrase_alone() -> None:
    root = SignKeyPair.generate()
    file = rootkeys.wrap(root, "Root 1", "correct horse", CHEAP)

    assert rootkeys.unwrap(file, "correct horse") == root
    with pytest.raises(CannotBeOpened, match="passphrase"):
        rootkeys.unwrap(file, "wrong horse")
    with pytest.raises(BadInput, match="passphrase"):
        rootkeys.wrap(root, "Root 1", "", CHEAP)
