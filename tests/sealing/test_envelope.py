"""What an envelope promises, tried with drawn payloads, recipients and flipped bits."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import BadInput, CannotBeOpened, NoRecipient, TooLong
from app.domain.strict_json import dumps
from app.sealing.envelope import (
    BODY_AT,
    CAPACITY,
    ENVELOPE_BYTES,
    NONCE_AT,
    SLOT_BYTES,
    SLOTS,
    SLOTS_AT,
    EnvelopeClass,
    header_fault,
    seal,
)
from app.sealing.keys import BoxKeyPair
from app.sealing.opening import GRANT_BYTES, Agreements, make_grant, open_envelope, open_granted

OFFICE, REPORTER = EnvelopeClass.OFFICE, EnvelopeClass.REPORTER
CLASSES = st.sampled_from([OFFICE, REPORTER])
QUICK = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Reader:
    """Somebody with a key and a name."""

    name: str
    keys: BoxKeyPair

    def opens(self, envelope: bytes, sender: bytes | None = None) -> dict[str, object]:
        """What this reader reads."""
        return open_envelope(envelope, self.name, self.keys, sender).payload


def readers(count: int) -> list[Reader]:
    """So many readers."""
    return [Reader(f"{number:032x}", BoxKeyPair.generate()) for number in range(count)]


def sealed_to(
    people: list[Reader], text: str = "words", cls: EnvelopeClass = OFFICE
) -> tuple[bytes, BoxKeyPair]:
    """An envelope to these readers, and who sealed it."""
    sender = BoxKeyPair.generate()
    payload = dumps({"recipients": [each.name for each in people], "text": text})
    return seal(payload, sender, [each.keys.public for each in people], cls).envelope, sender


@QUICK
@given(count=st.integers(1, SLOTS), text=st.text(max_size=300).filter(lambda t: t.isprintable()), cls=CLASSES)
def test_every_recipient_opens_it_and_nobody_else(count: int, text: str, cls: EnvelopeClass) -> None:
    people, stranger = readers(count), readers(1)[0]
    envelope, sender = sealed_to(people, text, cls)

    assert len(envelope) == ENVELOPE_BYTES[cls]
    for each in people:
        assert each.opens(envelope, sender.public)["text"] == text
    with pytest.raises(CannotBeOpened, match="slot"):
        stranger.opens(envelope)


@QUICK
@given(cls=CLASSES, data=st.data())
def test_a_flipped_bit_that_concerns_the_reader_is_refused_and_one_in_anothers_slot_is_not(
    cls: EnvelopeClass, data: st.DataObject
) -> None:
    reader, colleague = readers(2)
    envelope, sender = sealed_to([reader, colleague], cls=cls)
    bit = data.draw(st.integers(0, 8 * len(envelope) - 1))
    changed = bytearray(envelope)
    changed[bit // 8] ^= 1 << bit % 8
    mine = own_slot(envelope, reader)
    foreign_slot = SLOTS_AT <= bit // 8 < NONCE_AT and bit // 8 not in mine

    if foreign_slot:
        assert reader.opens(bytes(changed), sender.public)["text"] == "words"
    else:
        with pytest.raises(CannotBeOpened):
            reader.opens(bytes(changed), sender.public)


def own_slot(envelope: bytes, reader: Reader) -> range:
    """The bytes of the slot that opens for this reader: the one whose loss shuts the envelope."""
    for at in range(SLOTS_AT, NONCE_AT, SLOT_BYTES):
        without = envelope[:at] + bytes(SLOT_BYTES) + envelope[at + SLOT_BYTES :]
        try:
            reader.opens(without)
        except CannotBeOpened:
            return range(at, at + SLOT_BYTES)
    raise AssertionError("the reader has no slot")


@pytest.mark.parametrize("cls", [OFFICE, REPORTER])
def test_a_full_payload_fits_and_one_byte_more_does_not(cls: EnvelopeClass) -> None:
    reader = readers(1)[0]
    frame = len(dumps({"recipients": [reader.name], "text": ""}))
    full = dumps({"recipients": [reader.name], "text": "x" * (CAPACITY[cls] - frame)})
    sealed = seal(full, BoxKeyPair.generate(), [reader.keys.public], cls)

    assert len(full) == CAPACITY[cls]
    assert len(str(reader.opens(sealed.envelope)["text"])) == CAPACITY[cls] - frame
    with pytest.raises(TooLong):
        seal(full + b" ", BoxKeyPair.generate(), [reader.keys.public], cls)


def test_an_empty_payload_is_refused_by_the_reader_as_no_json() -> None:
    reader = readers(1)[0]
    envelope = seal(b"", BoxKeyPair.generate(), [reader.keys.public], OFFICE).envelope

    with pytest.raises(CannotBeOpened, match="schema"):
        reader.opens(envelope)


def test_neither_the_length_of_the_text_nor_the_number_of_recipients_shows() -> None:
    short, _ = sealed_to(readers(1), "a")
    long, _ = sealed_to(readers(8), "a" * 10_000)

    assert len(short) == len(long)
    assert short[:8] == long[:8]


def test_sealing_the_same_words_twice_gives_nothing_in_common_but_the_header() -> None:
    people = readers(2)
    first, _ = sealed_to(people)
    second, _ = sealed_to(people)

    assert first[:8] == second[:8]
    assert first[8:40] != second[8:40]
    assert first[BODY_AT:] != second[BODY_AT:]


@pytest.mark.parametrize(
    ("recipients", "error"),
    [
        ([], NoRecipient),
        ([BoxKeyPair.generate().public for _ in range(9)], NoRecipient),
        ([b"\x01" * 32] * 2, NoRecipient),
        ([bytes(32)], NoRecipient),  # a point of low order
        ([b"short"], BadInput),
    ],
)
def test_a_list_of_recipients_that_cannot_be_served_is_refused(recipients: list[bytes], error: type) -> None:
    with pytest.raises(error):
        seal(b"{}", BoxKeyPair.generate(), recipients, OFFICE)


def test_an_old_seal_key_still_opens_beside_the_new_one() -> None:
    old, new = BoxKeyPair.generate(), BoxKeyPair.generate()
    envelope = seal(dumps({"recipients": ["a"]}), BoxKeyPair.generate(), [old.public], OFFICE).envelope

    assert open_envelope(envelope, "a", [new, old]).payload == {"recipients": ["a"]}


def test_a_fellow_recipient_cannot_rewrite_the_body_for_a_colleague() -> None:
    amina, boris = readers(2)
    envelope, _ = sealed_to([amina, boris])
    other, _ = sealed_to([amina, boris], "I withdraw my complaint")
    forged = envelope[:NONCE_AT] + other[NONCE_AT:]

    with pytest.raises(CannotBeOpened, match="ctx"):
        boris.opens(forged)


def test_a_grant_opens_for_the_grantee_alone_and_names_the_grantor() -> None:
    reader, newcomer, stranger = readers(3)
    envelope, _ = sealed_to([reader])
    opened = open_envelope(envelope, reader.name, reader.keys)
    grant = make_grant(opened, reader.keys, newcomer.keys.public)

    granted = open_granted(envelope, grant, newcomer.keys, reader.keys.public)

    assert granted.payload == opened.payload
    assert granted.sender == reader.keys.public
    with pytest.raises(CannotBeOpened, match="slot"):
        open_granted(envelope, grant, stranger.keys, reader.keys.public)
    with pytest.raises(CannotBeOpened, match="sender"):
        open_granted(envelope, grant, newcomer.keys, stranger.keys.public)
    with pytest.raises(CannotBeOpened, match="ctx"):
        open_granted(sealed_to([reader])[0], grant, newcomer.keys, reader.keys.public)
    with pytest.raises(CannotBeOpened, match="length"):
        open_granted(envelope, grant[:-1], newcomer.keys, reader.keys.public)


def test_no_two_grants_share_their_ephemeral_key() -> None:
    reader, newcomer = readers(2)
    envelope, _ = sealed_to([reader])
    opened = open_envelope(envelope, reader.name, reader.keys)

    grants = {make_grant(opened, reader.keys, newcomer.keys.public)[:32] for _ in range(8)}

    assert len(grants) == 8


@QUICK
@given(st.binary(max_size=200))
def test_bytes_that_are_no_envelope_are_refused_by_a_named_rule(noise: bytes) -> None:
    assert header_fault(noise) in {"magic", "suite", "class", "length", "slots", "zero"}


def test_an_envelope_towards_a_reporter_is_none_towards_an_office() -> None:
    envelope, _ = sealed_to(readers(1), cls=REPORTER)

    assert header_fault(envelope) is None
    assert header_fault(envelope, OFFICE) == "class"


def test_remembered_agreements_change_nothing_but_the_work() -> None:
    reader = readers(1)[0]
    envelope, sender = sealed_to([reader])
    known: Agreements = {}

    first = open_envelope(envelope, reader.name, reader.keys, sender.public, known)
    again = open_envelope(envelope, reader.name, reader.keys, sender.public, known)

    assert first == again
    assert list(known) == [(sender.public, reader.keys.public)]


def test_who_only_claims_to_be_a_sender_is_refused_and_not_remembered() -> None:
    reader, colleague = readers(2)
    victim, forger = BoxKeyPair.generate(), BoxKeyPair.generate()
    posing = BoxKeyPair(forger.secret, victim.public)  # another's public key over one's own secret
    payload = dumps({"recipients": [reader.name]})
    forged = seal(payload, posing, [reader.keys.public, colleague.keys.public], OFFICE).envelope

    for known in ({}, agreements_with(victim, reader)):
        before = dict(known)
        with pytest.raises(CannotBeOpened, match="inner"):
            open_envelope(forged, reader.name, reader.keys, None, known)
        assert known == before


def agreements_with(sender: BoxKeyPair, reader: Reader) -> Agreements:
    """What a reader remembers of a sender whose envelope it has opened."""
    known: Agreements = {}
    payload = dumps({"recipients": [reader.name]})
    honest = seal(payload, sender, [reader.keys.public], OFFICE).envelope
    open_envelope(honest, reader.name, reader.keys, sender.public, known)
    return known


@QUICK
@given(bit=st.integers(0, 8 * GRANT_BYTES - 1))
def test_a_flipped_bit_in_a_grant_shuts_it(bit: int) -> None:
    reader, newcomer = readers(2)
    envelope, _ = sealed_to([reader])
    opened = open_envelope(envelope, reader.name, reader.keys)
    grant = bytearray(make_grant(opened, reader.keys, newcomer.keys.public))
    grant[bit // 8] ^= 1 << bit % 8

    with pytest.raises(CannotBeOpened):
        open_granted(envelope, bytes(grant), newcomer.keys, reader.keys.public)


def test_a_grantee_can_grant_on_with_the_content_unchanged() -> None:
    reader, second, third = readers(3)
    envelope, _ = sealed_to([reader])
    first = make_grant(open_envelope(envelope, reader.name, reader.keys), reader.keys, second.keys.public)
    granted = open_granted(envelope, first, second.keys, reader.keys.public)

    onward = make_grant(granted, second.keys, third.keys.public)

    assert open_granted(envelope, onward, third.keys, second.keys.public).ctx == granted.ctx
