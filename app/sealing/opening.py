"""Opening what was sealed: envelopes, grants, and the outer layer (protocol §3, §4, §9).

Imported by the relay (outer layer), the desk, and the readers of replies, and by nothing of
the web zone: "the server can seal but never open" is a build step, not a promise.

Checks run in the order of the protocol and the first that fails is named. The name is for
the person at this device and must never be sent anywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

import nacl.bindings as sodium
from nacl.utils import random

from app.domain.errors import CannotBeOpened
from app.domain.strict_json import NotStrictJson, loads
from app.sealing.envelope import (
    BODY_AT,
    COMMIT_AT,
    ENVELOPE_BYTES,
    EPHEMERAL_AT,
    NONCE_AT,
    PREFIX_BYTES,
    SLOT_BYTES,
    SLOTS_AT,
    body_key,
    commit_of,
    ctx_of,
    header_fault,
    inner_nonce,
    outer_nonce,
    seal_slot,
)
from app.sealing.keys import BoxKeyPair
from app.sealing.outer import COVER, DEPOSIT, INSIDE_ENVELOPE_AT, INSIDE_OFFICE_AT, OUTER_BYTES
from app.sealing.primitives import KEY_BYTES, REFUSALS, aead_open, box_open, box_shared

# Shared keys by sender's and reader's public key. As secret as the reader's key; never stored.
Agreements = dict[tuple[bytes, bytes], bytes]
GRANT_BYTES = KEY_BYTES + SLOT_BYTES
ZEROS = bytes(max(ENVELOPE_BYTES.values()))  # comparing with these beats looking at each byte, tenfold


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened envelope. `sender` is S (32 bytes; the grantor's in a grant), `ctx` names the content."""

    payload: dict[str, Any] = field(repr=False)
    sender: bytes
    ctx: bytes
    cek: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Deposit:
    """What the relay learns of an upload; `type` 1 is a deposit, 0 is cover."""

    type: int
    office: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """What a slot holds for its reader."""

    cek: bytes
    ctx: bytes
    sender: bytes


def open_envelope(
    envelope: bytes,
    reader_id: str,
    keys: Sequence[BoxKeyPair] | BoxKeyPair,
    sender: bytes | None = None,
    known: Agreements | None = None,
) -> Opened:
    """Open `envelope` as `reader_id`, who must be named in its `recipients`.

    `keys` are all seal keys that this device still holds. `sender` is the key that must have
    sealed it, compared byte for byte; None when any will do. `known` is kept by a caller who
    opens many envelopes of the same senders: a key agreement is a quarter of the work.

    Raises:
        CannotBeOpened: with the name of the first check that failed.
    """
    check_header(envelope)
    slots = (envelope[at : at + SLOT_BYTES] for at in range(SLOTS_AT, NONCE_AT, SLOT_BYTES))
    slot = open_slots(envelope[EPHEMERAL_AT:COMMIT_AT], slots, listed(keys), {} if known is None else known)
    opened = open_content(envelope, slot)
    if reader_id not in opened.payload["recipients"]:
        raise CannotBeOpened("recipients")
    if sender is not None and not compare_digest(opened.sender, sender):
        raise CannotBeOpened("sender")
    return opened


def make_grant(opened: Opened, grantor: BoxKeyPair, grantee: bytes, ephemeral: bytes | None = None) -> bytes:
    """Give an opened envelope to a device that joined later: 160 bytes for its seal key alone.

    E' is drawn for each grant; sharing it between grants would repeat nonces.
    """
    pair = BoxKeyPair.from_secret(ephemeral or random(KEY_BYTES))
    return pair.public + seal_slot(opened.cek + opened.ctx, grantor, grantee, pair)


def open_granted(
    envelope: bytes, grant: bytes, keys: Sequence[BoxKeyPair] | BoxKeyPair, grantor: bytes
) -> Opened:
    """Open an earlier envelope by a grant; authorship is vouched for by the grantor alone.

    The reader need not be named in `recipients`.

    Raises:
        CannotBeOpened: with the name of the first check that failed.
    """
    check_header(envelope)
    if len(grant) != GRANT_BYTES:
        raise CannotBeOpened("length")
    slot = open_slots(grant[:KEY_BYTES], [grant[KEY_BYTES:]], listed(keys), {})
    opened = open_content(envelope, slot)
    if not compare_digest(opened.sender, grantor):
        raise CannotBeOpened("sender")
    return opened


