"""Vectors of receipts, reply tags and directories (protocol §6, §7, §8)."""

import base64
from collections.abc import Mapping

from app.sealing import directory, receipt, signatures, tags, timestamps
from app.sealing.keys import SignKeyPair
from app.sealing.primitives import ID_BYTES, blake2b, kdf
from app.sealing.vectors.envelopes import bound
from app.sealing.vectors.material import Check, Checks, Mismatch, Vector, refused, same, same_blob

ENGLISH = ("en",)


def receipt_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a receipt file; words are read with the English list."""
    for number, vector in enumerate(file.get("positive", [])):
        yield Check(vector.get("name", f"positive {number}"), bound(receipt_positive, vector))
    for vector in file.get("parse", []):
        yield Check(f"parse {vector['name']}", bound(receipt_parsed, vector))
    for vector in file.get("negative", []):
        yield Check(vector["name"], bound(receipt_refused, vector))


def receipt_positive(vector: Vector) -> None:
    """Show the receipt and derive its keys."""
    entropy = bytes.fromhex(vector["entropy"])
    made = receipt.Receipt(int.from_bytes(entropy, "big"))
    organisation = bytes.fromhex(vector["organisation"])
    master = receipt.master_of(made, organisation)
    keys = receipt.derive(made, organisation)
    found = {
        "checksum": receipt.checksum(made.entropy),
        "number": str(made.number),
        "indices": list(made.indices),
        "words": list(made.words("en")),
        "digits": made.digits,
        "groups": made.groups,
        "salt": receipt.salt_of(organisation).hex(),
        "master": master.hex(),
        "box_seed": kdf(master, 1, b"SPK1rcpt").hex(),
        "secret": keys.box.secret.hex(),
        "public": keys.box.public.hex(),
        "tag_key": keys.tag_key.hex(),
        "thread": keys.thread.hex(),
    }
    for name in found.keys() & vector.keys():
        same(name, found[name], vector[name])
    for text in (" ".join(made.words("en")), made.groups):
        same("reading it again", receipt.parse(text, lists=ENGLISH), [made])


def receipt_parsed(vector: Vector) -> None:
    """Read what a person typed."""
    found = [f"{each.entropy:016x}" for each in receipt.parse(vector["input"], lists=ENGLISH)]
    same("entropy", found, [vector["entropy"]])


def receipt_refused(vector: Vector) -> None:
    """Refuse what a person typed."""
    refused(lambda: receipt.parse(vector["input"], lists=ENGLISH), vector["check"])


def tag_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a reply-tag file."""
    for number, vector in enumerate(file.get("positive", [])):
        yield Check(f"tag {number}", bound(tag_positive, vector))
    for vector in file.get("negative", []):
        yield Check(vector["name"], bound(lambda v: refused(lambda: tag_of(v), v["check"]), vector))
    for vector in file.get("wrong", []):
        yield Check(vector["name"], bound(tag_wrong, vector))
    for vector in file.get("trays", []):
        yield Check(f"tray of {vector['position']}", bound(tray, vector))


def tag_of(vector: Vector) -> str:
    """The tag of an office's reply."""
    key = tags.reply_key(bytes.fromhex(vector["tag_key"]), bytes.fromhex(vector["office"]))
    return tags.tag(key, vector["j"]).hex()


def tag_positive(vector: Vector) -> None:
    """The tag is the one given."""
    same("tag", tag_of(vector), vector["tag"])


def tag_wrong(vector: Vector) -> None:
    """The tag is not what a mistaken derivation gives."""
    if tag_of(vector) == vector["not_tag"]:
        raise Mismatch("the tag is the one of a mistaken derivation")


def tray(vector: Vector) -> None:
    """Where a reply lies."""
    same("tray", tags.tray_of(vector["position"]), (vector["tray"], vector["place"]))


def directory_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a directory file."""
    for number, vector in enumerate(file.get("signing", [])):
        yield Check(vector.get("name", f"signing {number}"), bound(signing, vector))
    for vector in file.get("positive", []):
        yield Check(vector["name"], bound(directory_positive, vector))
    for vector in file.get("negative", []):
        yield Check(vector["name"], bound(lambda v: refused(lambda: believed(v), v["check"]), vector))


def signing(vector: Vector) -> None:
    """Sign to the same bytes."""
    key = SignKeyPair.from_seed(bytes.fromhex(vector["seed"]))
    message = bytes.fromhex(vector["message"])
    same("public", key.public.hex(), vector["public"])
    same("preimage", signatures.preimage(vector["purpose"], message).hex(), vector["preimage"])
    same("signature", signatures.sign(key, vector["purpose"], message).hex(), vector["signature"])
    verified = signatures.verify(key.public, vector["purpose"], message, bytes.fromhex(vector["signature"]))
    same("verification", verified, True)


def directory_positive(vector: Vector) -> None:
    """Believe the document; its hash and what was to be signed are the ones given."""
    document = document_of(vector)
    same("hash", believed(vector).hash.hex(), vector["hash"])
    if "preimage" in vector:
        same_blob("preimage", signatures.preimage(directory.PURPOSE, document), vector["preimage"])
    same("hash of the document", blake2b(document).hex(), vector["hash"])


def document_of(vector: Vector) -> bytes:
    """The exact bytes."""
    if "document_base64" in vector:
        return base64.b64decode(vector["document_base64"], validate=True)
    document: str = vector["document"]
    return document.encode()


def believed(vector: Vector) -> directory.VerifiedDirectory:
    """What the client that the vector describes makes of the document."""
    signed = [
        directory.RootSignature(bytes.fromhex(given["root"]), bytes.fromhex(given["signature"]))
        for given in vector["signatures"]
    ]
    pins = directory.Pins(tuple(map(bytes.fromhex, vector["roots"])), vector["threshold"])
    known = vector.get("seen")
    seen = directory.Seen(known["version"], bytes.fromhex(known["hash"])) if known else None
    now = timestamps.read(vector["now"])
    if now is None or any(len(root) != 2 * ID_BYTES for root in pins.roots):
        raise Mismatch("the vector's time or roots cannot be read")
    return directory.verify(document_of(vector), signed, pins, now, seen)
