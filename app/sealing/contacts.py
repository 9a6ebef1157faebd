"""Contacts: an address that may be texted, sealed by the gateway so that only the hotline's worker reads it.

    plain  = LP("SPK1/hotline-contact") || LP(JSON) || zeros        up to the next 512 bytes
    sealed = crypto_box_seal(plain, the worker's public key)        48 bytes longer

The gateway can write one and never read it again; the store shows neither the address nor, by its length, how
many offices have the report. Sealed boxes have no associated data, so the label stands inside.

Must never: be used for anything that a reporter wrote.
"""

from collections.abc import Mapping
from typing import Any

import nacl.bindings as sodium
from nacl import exceptions

from app.domain.errors import BadInput
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import KEY_BYTES, REFUSALS, labelled
from app.sealing.strict_json import NotStrictJson, dumps, loads

PADDED_TO = 512  # one office takes about 250 bytes; three take the next step
LENGTH_BYTES = 4
LABEL = "SPK1/hotline-contact"
REFUSED = (*REFUSALS, exceptions.ValueError, exceptions.TypeError)  # also what is shorter than any box


def seal_contact(public: bytes, contact: Mapping[str, Any]) -> bytes:
    """Seal a contact to the worker's public key; the length is a multiple of 512, and 48.

    Raises:
        BadInput: the key has not 32 bytes, or is none.
    """
    plain = labelled(LABEL, dumps(dict(contact)))
    if len(public) != KEY_BYTES:
        raise BadInput("notice_key", f"must have {KEY_BYTES} bytes")
    try:
        return sodium.crypto_box_seal(plain + bytes(-len(plain) % PADDED_TO), public)
    except exceptions.RuntimeError:
        raise BadInput("notice_key", "is not a public key") from None


def open_contact(pair: BoxKeyPair, sealed: bytes) -> dict[str, Any] | None:
    """What was sealed; None when it is for another key, or no contact."""
    try:
        plain = sodium.crypto_box_seal_open(sealed, pair.public, pair.secret)
    except REFUSED:
        return None
    head = labelled(LABEL)
    if not plain.startswith(head):
        return None
    at = len(head) + LENGTH_BYTES
    length = int.from_bytes(plain[len(head) : at], "little")
    try:
        told = loads(plain[at : at + length])
    except NotStrictJson:
        return None
    return told if isinstance(told, dict) else None
