"""Certificates of a quiz: what the server signs, and the commitment that stands for the name (no secrets).

    commitment   H(LP("SPK1/certificate") || LP(salt 16) || LP(name, NFC))        made on the phone
    statement    LP(commitment) || LP(quiz) || LE32(right) || LE32(of) || LP("2026-11")
    signature    purpose "certificate", by the intake key                          made by the server

The server sees the commitment and never the name; who is shown name and salt can tell that they belong to it.
It cannot know who answered: a certificate is self-declared, and says so.
"""

import unicodedata
from dataclasses import dataclass

from app.sealing.keys import SignKeyPair
from app.sealing.primitives import blake2b, labelled, le32, lp
from app.sealing.signatures import sign, verify

PURPOSE = "certificate"
COMMITMENT_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Statement:
    """So many right answers of so many in a quiz, in a month such as 2026-11, by whom a commitment names."""

    commitment: bytes
    quiz: str
    right: int
    of: int
    month: str

    def message(self) -> bytes:
        """The bytes that are signed."""
        numbers = le32(self.right) + le32(self.of)
        return lp(self.commitment) + lp(self.quiz.encode()) + numbers + lp(self.month.encode())

    def signed(self, key: SignKeyPair) -> bytes:
        """The signature of the server: 64 bytes."""
        return sign(key, PURPOSE, self.message())

    def signed_by(self, key: bytes, signature: bytes) -> bool:
        """Whether the holder of `key` (32 bytes, public) signed this."""
        return verify(key, PURPOSE, self.message(), signature)


def commitment(name: str, salt: bytes) -> bytes:
    """What stands for a name: 32 bytes that tell nothing of it without the salt."""
    return blake2b(labelled("SPK1/certificate", salt, unicodedata.normalize("NFC", name).encode()))
