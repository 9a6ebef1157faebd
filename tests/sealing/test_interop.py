"""What one implementation seals the other opens: Python here, TypeScript in Node, both its libraries."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import strict_json
from app.domain.errors import CannotBeOpened, ReceiptUnreadable
from app.sealing import devicekeys, directory, outer, receipt, signatures, tags
from app.sealing.attachment import seal_file
from app.sealing.attachment_opening import FileKeys, open_file
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.opening import make_grant, open_envelope, open_granted, open_outer
from tests.sealing.twin import LIBRARIES, Refused, Twin

ORGANISATION = bytes(range(16))
CHEAP = devicekeys.Cost(ops=1, bytes=65_536)

quickly = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    with Twin() as running:
        yield running


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def payload(recipients: list[str], **more: object) -> bytes:
    return strict_json.dumps({"recipients": recipients, **more})


def readers(count: int) -> list[BoxKeyPair]:
    return [BoxKeyPair.generate() for _ in range(count)]


@pytest.mark.parametrize("envelope_class", EnvelopeClass)
@quickly
@given(words=st.text(max_size=300), count=st.integers(1, 8))
def test_the_twin_opens_what_python_sealed_for_each_recipient(
    twin: Twin, library: str, envelope_class: EnvelopeClass, words: str, count: int
) -> None:
    office, sender = readers(count), BoxKeyPair.generate()
    sealed = seal(payload(["a device"], words=words), sender, [key.public for key in office], envelope_class)

    for key in office:
        found = twin.ask(
            library,
            "open",
            envelope=sealed.envelope,
            reader="a device",
            keys=[key.secret],
            sender=sender.public,
        )
        assert found["payload"]["words"] == words
        assert found["ctx"] == sealed.ctx.hex()
        assert found["sender"] == sender.public.hex()


@pytest.mark.parametrize("envelope_class", EnvelopeClass)
@quickly
@given(words=st.text(max_size=300), count=st.integers(1, 8))
def test_python_opens_what_the_twin_sealed_for_each_recipient(
    twin: Twin, library: str, envelope_class: EnvelopeClass, words: str, count: int
) -> None:
    office, sender = readers(count), BoxKeyPair.generate()
    sealed = twin.ask(
        library,
        "seal",
        payload=payload(["reporter"], words=words),
        sender=sender.secret,
        recipients=[key.public for key in office],
        **{"class": int(envelope_class)},
    )

    for key in office:
        found = open_envelope(bytes.fromhex(sealed["envelope"]), "reporter", key, sender.public)
        assert found.payload["words"] == words
        assert found.ctx.hex() == sealed["ctx"]


@settings(quickly, max_examples=60)
@given(at=st.integers(0, 4095), bit=st.integers(0, 7))
def test_both_refuse_a_flipped_bit_by_the_same_check(twin: Twin, library: str, at: int, bit: int) -> None:
    office, sender = readers(3), BoxKeyPair.generate()
    sealed = seal(payload(["reporter"]), sender, [key.public for key in office], EnvelopeClass.REPORTER)
    changed = bytearray(sealed.envelope)
    changed[at] ^= 1 << bit

    def by_python() -> Refused | bytes:
        try:
            return open_envelope(bytes(changed), "reporter", office[0]).ctx
        except CannotBeOpened as refused:
            return Refused(refused.check)

    found = twin.ask(library, "open", envelope=changed.hex(), reader="reporter", keys=[office[0].secret])
    expected = by_python()
    assert found == expected if isinstance(expected, Refused) else found["ctx"] == expected.hex()


def test_the_relay_opens_the_outer_layer_of_either(twin: Twin, library: str) -> None:
    relay, office, envelope = BoxKeyPair.generate(), bytes(range(16)), bytes(16_384)
    theirs = twin.ask(library, "outer", office=office, envelope=envelope, relay=relay.public)
    cover = twin.ask(library, "cover", relay=relay.public)
    ours = outer.seal_outer(office, envelope, relay.public)

    deposit = open_outer(bytes.fromhex(theirs["outer"]), relay)
    assert (deposit.type, deposit.office, deposit.envelope) == (1, office, envelope)
    assert outer.leaf(bytes.fromhex(theirs["outer"])).hex() == theirs["leaf"]
    assert open_outer(bytes.fromhex(cover["outer"]), relay).type == 0
    found = twin.ask(library, "openOuter", outer=ours, relay=relay.secret)
    assert (found["type"], found["office"], found["envelope"]) == (1, office.hex(), envelope.hex())
    assert twin.ask(library, "openOuter", outer=ours, relay=bytes([1]) * 32) == Refused("seal")


@pytest.mark.parametrize("language", receipt.LISTS)
def test_a_receipt_shown_by_one_is_read_by_the_other(twin: Twin, library: str, language: str) -> None:
    ours = receipt.new_receipt()
    theirs = twin.ask(
        library, "receipt", entropy=str(ours.entropy), organisation=ORGANISATION, language=language
    )
    keys = receipt.derive(ours, ORGANISATION)

    assert theirs["groups"] == ours.groups
    assert ours in receipt.parse(" ".join(theirs["words"]), language)
    for typed in (" ".join(ours.words(language)), ours.digits, ours.groups):
        assert str(ours.entropy) in twin.ask(library, "parse", typed=typed, languages=[language])
    assert theirs["secret"] == keys.box.secret.hex()
    assert theirs["public"] == keys.box.public.hex()
    assert theirs["tagKey"] == keys.tag_key.hex()
    assert theirs["thread"] == keys.thread.hex()


MISTYPED = [
    "",
    "one two",
    "zebra zebra zebra zebra zebra zebra",
    "abs stick walk poem brother praise",
    "SPIC\u00a0stic wa\u00adlk poem brot prai",
    "spice stick\x85walk\x1fpoem brother praise",
    "60414-34579-46885-97324",
    "60414 34579 46885 9732\u0664",
    "²0414345794688597324",
    "73786976294838206464",
    "6041434579468859732",
    "一 二 三",
    "的一是在不了",
    "Ⅵ stick walk poem brother praise",
    "ｓｐｉｃｅ stick walk poem brother praise",
]


@pytest.mark.parametrize("typed", MISTYPED)
def test_both_read_what_is_typed_alike_or_refuse_it_alike(twin: Twin, library: str, typed: str) -> None:
    languages = list(receipt.LISTS)

    def by_python() -> Refused | list[str]:
        try:
            return [str(found.entropy) for found in receipt.parse(typed, "en", languages)]
        except ReceiptUnreadable as refused:
            return Refused(refused.check)

    assert twin.ask(library, "parse", typed=typed, languages=languages) == by_python()


@quickly
@given(tag_key=st.binary(min_size=32, max_size=32), j=st.integers(0, 2**32 - 1))
def test_reply_tags_are_the_same(twin: Twin, library: str, tag_key: bytes, j: int) -> None:
    key = tags.reply_key(tag_key, ORGANISATION)
    found = twin.ask(library, "tag", tagKey=tag_key, office=ORGANISATION, j=j)
    assert found == {"key": key.hex(), "tag": tags.tag(key, j).hex()}


@quickly
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
def test_signatures_are_the_same_and_each_verifies_the_others(
    twin: Twin, library: str, seed: bytes, message: bytes
) -> None:
    key = SignKeyPair.from_seed(seed)
    ours = signatures.sign(key, "ack", message)

    assert twin.ask(library, "sign", seed=seed, purpose="ack", message=message) == ours.hex()
    asked: dict[str, Any] = {"public": key.public, "message": message, "signature": ours}
    assert twin.ask(library, "verify", purpose="ack", **asked) is True
    assert twin.ask(library, "verify", purpose="session", **asked) is False


def test_a_grant_made_by_one_opens_with_the_other(twin: Twin, library: str) -> None:
    reporter, grantor, grantee = readers(3)
    envelope = seal(payload(["old"], words="x"), reporter, [grantor.public], EnvelopeClass.OFFICE).envelope
    ours = make_grant(open_envelope(envelope, "old", grantor), grantor, grantee.public)
    asked: dict[str, Any] = {"envelope": envelope, "reader": "old", "grantor": grantor.secret}
    theirs = bytes.fromhex(twin.ask(library, "grant", grantee=grantee.public, **asked))

    assert open_granted(envelope, theirs, grantee, grantor.public).payload["words"] == "x"
    opening: dict[str, Any] = {"envelope": envelope, "key": grantee.secret}
    found = twin.ask(library, "openGranted", grant=ours, grantor=grantor.public, **opening)
    assert found["payload"]["words"] == "x"
    assert found["sender"] == grantor.public.hex()
    refused = twin.ask(library, "openGranted", grant=ours, grantor=reporter.public, **opening)
    assert refused == Refused("sender")


def test_a_file_sealed_by_one_opens_with_the_other(twin: Twin, library: str) -> None:
    data = bytes(range(251)) * 1_500  # two bricks
    ours = seal_file(data)
    theirs = twin.ask(library, "sealFile", data=data)
    names = ("key", "header", "file_id", "hash")
    key, header, file_id, digest = (bytes.fromhex(theirs["fields"][name]) for name in names)
    keys = FileKeys(key, header, file_id, digest, theirs["fields"]["length"])

    assert open_file(keys, [bytes.fromhex(brick) for brick in theirs["bricks"]]) == data
    assert set(theirs["fields"]) == set(ours.fields)
    bricks = [brick.sealed for brick in ours.bricks]
    assert twin.ask(library, "openFile", fields=ours.fields, bricks=bricks) == data.hex()
    swapped = twin.ask(library, "openFile", fields=ours.fields, bricks=bricks[::-1])
    assert swapped == Refused("hash")


def test_a_device_key_file_locked_by_one_unlocks_with_the_other(twin: Twin, library: str) -> None:
    passphrase = "zwölf ﬁsche im 池塘"
    keys = (
        devicekeys.DatedSealKey(BoxKeyPair.generate(), "2026-03-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        devicekeys.DatedSealKey(BoxKeyPair.generate(), "2026-05-01T00:00:00Z"),
    )
    device = devicekeys.Device(
        "ab" * 16, "cd" * 16, "ef" * 16, "Focal point A — ethics", SignKeyPair.generate(), keys
    )
    plain = {
        "organisation": device.organisation,
        "office": device.office,
        "device": device.device,
        "label": device.label,
        "sign": device.sign.seed,
        "seal": [devicekeys.written(key) for key in keys],
    }
    cost = {"ops": CHEAP.ops, "bytes": CHEAP.bytes}
    theirs = twin.ask(library, "lockDevice", device=plain, passphrase=passphrase, cost=cost)
    ours = devicekeys.wrap(device, passphrase, CHEAP)

    assert devicekeys.unwrap(theirs, passphrase) == device
    assert set(theirs) == set(ours)
    assert set(theirs["kdf"]) == set(ours["kdf"])
    found = twin.ask(library, "unlockDevice", file=ours, passphrase=passphrase)
    assert found["sign"] == device.sign.seed.hex()
    assert found["label"] == device.label
    assert [key["public"] for key in found["seal"]] == [key.pair.public.hex() for key in keys]
    assert twin.ask(library, "unlockDevice", file=ours, passphrase="another") == Refused("passphrase")


def test_both_believe_a_directory_and_spell_its_pins_alike(twin: Twin, library: str) -> None:
    roots = [SignKeyPair.generate() for _ in range(3)]
    pins = directory.Pins(tuple(root.public for root in roots), 2)
    document = strict_json.dumps(
        {
            "version": 1,
            "previous": "00" * 32,
            "issued": "2026-01-01T00:00:00Z",
            "expires": "2026-02-01T00:00:00Z",
            "offices": [],
            "policy": {"min_devices": 2},
        }
    )
    signed = [
        directory.RootSignature(root.public, signatures.sign(root, "directory", document)) for root in roots
    ]
    asked: dict[str, Any] = {
        "document": document,
        "signatures": [{"root": given.root, "signature": given.signature} for given in signed],
        "pins": {"roots": list(pins.roots), "threshold": 2},
        "seen": None,
    }

    believed = directory.verify(document, signed, pins, datetime(2026, 1, 15, tzinfo=UTC))
    found = twin.ask(library, "directory", now="2026-01-15T00:00:00Z", **asked)
    assert found == {"version": 1, "hash": believed.hash.hex()}
    assert twin.ask(library, "directory", now="2026-02-01T00:00:00Z", **asked) == Refused("expired")
    words = twin.ask(library, "fingerprint", roots=list(pins.roots), threshold=2)
    assert tuple(words) == directory.fingerprint_words(pins)


# Larger doubles are spelled as whole numbers by JavaScript, so the comparison would compare spellings.
numbers = st.floats(-1e15, 1e15) | st.sampled_from([float("nan"), float("inf"), -float("inf")])
json_bytes = st.one_of(
    st.recursive(
        st.none() | st.booleans() | st.integers() | numbers | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
    st.lists(
        st.sampled_from([b"{", b"}", b"[", b"]", b",", b":", b'"a"', b'"\\ud800"', b"1", b"9" * 16, b" "]),
        max_size=12,
    ).map(b"".join),
    st.integers(30, 34).map(lambda depth: b"[" * depth + b"]" * depth),
    st.sampled_from(
        [b"{}\x00", b"\xef\xbb\xbf{}", b'{"a":1,"a":1}', b"1e400", b"-0", b"1.0", b"\xff", b"01"]
    ),
)


@settings(quickly, max_examples=200)
@given(data=json_bytes)
def test_both_take_and_refuse_the_same_json(twin: Twin, data: bytes) -> None:
    def by_python() -> dict[str, Any] | None:
        try:
            return {"value": strict_json.loads(data)}
        except strict_json.NotStrictJson:
            return None

    assert twin.ask("sodium", "json", bytes=data) == by_python()
