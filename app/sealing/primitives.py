"""The few operations everything else is made of (protocol §2).

Thin names over libsodium (through PyNaCl) and hashlib. What libsodium refuses comes back as
`None`; the caller says which check failed. Must never: invent a construction, or print a key.
"""

import hashlib

import nacl.bindings as sodium
from nacl import exceptions

KEY_BYTES = 32
NONCE_BYTES = 24  # of the box and of the AEAD
MAC_BYTES = 16
ID_BYTES = 16  # organisations, offices, devices, files

# What PyNaCl raises when libsodium refuses: CryptoError for a wrong tag, RuntimeError for a low-order point.
REFUSALS = (exceptions.CryptoError, exceptions.RuntimeError)


def le32(number: int) -> bytes:
    """Four bytes, the lowest first."""
    return number.to_bytes(4, "little")


def lp(data: bytes) -> bytes:
    """`data` behind its length, so that two fields can never run into each other."""
    return len(data).to_bytes(4, "little") + data


def labelled(label: str, *fields: bytes) -> bytes:
    """The label and every field, each behind its length."""
    return b"".join([lp(label.encode()), *map(lp, fields)])


def blake2b(data: bytes, size: int = 32, key: bytes = b"") -> bytes:
    """BLAKE2b of `size` bytes, keyed if there is a key."""
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def kdf(key: bytes, number: int, context: bytes) -> bytes:
    """Subkey `number` of `key` for an eight-byte context: libsodium's crypto_kdf, 32 bytes."""
    return hashlib.blake2b(
        b"", digest_size=KEY_BYTES, key=key, salt=number.to_bytes(16, "little"), person=context + bytes(8)
    ).digest()


def box_shared(public: bytes, secret: bytes) -> bytes | None:
    """The shared key of a box, or None for a point of low order."""
    try:
        return sodium.crypto_box_beforenm(public, secret)
    except exceptions.RuntimeError:
        return None


def box_seal(shared: bytes, nonce: bytes, plain: bytes) -> bytes:
    """A box under a shared key: 16 bytes longer than `plain`."""
    return sodium.crypto_box_easy_afternm(plain, nonce, shared)


def box_open(shared: bytes, nonce: bytes, sealed: bytes) -> bytes | None:
    """What is in the box, or None."""
    try:
        return sodium.crypto_box_open_easy_afternm(sealed, nonce, shared)
    except exceptions.CryptoError:
        return None


def aead_seal(key: bytes, nonce: bytes, ad: bytes, plain: bytes) -> bytes:
    """XChaCha20-Poly1305-IETF: 16 bytes longer than `plain`."""
    return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, nonce, key)


def aead_open(key: bytes, nonce: bytes, ad: bytes, sealed: bytes) -> bytes | None:
    """The plain bytes, or None."""
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, ad, nonce, key)
    except exceptions.CryptoError:
        return None


def argon2id(password: bytes, salt: bytes, ops: int, memory: int, size: int = KEY_BYTES) -> bytes:
    """Argon2id 1.3 with one lane; `memory` in bytes."""
    return sodium.crypto_pwhash_alg(size, password, salt, ops, memory, sodium.crypto_pwhash_ALG_ARGON2ID13)
