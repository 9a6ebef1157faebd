"""Vectors of envelopes and of the outer layer (protocol §3, §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from app.domain.errors import CannotBeOpened
from app.domain.strict_json import dumps, loads
from app.sealing import envelope, opening, outer
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import NONCE_BYTES, blake2b, box_seal, box_shared
from app.sealing.vectors.material import (
    Blobs,
    Check,
    Checks,
    Mismatch,
    Vector,
    checks_of,
    claims,
    pattern,
    refused,
    same,
    same_blob,
)


def envelope_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of an envelope file."""
    envelopes = Envelopes(file)
    for number, capacity in file.get("capacity", {}).items():
        found = {str(cls.value): size for cls, size in envelope.CAPACITY.items()}.get(number)
        yield Check(f"capacity of class {number}", partial(same, "capacity", found, capacity))
    yield from checks_of(file, "positive", envelopes.positive)
    yield from checks_of(file, "accepted", envelopes.accepted)
    yield from checks_of(file, "negative", envelopes.negative)


def outer_checks(file: Vector, files: Mapping[str, Vector]) -> Checks:
    """Every vector of an outer-layer file."""
    outers = Outers(file, files)
    yield from checks_of(file, "positive", outers.positive)
    yield from checks_of(file, "negative", outers.negative)


def pair_of(key: Vector) -> BoxKeyPair:
    """A key of the file; its public half must follow from the secret."""
    pair = BoxKeyPair.from_secret(bytes.fromhex(key["secret"]))
    same("public key", pair.public.hex(), key.get("public", pair.public.hex()))
    return pair


@dataclass(frozen=True)
class Envelopes:
    """The vectors of one envelope file."""

    file: Vector

    @cached_property
    def blobs(self) -> Blobs:
        """The envelopes by name."""
        return Blobs(self.file, "envelope", lambda vector: self.sealed(vector).envelope)

    def key(self, name: str) -> BoxKeyPair:
        """A key by its name."""
        if name not in self.file["keys"]:
            raise Mismatch(f"the key {name!r}, to which it refers, is not in the file")
        return pair_of(self.file["keys"][name])

    def sealed(self, vector: Vector) -> envelope.Sealed:
        """The envelope that follows from a positive's inputs."""
        drawn = envelope.Draw(
            bytes.fromhex(vector["cek"]),
            bytes.fromhex(vector["e"]),
            bytes.fromhex(vector["nonce"]),
            tuple(bytes.fromhex(dummy) for dummy in vector["dummies"]),
            tuple(vector["order"]),
        )
        recipients = [self.key(name).public for name in vector["recipients"]]
        kind = envelope.EnvelopeClass(vector["class"])
        return envelope.seal(vector["payload"].encode(), self.key(vector["sender"]), recipients, kind, drawn)

    def positive(self, vector: Vector) -> None:
        """Seal to the same bytes; every recipient opens and learns S."""
        sealed = self.sealed(vector)
        found = {
            "class": sealed.envelope[5],
            "E": sealed.envelope[envelope.EPHEMERAL_AT : envelope.COMMIT_AT].hex(),
            "commit": sealed.envelope[envelope.COMMIT_AT : envelope.SLOTS_AT].hex(),
            "ctx": sealed.ctx.hex(),
        }
        claims(vector, found)
        same_blob("envelope", sealed.envelope, vector["envelope"])
        for name in vector["recipients"]:
            self.opens({**vector, "recipient": name}, sealed.envelope)

    def accepted(self, vector: Vector) -> None:
        """Open although something was changed that does not concern this reader."""
        self.opens(vector, self.blobs.of(vector))

    def opens(self, vector: Vector, sealed: bytes) -> None:
        """The recipient gets the payload, and the S that was expected."""
        opened = self.opened(vector, sealed)
        same("payload", dumps(opened.payload), dumps(loads(vector["payload"].encode())))
        if vector.get("sender") is not None:
            same("S", opened.sender.hex(), self.key(vector["sender"]).public.hex())

    def negative(self, vector: Vector) -> None:
        """Refuse by the named check."""
        sealed = self.blobs.of(vector)
        refused(lambda: self.opened(vector, sealed), vector, CannotBeOpened)

    def opened(self, vector: Vector, sealed: bytes) -> opening.Opened:
        """What the named recipient sees."""
        name, expected = vector["recipient"], vector.get("sender")
        sender = None if expected is None else self.key(expected).public
        return opening.open_envelope(sealed, self.file["keys"][name]["id"], self.key(name), sender)


@dataclass(frozen=True)
class Outers:
    """The vectors of one outer-layer file; envelopes inside may lie in another file of the folder."""

    file: Vector
    files: Mapping[str, Vector]

    @cached_property
    def blobs(self) -> Blobs:
        """The outer layers by name."""
        return Blobs(self.file, "outer", self.sealed)

    def inside(self, vector: Vector) -> bytes:
        """The envelope inside: a positive of an envelope file in the same folder, or a pattern."""
        description = vector["envelope"]
        if "pattern" in description:
            a, b = description["pattern"]
            return pattern(a, b, envelope.ENVELOPE_BYTES[envelope.EnvelopeClass.OFFICE])
        for file in self.files.values():
            if isinstance(file, dict) and "keys" in file and description["of"] in Envelopes(file).blobs:
                return Envelopes(file).blobs.named(description["of"])
        raise Mismatch(f"the envelope {description['of']!r}, to which it refers, is in no file of the folder")

    def sealed(self, vector: Vector) -> bytes:
        """What `crypto_box_seal` gives with this ephemeral pair; libsodium draws its own."""
        ephemeral = BoxKeyPair.from_secret(bytes.fromhex(vector["ephemeral"]))
        relay = pair_of(self.file["relay"]).public
        shared = box_shared(relay, ephemeral.secret)
        if shared is None:
            raise Mismatch("the relay's key is a point of low order")
        plain = bytes([vector["type"]]) + bytes(15) + bytes.fromhex(vector["office"]) + self.inside(vector)
        return ephemeral.public + box_seal(shared, blake2b(ephemeral.public + relay, NONCE_BYTES), plain)

    def positive(self, vector: Vector) -> None:
        """Seal to the same bytes with the given ephemeral key, and open."""
        sealed = self.sealed(vector)
        deposit = opening.open_outer(sealed, pair_of(self.file["relay"]))
        found = {
            "leaf": outer.leaf(sealed).hex(),
            "type": deposit.type,
            "office": deposit.office.hex(),
        }
        claims(vector, found)
        same_blob("outer", sealed, vector["outer"])
        same("envelope inside", deposit.envelope, self.inside(vector))

    def negative(self, vector: Vector) -> None:
        """Refuse by the named check."""
        sealed = self.blobs.of(vector)
        secret = vector["relay_secret"] if "relay_secret" in vector else self.file["relay"]["secret"]
        relay = BoxKeyPair.from_secret(bytes.fromhex(secret))
        refused(lambda: opening.open_outer(sealed, relay), vector, CannotBeOpened)
