"""Vectors of receipts, reply tags and directories (protocol §6, §7, §8)."""

import base64
from collections.abc import Mapping

from app.domain.errors import BadInput, CannotBeTrusted, ReceiptUnreadable
from app.sealing import directory, receipt, signatures, tags, timestamps
from app.sealing.keys import SignKeyPair
from app.sealing.primitives import blake2b, kdf
from app.sealing.vectors.material import (
    Checks,
    Mismatch,
    Vector,
    checks_of,
    claims,
    refused,
    same,
    same_blob,
)

ENGLISH = ("en",)


def receipt_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a receipt file; words are read with the English list."""
    yield from checks_of(file, "positive", receipt_positive)
    yield from checks_of(file, "parse", receipt_parsed, prefix="parse ")
    yield from checks_of(file, "negative", receipt_refused)


def receipt_positive(vector: Vector) -> None:
    """Show the receipt, read it again, and derive its keys."""
    entropy = bytes.fromhex(vector["entropy"])
    made = receipt.Receipt(int.from_bytes(entropy, "big"))
    found = {
        "entropy": f"{made.entropy:016x}",
        "checksum": receipt.checksum(made.entropy),
        "number": str(made.number),
        "indices": list(made.indices),
        "words": list(made.words("en")),
        "digits": made.digits,
        "groups": made.groups,
    }
    claims(vector, found)
    for text in (" ".join(made.words("en")), made.digits, made.groups):
        same("reading it again", receipt.parse(text, lists=ENGLISH), [made])
    claims(vector, derived(made, bytes.fromhex(vector["organisation"])))


def derived(made: receipt.Receipt, organisation: bytes) -> dict[str, str]:
    """What follows from a receipt at an organisation."""
    master, keys = receipt.master_of(made, organisation), receipt.derive(made, organisation)
    return {
        "organisation": organisation.hex(),
        "salt": receipt.salt_of(organisation).hex(),
        "master": master.hex(),
        "box_seed": kdf(master, 1, b"SPK1rcpt").hex(),
        "secret": keys.box.secret.hex(),
        "public": keys.box.public.hex(),
        "tag_key": keys.tag_key.hex(),
        "thread": keys.thread.hex(),
    }


def receipt_parsed(vector: Vector) -> None:
    """Read what a person typed."""
    found = [f"{each.entropy:016x}" for each in receipt.parse(vector["input"], lists=ENGLISH)]
    same("entropy", found, [vector["entropy"]])


def receipt_refused(vector: Vector) -> None:
    """Refuse what a person typed."""
    refused(lambda: receipt.parse(vector["input"], lists=ENGLISH), vector, ReceiptUnreadable)


def tag_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a reply-tag file."""
    yield from checks_of(file, "positive", lambda vector: claims(vector, {"tag": tag_of(vector)}))
    yield from checks_of(file, "negative", tag_refused)
    yield from checks_of(file, "wrong", tag_wrong)
    yield from checks_of(file, "trays", tray)


def tag_of(vector: Vector) -> str:
    """The tag of an office's reply."""
    key = tags.reply_key(bytes.fromhex(vector["tag_key"]), bytes.fromhex(vector["office"]))
    return tags.tag(key, vector["j"]).hex()


def tag_refused(vector: Vector) -> None:
    """Refuse by the argument that has the wrong shape."""
    refused(lambda: tag_of(vector), vector, BadInput)


def tag_wrong(vector: Vector) -> None:
    """The tag is not what a mistaken derivation gives."""
    if bytes.fromhex(tag_of(vector)) == bytes.fromhex(vector["not_tag"]):
        raise Mismatch("the tag is the one of a mistaken derivation")


def tray(vector: Vector) -> None:
    """Where a reply lies."""
    same("tray and place", tags.tray_of(vector["position"]), (vector["tray"], vector["place"]))


def directory_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a directory file."""
    yield from checks_of(file, "signing", signing)
    yield from checks_of(file, "positive", directory_positive)
    yield from checks_of(file, "negative", directory_refused)


def signing(vector: Vector) -> None:
    """Sign to the same bytes."""
    key = SignKeyPair.from_seed(bytes.fromhex(vector["seed"]))
    purpose, message = vector["purpose"], bytes.fromhex(vector["message"])
    signature = signatures.sign(key, purpose, message)
    preimage = signatures.preimage(purpose, message).hex()
    claims(vector, {"public": key.public.hex(), "preimage": preimage, "signature": signature.hex()})
    same("verification", signatures.verify(key.public, purpose, message, signature), True)


def directory_positive(vector: Vector) -> None:
    """Believe the document; its hash and what was to be signed are the ones given."""
    hashed(vector)
    claims(vector, {"hash": believed(vector).hash.hex()})


def directory_refused(vector: Vector) -> None:
    """Refuse by the named check."""
    hashed(vector)
    refused(lambda: believed(vector), vector, CannotBeTrusted)


def hashed(vector: Vector) -> None:
    """What the vector says of the document itself, trusted or not."""
    document = document_of(vector)
    same("hash of the document", blake2b(document).hex(), vector.get("hash", blake2b(document).hex()))
    if "preimage" in vector:
        preimage = signatures.preimage(directory.PURPOSE, document)
        same_blob("preimage", preimage, vector["preimage"], bytes.hex)


def document_of(vector: Vector) -> bytes:
    """The exact bytes."""
    if vector.get("document_base64") is not None:
        return base64.b64decode(vector["document_base64"], validate=True)
    document: str = vector["document"]
    return document.encode()


def believed(vector: Vector) -> directory.VerifiedDirectory:
    """What the client that the vector describes makes of the document."""
    signed = [
        directory.RootSignature(unhex(given["root"]), unhex(given["signature"]))
        for given in vector["signatures"]
    ]
    pins = directory.Pins(tuple(map(bytes.fromhex, vector["roots"])), vector["threshold"])
    known = vector.get("seen")
    seen = directory.Seen(known["version"], bytes.fromhex(known["hash"])) if known else None
    now = timestamps.read(vector["now"])
    if now is None:
        raise Mismatch("now should be a time, cannot be read")
    return directory.verify(document_of(vector), signed, pins, now, seen)


def unhex(text: str) -> bytes:
    """The bytes of a signature or its key; what cannot be read signs nothing."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
