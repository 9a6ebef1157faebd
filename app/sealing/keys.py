"""Key pairs. Secrets are bytes in memory; `repr` never shows them."""

from dataclasses import dataclass, field

import nacl.bindings as sodium
from nacl.utils import random

from app.domain.errors import BadInput
from app.sealing.primitives import KEY_BYTES


@dataclass(frozen=True, slots=True)
class BoxKeyPair:
    """An X25519 pair, 32 bytes each."""

    secret: bytes = field(repr=False)
    public: bytes

    @classmethod
    def generate(cls) -> "BoxKeyPair":
        """Draw a new pair."""
        return cls.from_secret(random(KEY_BYTES))

    @classmethod
    def from_secret(cls, secret: bytes) -> "BoxKeyPair":
        """The pair of a 32-byte secret."""
        if len(secret) != KEY_BYTES:
            raise BadInput("secret", f"must have {KEY_BYTES} bytes")
        return cls(secret, sodium.crypto_scalarmult_base(secret))

    @classmethod
    def from_seed(cls, seed: bytes) -> "BoxKeyPair":
        """The pair that `crypto_box_seed_keypair` derives from a 32-byte seed."""
        if len(seed) != KEY_BYTES:
            raise BadInput("seed", f"must have {KEY_BYTES} bytes")
        public, secret = sodium.crypto_box_seed_keypair(seed)
        return cls(secret, public)


@dataclass(frozen=True, slots=True)
class SignKeyPair:
    """An Ed25519 pair: the 32-byte seed and the 32-byte public key."""

    seed: bytes = field(repr=False)
    public: bytes

    @classmethod
    def generate(cls) -> "SignKeyPair":
        """Draw a new pair."""
        return cls.from_seed(random(KEY_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> "SignKeyPair":
        """The pair of a 32-byte seed."""
        if len(seed) != KEY_BYTES:
            raise BadInput("seed", f"must have {KEY_BYTES} bytes")
        public, _ = sodium.crypto_sign_seed_keypair(seed)
        return cls(seed, public)
