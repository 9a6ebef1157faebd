"""Vectors of joining an office: device seeds, invitations, requests, next keys, what is signed."""

from collections.abc import Mapping

from app.domain.directory import device as parse_device
from app.domain.errors import BadInput, CannotBeOpened, RecoveryUnreadable
from app.domain.membership import Renewal
from app.domain.renewing import waits
from app.domain.strict_json import dumps
from app.sealing import invitation, joinrequest, membership, nextkey, passkey, timestamps
from app.sealing.devicekeys import DatedSealKey, Device
from app.sealing.deviceseed import LANGUAGES, DeviceSeed, parse_words
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.vectors.material import Checks, Vector, checks_of, claims, refused, same


def joining_checks(file: Vector, _: Mapping[str, Vector]) -> Checks:
    """Every vector of a joining file."""
    yield from checks_of(file, "seeds", seed)
    yield from checks_of(file, "parse", parsed, prefix="parse ")
    yield from checks_of(file, "unreadable", unreadable)
    yield from checks_of(file, "passkeys", wrapped)
    yield from checks_of(file, "passkeys_refused", passkey_refused)
    yield from checks_of(file, "invitations", invited)
    yield from checks_of(file, "links_refused", link_refused)
    yield from checks_of(file, "requests", requested)
    yield from checks_of(file, "requests_refused", request_refused)
    yield from checks_of(file, "next_keys", followed)
    yield from checks_of(file, "renewals_waiting", waiting, prefix="a renewal ")
    yield from checks_of(file, "newest_keys", newest)
    yield from checks_of(file, "documents", signed)
    yield from checks_of(file, "documents_refused", document_refused)


def seed(vector: Vector) -> None:
    """Derive a device from its seed; write it in words and read them again."""
    made = DeviceSeed(bytes.fromhex(vector["seed"]))
    keys = [{"secret": made.seal(n).secret.hex(), "public": made.seal(n).public.hex()} for n in range(3)]
    found = {
        "master": made.master.hex(),
        "sign_seed": made.sign.seed.hex(),
        "sign": made.sign.public.hex(),
        "seal": keys,
        "device": made.device,
        "check": made.check,
        "words": {lang: " ".join(made.words(lang)) for lang in LANGUAGES},
    }
    claims(vector, found)
    for lang in LANGUAGES:
        same("reading it again", made in parse_words(" ".join(made.words(lang)), lang), True)
        same("reading one list", parse_words(" ".join(made.words(lang)), lang, (lang,)), [made])


def parsed(vector: Vector) -> None:
    """Read what a person typed; every seed that it may mean, the shown language's first."""
    found = [each.seed.hex() for each in parse_words(vector["input"], vector["shown"])]
    same("seeds", found, vector["seeds"])


def unreadable(vector: Vector) -> None:
    """Refuse what a person typed."""
    refused(lambda: parse_words(vector["input"], vector["shown"]), vector, RecoveryUnreadable)


def device_of(vector: Vector) -> Device:
    """The unlocked device of a vector: one seal key."""
    made = DeviceSeed(bytes.fromhex(vector["seed"]))
    dated = DatedSealKey(made.seal(0), vector["until"], vector["from"])
    return Device(vector["organisation"], vector["office"], made.device, "", made.sign, (dated,), made)


def wrapped(vector: Vector) -> None:
    """Wrap a device's keys with a passkey, and open them again."""
    device, prf, nonce = device_of(vector), bytes.fromhex(vector["prf"]), bytes.fromhex(vector["nonce"])
    sealed = passkey.wrap(device, prf, nonce)
    opened = passkey.unwrap(sealed, device.device, prf, nonce)
    claims(vector, {"device": device.device, "json": opened.decode(), "sealed": sealed.hex()})


def passkey_refused(vector: Vector) -> None:
    """Refuse another passkey, another device, a changed record."""
    parts = (bytes.fromhex(vector[name]) for name in ("sealed", "prf", "nonce"))
    sealed, prf, nonce = parts
    refused(lambda: passkey.unwrap(sealed, vector["device"], prf, nonce), vector, CannotBeOpened)