def open_outer(outer: bytes, relay: BoxKeyPair) -> Deposit:
    """Open the outer layer with a relay key.

    Raises:
        CannotBeOpened: length, seal, type or zero.
    """
    if len(outer) != OUTER_BYTES:
        raise CannotBeOpened("length")
    try:
        inside = sodium.crypto_box_seal_open(outer, relay.public, relay.secret)
    except REFUSALS:
        raise CannotBeOpened("seal") from None
    if inside[0] not in (COVER, DEPOSIT):
        raise CannotBeOpened("type")
    if any(inside[1:INSIDE_OFFICE_AT]):
        raise CannotBeOpened("zero")
    return Deposit(inside[0], inside[INSIDE_OFFICE_AT:INSIDE_ENVELOPE_AT], inside[INSIDE_ENVELOPE_AT:])


def listed(keys: Sequence[BoxKeyPair] | BoxKeyPair) -> Sequence[BoxKeyPair]:
    """One pair or several, as several."""
    return [keys] if isinstance(keys, BoxKeyPair) else keys


def check_header(envelope: bytes) -> None:
    """Refuse what is no envelope."""
    if fault := header_fault(envelope):
        raise CannotBeOpened(fault)


def open_slots(
    ephemeral: bytes, slots: Iterable[bytes], keys: Sequence[BoxKeyPair], known: Agreements
) -> Slot:
    """Find the first slot whose outer box opens; it decides, whatever the later ones hold."""
    readers = [(pair, shared_with(ephemeral, pair), outer_nonce(ephemeral, pair.public)) for pair in keys]
    for slot in slots:
        for pair, shared, nonce in readers:
            content = box_open(shared, nonce, slot)
            if content is not None:
                return open_inner(ephemeral, content, pair, known)
    raise CannotBeOpened("slot")


def shared_with(ephemeral: bytes, pair: BoxKeyPair) -> bytes:
    """The outer key, computed once for all slots."""
    shared = box_shared(ephemeral, pair.secret)
    if shared is None:
        raise CannotBeOpened("ephemeral")
    return shared


def open_inner(ephemeral: bytes, content: bytes, pair: BoxKeyPair, known: Agreements) -> Slot:
    """The inner box: proves to this reader that the holder of S wrote it."""
    sender = content[:KEY_BYTES]
    shared = known.get((sender, pair.public)) or box_shared(sender, pair.secret)
    nonce = inner_nonce(ephemeral, sender, pair.public)
    opener = box_open(shared, nonce, content[KEY_BYTES:]) if shared is not None else None
    if shared is None or opener is None:
        raise CannotBeOpened("inner")
    known[sender, pair.public] = shared  # only of senders who proved to be one: strangers must not fill it
    return Slot(opener[:KEY_BYTES], opener[KEY_BYTES:], sender)


def open_content(envelope: bytes, slot: Slot) -> Opened:
    """From the slot on: context, commitment, body, padding, schema."""
    if not compare_digest(slot.ctx, ctx_of(envelope)):
        raise CannotBeOpened("ctx")
    if not compare_digest(commit_of(slot.cek), envelope[COMMIT_AT:SLOTS_AT]):
        raise CannotBeOpened("commit")
    nonce, header, body = envelope[NONCE_AT:BODY_AT], envelope[:SLOTS_AT], envelope[BODY_AT:]
    padded = aead_open(body_key(slot.cek), nonce, header, body)
    if padded is None:
        raise CannotBeOpened("body")
    return Opened(payload_of(unpad(padded)), slot.sender, slot.ctx, slot.cek)


def unpad(padded: bytes) -> bytes:
    """The payload's bytes; everything behind them must be zero."""
    end = PREFIX_BYTES + int.from_bytes(padded[:PREFIX_BYTES], "little")
    if end > len(padded) or padded[end:] != ZEROS[end : len(padded)]:
        raise CannotBeOpened("padding")
    return padded[PREFIX_BYTES:end]


def payload_of(data: bytes) -> dict[str, Any]:
    """The payload as an object whose `recipients` is a list; each kind has its own schema beneath this."""
    try:
        value = loads(data)
    except NotStrictJson:
        raise CannotBeOpened("schema") from None
    if not isinstance(value, dict) or not isinstance(value.get("recipients"), list):
        raise CannotBeOpened("schema")
    return value
