"""Vectors of envelopes and of the outer layer (protocol §3, §4)."""

from collections.abc import Callable, Mapping
from typing import Any

import nacl.bindings as sodium

from app.sealing import envelope, opening, outer
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import NONCE_BYTES, blake2b, box_seal, box_shared
from app.sealing.strict_json import loads
from app.sealing.vectors.material import (
    Blobs,
    Check,
    Checks,
    Mismatch,
    Vector,
    pattern,
    refused,
    same,
    same_blob,
)


def envelope_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of an envelope file."""
    pairs = {name: pair_of(key) for name, key in file["keys"].items()}
    ids = {name: key["id"] for name, key in file["keys"].items()}
    groups = {group: file.get(group, []) for group in ("positive", "accepted", "negative")}
    blobs = Blobs("envelope", *groups.values())
    for number, capacity in file.get("capacity", {}).items():
        found = envelope.CAPACITY.get(envelope.EnvelopeClass(int(number)))
        yield Check(f"capacity of class {number}", bound(same, "capacity", found, capacity))
    for vector in groups["positive"]:
        yield Check(vector["name"], bound(positive, vector, pairs, ids))
    for vector in groups["accepted"]:
        yield Check(vector["name"], bound(accepted, vector, pairs, ids, blobs))
    for vector in groups["negative"]:
        yield Check(vector["name"], bound(negative, vector, pairs, ids, blobs))


def bound(run: Callable[..., None], *arguments: Any) -> Callable[[], None]:
    """A check with its arguments."""
    return lambda: run(*arguments)


def pair_of(key: Vector) -> BoxKeyPair:
    """A named key; its public half must follow from the secret."""
    pair = BoxKeyPair.from_secret(bytes.fromhex(key["secret"]))
    same("public key", pair.public.hex(), key["public"])
    return pair


def positive(vector: Vector, pairs: Mapping[str, BoxKeyPair], ids: Mapping[str, str]) -> None:
    """Seal to the same bytes; every recipient opens and learns S."""
    sender = pairs[vector["sender"]]
    payload = vector["payload"].encode()
    drawn = envelope.Draw(
        bytes.fromhex(vector["cek"]),
        bytes.fromhex(vector["e"]),
        bytes.fromhex(vector["nonce"]),
        tuple(bytes.fromhex(dummy) for dummy in vector["dummies"]),
        tuple(vector["order"]),
    )
    recipients = [pairs[name].public for name in vector["recipients"]]
    sealed = envelope.seal(payload, sender, recipients, envelope.EnvelopeClass(vector["class"]), drawn)
    same("E", sealed.envelope[envelope.EPHEMERAL_AT : envelope.COMMIT_AT].hex(), vector["E"])
    same("commit", sealed.envelope[envelope.COMMIT_AT : envelope.SLOTS_AT].hex(), vector["commit"])
    same("ctx", sealed.ctx.hex(), vector["ctx"])
    same_blob("envelope", sealed.envelope, vector["envelope"])
    for name in vector["recipients"]:
        opened = opening.open_envelope(sealed.envelope, ids[name], pairs[name], sender.public)
        same("payload", opened.payload, loads(payload))


def accepted(vector: Vector, pairs: Mapping[str, BoxKeyPair], ids: Mapping[str, str], blobs: Blobs) -> None:
    """Open although something was changed that does not concern this reader."""
    opened = opened_by(vector, pairs, ids, blobs)
    same("payload", opened.payload, loads(vector["payload"].encode()))


def negative(vector: Vector, pairs: Mapping[str, BoxKeyPair], ids: Mapping[str, str], blobs: Blobs) -> None:
    """Refuse by the named check."""
    refused(lambda: opened_by(vector, pairs, ids, blobs), vector["check"])


def opened_by(
    vector: Vector, pairs: Mapping[str, BoxKeyPair], ids: Mapping[str, str], blobs: Blobs
) -> opening.Opened:
    """What the named recipient sees."""
    name, expected = vector["recipient"], vector.get("sender")
    sender = None if expected is None else sender_key(expected, pairs)
    return opening.open_envelope(blobs.of(vector), ids[name], pairs[name], sender)


def sender_key(expected: str, pairs: Mapping[str, BoxKeyPair]) -> bytes:
    """The key that the reader expects: by name, or in hex."""
    return pairs[expected].public if expected in pairs else bytes.fromhex(expected)


def outer_checks(file: Vector, files: Mapping[str, Vector]) -> Checks:
    """Every vector of an outer-layer file."""
    relay = pair_of(file["relay"])
    blobs = Blobs("outer", file.get("positive", []), file.get("negative", []))
    for vector in file.get("positive", []):
        yield Check(vector["name"], bound(outer_positive, vector, relay, files))
    for vector in file.get("negative", []):
        secret = vector.get("relay_secret", file["relay"]["secret"])
        yield Check(vector["name"], bound(outer_negative, vector, secret, blobs))


def outer_positive(vector: Vector, relay: BoxKeyPair, files: Mapping[str, Vector]) -> None:
    """Seal to the same bytes with the given ephemeral key, and open."""
    inside = (
        bytes([vector["type"]])
        + bytes(15)
        + bytes.fromhex(vector["office"])
        + inner(vector["envelope"], files)
    )
    sealed = sealed_with(BoxKeyPair.from_secret(bytes.fromhex(vector["ephemeral"])), relay.public, inside)
    same("leaf", outer.leaf(sealed).hex(), vector["leaf"])
    same_blob("outer", sealed, vector["outer"])
    deposit = opening.open_outer(sealed, relay)
    found = (deposit.type, deposit.office.hex(), deposit.envelope)
    same("deposit", found, (vector["type"], vector["office"], inside[outer.INSIDE_ENVELOPE_AT :]))


def outer_negative(vector: Vector, secret: str, blobs: Blobs) -> None:
    """Refuse by the named check."""
    relay = BoxKeyPair.from_secret(bytes.fromhex(secret))
    refused(lambda: opening.open_outer(blobs.of(vector), relay), vector["check"])


def inner(description: Vector, files: Mapping[str, Vector]) -> bytes:
    """The envelope inside: a positive of an envelope file in the same folder, or a pattern."""
    if "pattern" in description:
        a, b = description["pattern"]
        size = envelope.ENVELOPE_BYTES[envelope.EnvelopeClass.OFFICE]
        return pattern(a, b, description.get("length", size))
    for file in files.values():
        if "keys" in file and "capacity" in file:
            blobs = Blobs("envelope", file.get("positive", []))
            return blobs.named(description["of"])
    raise Mismatch("the envelope file it refers to is not in the folder")


def sealed_with(pair: BoxKeyPair, relay: bytes, inside: bytes) -> bytes:
    """What `crypto_box_seal` would give with this ephemeral pair; libsodium draws its own."""
    shared = box_shared(relay, pair.secret)
    if shared is None:
        raise Mismatch("the relay's key is a point of low order")
    nonce = blake2b(pair.public + relay, NONCE_BYTES)
    sealed = pair.public + box_seal(shared, nonce, inside)
    same("length", len(sealed), len(inside) + sodium.crypto_box_SEALBYTES)
    return sealed
