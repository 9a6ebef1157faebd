"""The root key file: a root holder's signing key, locked with a passphrase. Used offline only.

{"v":1,"kind":"speakup-root","root":public key,"label","kdf":{…},"nonce","sealed"}   like a device key file;
the sealed part is the seed, bound to the public key.
"""

from collections.abc import Mapping
from typing import Any

from nacl.utils import random

from app.domain.errors import BadInput, CannotBeOpened
from app.sealing.devicekeys import (
    LEAST_BYTES,
    MOST_BYTES,
    MOST_OPS,
    SALT_BYTES,
    Cost,
    hexadecimal,
    mapping,
    stretched,
    within,
)
from app.sealing.keys import SignKeyPair
from app.sealing.primitives import KEY_BYTES, NONCE_BYTES, aead_open, aead_seal, labelled

KIND = "speakup-root"
FIELD = "root key file"


def wrap(key: SignKeyPair, label: str, passphrase: str, cost: Cost | None = None) -> dict[str, Any]:
    """Lock a root's signing key with a passphrase; the file as a JSON object.

    Raises:
        BadInput: the passphrase is empty.
    """
    if not passphrase:
        raise BadInput("passphrase", "is empty")
    cost = cost or Cost()
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    sealed = aead_seal(stretched(passphrase, salt, cost), nonce, bound_to(key.public), key.seed)
    return {
        "v": 1,
        "kind": KIND,
        "root": key.public.hex(),
        "label": label,
        "kdf": {"name": "argon2id", "ops": cost.ops, "bytes": cost.bytes, "salt": salt.hex()},
        "nonce": nonce.hex(),
        "sealed": sealed.hex(),
    }


def unwrap(file: Mapping[str, Any], passphrase: str) -> SignKeyPair:
    """Open a root key file with its passphrase. Takes a second.

    Raises:
        BadInput: it is no such file.
        CannotBeOpened: passphrase; it is wrong, or the file was changed.
    """
    file = mapping(file, "object")
    kdf = mapping(file.get("kdf"), "kdf")
    if file.get("v") != 1 or file.get("kind") != KIND or kdf.get("name") != "argon2id":
        raise BadInput(FIELD, "is not a root key file of this version")
    cost = Cost(within(kdf.get("ops"), 1, MOST_OPS), within(kdf.get("bytes"), LEAST_BYTES, MOST_BYTES))
    public = bytes.fromhex(hexadecimal(file, "root", KEY_BYTES))
    key = stretched(passphrase, bytes.fromhex(hexadecimal(kdf, "salt", SALT_BYTES)), cost)
    nonce, sealed = (bytes.fromhex(hexadecimal(file, name)) for name in ("nonce", "sealed"))
    seed = aead_open(key, nonce, bound_to(public), sealed)
    if seed is None:
        raise CannotBeOpened("passphrase")
    return SignKeyPair.from_seed(seed)


def bound_to(public: bytes) -> bytes:
    """What the sealed part is bound to."""
    return labelled("SPK1/root-file", public)
