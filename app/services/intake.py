"""Intake: keep a deposit, then sign for it. The web zone cannot tell a report from cover (protocol §4).

The answer follows from the bytes alone, so the same deposit gets the same answer, also after the relay has
taken it out of the store. It is given only when the deposit is committed: who holds it may forget the bytes.
"""

from dataclasses import dataclass

from app.sealing.keys import SignKeyPair
from app.sealing.outer import leaf
from app.sealing.signatures import sign
from app.services.grouping import Together

PURPOSE = "intake"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The server's word that it holds a deposit: its leaf (32 bytes), who signs (32), the signature (64)."""

    leaf: bytes
    key: bytes
    signature: bytes


@dataclass(frozen=True)
class Intake:
    """The one thing the web zone does with deposits; `key` is its intake signing key."""

    together: Together
    key: SignKeyPair

    def deposit(self, outer: bytes) -> Acceptance:
        """Keep the 16,464 bytes of `outer` and sign for them.

        Raises:
            Unavailable: the store did not take them; nothing was kept.
        """
        name = leaf(outer)
        self.together.keep(name, outer)
        return Acceptance(name, self.key.public, sign(self.key, PURPOSE, name))