def invited(vector: Vector) -> None:
    """Derive the secret, write the link, read it again."""
    key = SignKeyPair.from_seed(bytes.fromhex(vector["sign_seed"]))
    same(
        "secret", invitation.secret_of(key, vector["invitation"]["id"]).hex(), vector["invitation"]["secret"]
    )
    meant = invitation.read({"v": 1, **vector["invitation"]})
    same("invitation", invitation.read_link(vector["link"]), (vector["origin"], meant))
    same("link", invitation.link(meant, vector["origin"]), vector["link"])


def link_refused(vector: Vector) -> None:
    """Refuse a link that is not whole."""
    refused(lambda: invitation.read_link(vector["link"]), vector, BadInput)


def requested(vector: Vector) -> None:
    """Seal a request to the same bytes, open it, and show the words to compare."""
    sealed, secret = bytes.fromhex(vector["request"]), bytes.fromhex(vector["secret"])
    opened = joinrequest.open_request(sealed, vector["id"], secret, vector["office"])
    again = joinrequest.seal_request(opened, vector["id"], secret, bytes.fromhex(vector["nonce"]))
    device = membership.listed(opened.device)
    told = {"device": device["id"], "sign": device["sign"], "seal": device["seal"]}
    told |= {"title": opened.title, "member": opened.member, "signature": opened.signature}
    pins = invitation.pins_in(vector["pins"])
    words = " ".join(joinrequest.compared_words(vector["office"], opened.device, pins))
    claims(vector, {"json": dumps(told).decode(), "request": again.hex(), "words": words})
    for other in vector["other_words"]:
        roots, seen = invitation.pins_in(other["pins"]), parse_device(other["device"])
        words = " ".join(joinrequest.compared_words(other["office"], seen, roots))
        same(other["name"], words, other["words"])


def request_refused(vector: Vector) -> None:
    """Refuse by the named check."""
    sealed, secret = bytes.fromhex(vector["request"]), bytes.fromhex(vector["secret"])
    office = vector["office"]
    refused(lambda: joinrequest.open_request(sealed, vector["id"], secret, office), vector, CannotBeOpened)


def followed(vector: Vector) -> None:
    """Find a device's listed keys that follow from what it holds, and the one that it takes next."""
    seed = DeviceSeed(bytes.fromhex(vector["seed"])) if vector["seed"] else None
    sign = SignKeyPair.from_seed(bytes.fromhex(vector["sign_seed"]))
    first = DatedSealKey(BoxKeyPair.from_secret(bytes.fromhex(vector["held"])), vector["listed"][0]["until"])
    device = Device("", "", vector["device"], "", sign, (first,), seed)
    found = parse_device({"id": vector["device"], "sign": sign.public.hex(), "seal": vector["listed"]})
    held = nextkey.completed(device, found)
    following = nextkey.next_key(device, found, vector.get("used", ()))
    told = {"secrets": [each.pair.secret.hex() for each in held.seal]}
    claims(vector, {**told, "next": {"secret": following.secret.hex(), "public": following.public.hex()}})


def waiting(vector: Vector) -> None:
    """Tell a renewal that can still be waiting from one that was taken, or that is old."""
    now = timestamps.read(f"{vector['today']}T00:00:00Z")
    wish = membership.believed(membership.read(vector["signed"]), bytes.fromhex(vector["sign"]))
    assert now is not None
    assert isinstance(wish, Renewal)
    same("waits", waits(wish, vector["used"], now.date()), vector["waits"])


def newest(vector: Vector) -> None:
    """Find the one key of a device that others seal to at a moment."""
    device = parse_device({"id": "00" * 16, "sign": "00" * 32, "seal": vector["seal"]})
    at = timestamps.read(vector["at"])
    assert at is not None
    same("key", device.seal_key(at), vector["key"])


def signed(vector: Vector) -> None:
    """Sign a document to the same bytes; believe it."""
    key = SignKeyPair.from_seed(bytes.fromhex(vector["sign_seed"]))
    given = membership.read(vector["signed"])
    again = membership.sign_document({**vector["document"]}, key)
    same("signed", membership.written(again), vector["signed"])
    same("sign", key.public.hex(), vector["sign"])
    same("by", membership.believed(given, key.public).by, vector["document"]["by"])


def document_refused(vector: Vector) -> None:
    """Refuse by the named check."""
    given = membership.read(vector["signed"])
    refused(lambda: membership.believed(given, bytes.fromhex(vector["sign"])), vector, CannotBeOpened)
