"""A device's keys wrapped by a passkey: what an authenticator's PRF answers opens them (WebAuthn, browsers).

    sealed = AEAD(KDF(PRF output, 1, "SPK1prfw"), nonce, LP("SPK1/device-prf") || LP(device), JSON)
    JSON: as in the device key file (`app/sealing/devicekeys.py`)

The browser desk does this; here stands its twin, so that both are held to the same bytes.
"""

from app.domain.errors import BadInput, CannotBeOpened
from app.sealing.devicekeys import Device, plain
from app.sealing.primitives import KEY_BYTES, aead_open, aead_seal, kdf, labelled

CONTEXT = b"SPK1prfw"


def wrap(device: Device, prf: bytes, nonce: bytes) -> bytes:
    """Seal a device's keys under a PRF output (32 bytes) and a fresh nonce (24 bytes)."""
    return aead_seal(key_of(prf), nonce, bound_to(device.device), plain(device))


def unwrap(sealed: bytes, device: str, prf: bytes, nonce: bytes) -> bytes:
    """The JSON of the keys of a device (id in hex).

    Raises:
        CannotBeOpened: passkey; it is another one, or the record was changed.
    """
    opened = aead_open(key_of(prf), nonce, bound_to(device), sealed)
    if opened is None:
        raise CannotBeOpened("passkey")
    return opened


def key_of(prf: bytes) -> bytes:
    """The key that a PRF output gives."""
    if len(prf) != KEY_BYTES:
        raise BadInput("passkey", f"must give {KEY_BYTES} bytes")
    return kdf(prf, 1, CONTEXT)


def bound_to(device: str) -> bytes:
    """What the sealed part is bound to."""
    return labelled("SPK1/device-prf", bytes.fromhex(device))
