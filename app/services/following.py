"""Following the signed directory over HTTP: the newest, the chain to it, and what came before (protocol §8).

Everything fetched is verified before it is read: the newest by the pinned roots, the versions between the one
seen last and it one by one, and an earlier version by the hash that its successor names.

Must never: take roots from a document when there are pins, or believe a version that no hash leads to.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from app.domain.directory import Directory, parse_directory
from app.domain.errors import CannotBeTrusted, NotFound, Unavailable
from app.domain.recusal import Kin, kin_in
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.directory import Pins, RootSignature, Seen, VerifiedDirectory, verify
from app.sealing.primitives import blake2b

PATH = "/api/v1/directory"
NEWEST = "newest"

# Gives the server's answer for a version, by its number in decimal or `newest`.
Source = Callable[[str], bytes]
# Is told of each version that was verified, under the name by which it was asked for.
Keep = Callable[[str, "Published"], None]


@dataclass(frozen=True)
class Published:
    """A directory as the server gives it: bytes, and signatures that nobody has checked."""

    document: bytes
    signatures: tuple[RootSignature, ...]

    @property
    def hash(self) -> bytes:
        """H of the exact bytes."""
        return blake2b(self.document)

    @property
    def answer(self) -> bytes:
        """The server's form of it."""
        signatures = [
            {"root": each.root.hex(), "signature": each.signature.hex()} for each in self.signatures
        ]
        return dumps({"document": b64encode(self.document).decode(), "signatures": signatures})


def nowhere(_: str, __: Published) -> None:
    """Keeps nothing."""


@dataclass(frozen=True)
class Known:
    """A directory that may be believed, with the hash that payloads name it by."""

    directory: Directory
    hash: bytes


@dataclass(frozen=True)
class Following:
    """One client's view of the directory: the newest, and the way back.

    `pins` are those to keep: the roots may have been replaced on the way. `first_use` says that they
    were taken from the directory itself because the client had none.
    """

    newest: Known
    pins: Pins
    first_use: bool
    fetch: Callable[[int], Published]
    earlier: dict[int, Known] = field(default_factory=dict)
    keep: Keep = nowhere

    @property
    def seen(self) -> Seen:
        """What to remember, so that nobody rolls the directory back."""
        return Seen(self.newest.directory.version, self.newest.hash)

    @property
    def kin(self) -> Kin:
        """Whose devices belong together, by all versions that were met."""
        return kin_in(known.directory for known in (self.newest, *self.earlier.values()))

    def at(self, version: int) -> tuple[Directory, str] | None:
        """The directory of that version and its hash in hex, or None when there is none."""
        known = self.newest
        try:
            while known.directory.version > version >= 1:
                known = self.before(known)
        except (NotFound, CannotBeTrusted):
            return None  # the server lost or changed it: nothing that names it can be proven
        return (known.directory, known.hash.hex()) if known.directory.version == version else None

    def before(self, known: Known) -> Known:
        """The predecessor of a known version; its hash is what `known` names.

        Raises:
            CannotBeTrusted: the server gives other bytes.
        """
        number = known.directory.version - 1
        if number not in self.earlier:
            published = self.fetch(number)
            if published.hash.hex() != known.directory.previous:
                raise CannotBeTrusted("previous")
            self.keep(str(number), published)
            self.earlier[number] = Known(parse_directory(loads(published.document)), published.hash)
        return self.earlier[number]


def follow(
    source: Source,
    pins: Pins | None,
    now: datetime,
    seen: Seen | None = None,
    fresh: bool = True,
    keep: Keep = nowhere,
) -> Following:
    """Fetch the newest directory and verify it; `keep` is given what was verified, and nothing else.

    Without `pins` the roots that the first directory names are trusted: the caller must say so
    to the person. `seen` is the newest version accepted before. With `fresh` false an expired
    directory does: enough to read by offline, never to seal to.

    Raises:
        CannotBeTrusted: any check of protocol §8.
        Unavailable: the server cannot be reached or answers something else.
    """

    def fetch(version: int) -> Published:
        return read(source(str(version)))

    published = read(source(NEWEST))
    trusted = pins or pins_in(published)
    for version in between(published, seen):
        step = fetch(version)
        verified = accept(step, trusted, now, seen, newest=False)
        keep(str(version), step)
        trusted, seen = successor(trusted, verified), verified.seen
    verified = accept(published, trusted, now, seen, newest=fresh)
    newest = Known(parse_directory(verified.raw), verified.hash)
    keep(NEWEST, published)
    return Following(newest, successor(trusted, verified), pins is None, fetch, keep=keep)


def accept(
    published: Published, pins: Pins, now: datetime, seen: Seen | None, newest: bool
) -> VerifiedDirectory:
    """Verify one version."""
    return verify(published.document, published.signatures, pins, now, seen, newest)


def between(published: Published, seen: Seen | None) -> range:
    """The versions that lie between the one seen and the newest, to be verified one by one."""
    if seen is None:
        return range(0)
    return range(seen.version + 1, number_in(published))


def number_in(published: Published) -> int:
    """The version that a document claims; only used to know what to fetch."""
    claimed = fields_in(published).get("version")
    if not isinstance(claimed, int) or isinstance(claimed, bool):
        raise CannotBeTrusted("schema")
    return claimed


def pins_in(published: Published) -> Pins:
    """The roots that a document names, for a client that has no pins of its own."""
    roots = fields_in(published).get("roots")
    if not isinstance(roots, dict):
        raise CannotBeTrusted("schema")
    return pins_of(roots)


def pins_of(roots: dict[str, object]) -> Pins:
    """Pins from the form of a directory's `roots`, which pins files share."""
    keys, threshold = roots.get("keys"), roots.get("threshold")
    if not isinstance(keys, list) or not isinstance(threshold, int) or threshold < 1:
        raise CannotBeTrusted("schema")
    try:
        return Pins(tuple(bytes.fromhex(key) for key in keys), threshold)
    except (TypeError, ValueError):
        raise CannotBeTrusted("schema") from None


def successor(pins: Pins, verified: VerifiedDirectory) -> Pins:
    """The pins to use from this version on: it may have replaced the roots."""
    roots = verified.raw.get("roots")
    return pins_of(roots) if isinstance(roots, dict) else pins


def fields_in(published: Published) -> dict[str, object]:
    """A document as an object."""
    try:
        raw = loads(published.document)
    except NotStrictJson:
        raise CannotBeTrusted("schema") from None
    if not isinstance(raw, dict):
        raise CannotBeTrusted("schema")
    return raw


def over_http(http: httpx.Client) -> Source:
    """The server as a source of directories."""

    def get(name: str) -> bytes:
        try:
            answer = http.get(PATH if name == NEWEST else f"{PATH}/{name}")
        except httpx.HTTPError:
            raise Unavailable from None
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NotFound("the directory")
        if answer.status_code != httpx.codes.OK:
            raise Unavailable
        return answer.content

    return get


def read(body: bytes) -> Published:
    """The server's form of a directory: document in base64, signatures in hex."""
    try:
        data = loads(body)
        signatures = tuple(
            RootSignature(bytes.fromhex(one["root"]), bytes.fromhex(one["signature"]))
            for one in data["signatures"]
        )
        return Published(b64decode(data["document"], validate=True), signatures)
    except (NotStrictJson, KeyError, TypeError, ValueError):
        raise CannotBeTrusted("schema") from None
