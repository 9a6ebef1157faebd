"""Contacts: an address to which a worker may send notices, sealed so that only that worker reads it.

    plain  = LP(label) || LP(JSON) || zeros                         up to the next 512 or 1,024 bytes
    sealed = crypto_box_seal(plain, the worker's public key)        48 bytes longer

    hotline   "SPK1/hotline-contact", 512     sealed by the gateway: a reporter who may be texted
    desk      "SPK1/desk-contact", 1,024      sealed by the desk: an officer's mail address, or their browser

Who seals one can never read it again; the store shows neither the address nor, by its length, how many
offices have a report, or whether it is mail. Sealed boxes have no associated data, so the label stands
inside.

Must never: be used for anything that a reporter wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nacl.bindings as sodium
from nacl import exceptions

from app.domain.errors import BadInput
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import KEY_BYTES, REFUSALS, labelled

LENGTH_BYTES = 4
SEAL_BYTES = 48  # what a sealed box adds
REFUSED = (*REFUSALS, exceptions.ValueError, exceptions.TypeError)  # also what is shorter than any box


@dataclass(frozen=True, slots=True)
class Use:
    """What a contact is for, and the bytes that it is filled up to, or to a multiple of them."""

    label: str
    padded_to: int


HOTLINE = Use("SPK1/hotline-contact", 512)  # one office takes about 250 bytes; three take the next step
DESK = Use("SPK1/desk-contact", 1_024)  # the address of a browser takes about 500 bytes, sometimes 800
DESK_BYTES = DESK.padded_to + SEAL_BYTES


def seal_contact(public: bytes, contact: Mapping[str, Any], use: Use = HOTLINE) -> bytes:
    """Seal a contact to the worker's public key; the length is a multiple of that of `use`, and 48.

    Raises:
        BadInput: the key has not 32 bytes, or is none.
    """
    plain = labelled(use.label, dumps(dict(contact)))
    if len(public) != KEY_BYTES:
        raise BadInput("notice_key", f"must have {KEY_BYTES} bytes")
    try:
        return sodium.crypto_box_seal(plain + bytes(-len(plain) % use.padded_to), public)
    except exceptions.RuntimeError:
        raise BadInput("notice_key", "is not a public key") from None


def open_contact(pair: BoxKeyPair, sealed: bytes, use: Use = HOTLINE) -> dict[str, Any] | None:
    """What was sealed; None when it is for another key or use, or no contact."""
    try:
        plain = sodium.crypto_box_seal_open(sealed, pair.public, pair.secret)
    except REFUSED:
        return None
    head = labelled(use.label)
    if not plain.startswith(head):
        return None
    at = len(head) + LENGTH_BYTES
    length = int.from_bytes(plain[len(head) : at], "little")
    try:
        told = loads(plain[at : at + length])
    except NotStrictJson:
        return None
    return told if isinstance(told, dict) else None
