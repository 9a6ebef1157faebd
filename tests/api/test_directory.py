"""The directory: only what clients can believe is published, every version is served as its exact bytes."""

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import BadInput, CannotBeTrusted
from app.sealing.directory import Pins, verify
from app.sealing.keys import SignKeyPair
from app.sealing.primitives import blake2b
from app.services.publishing import PublishDirectory
from app.storage.database import Database
from tests.api.conftest import Site
from tests.organisation import YEAR, Organisation

PATH = "/api/v1/directory"
ROOTS = Pins(tuple(root.public for root in Organisation().roots), 2)


@pytest.fixture
def publishing(database: Database) -> PublishDirectory:
    return PublishDirectory(database, ROOTS, lambda: datetime.now(UTC))


def test_before_the_first_version_there_is_nothing(site: Site) -> None:
    assert site.client.get(PATH).status_code == 404
    assert site.client.get(f"{PATH}/1").status_code == 404


def test_a_version_is_served_as_the_exact_bytes_that_were_signed(open_site: Site) -> None:
    for path in (PATH, f"{PATH}/1"):
        answer = open_site.client.get(path).json
        document = b64decode(answer["document"], validate=True)
        signers = {bytes.fromhex(each["root"]) for each in answer["signatures"]}

        assert answer["version"] == 1
        assert document == open_site.organisation.document()
        assert signers == set(ROOTS.roots)


def test_the_newest_is_given_and_every_earlier_one_kept(open_site: Site) -> None:
    open_site.publish(open_site.organisation.next())

    assert open_site.client.get(PATH).json["version"] == 2
    assert open_site.client.get(f"{PATH}/1").json["version"] == 1
    assert open_site.client.get(f"{PATH}/3").status_code == 404


def test_who_has_the_newest_gets_no_bytes_until_it_changes(open_site: Site) -> None:
    tag = open_site.client.get(PATH).headers["ETag"]
    again = open_site.client.get(PATH, headers={"If-None-Match": tag})
    open_site.publish(open_site.organisation.next())
    changed = open_site.client.get(PATH, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


def test_the_newest_is_asked_for_again_and_a_version_kept_for_good(open_site: Site) -> None:
    assert open_site.client.get(PATH).headers["Cache-Control"] == "no-cache"
    assert "immutable" in open_site.client.get(f"{PATH}/1").headers["Cache-Control"]


@pytest.mark.parametrize("version", ["0", "-1", "1.0", "x", "%00", "9007199254740992", "9" * 40])
def test_a_version_that_cannot_be_is_not_found(open_site: Site, version: str) -> None:
    assert open_site.client.get(f"{PATH}/{version}").status_code == 404


def test_publishing_the_same_version_twice_changes_nothing(publishing: PublishDirectory) -> None:
    first = Organisation()

    assert [publishing.publish(first.document(), first.signatures()) for _ in range(2)] == [1, 1]


FIRST = Organisation()
NOBODY = SignKeyPair.from_seed(b"9" * 32)
REFUSED = {
    "signatures": FIRST.next(roots=(NOBODY, FIRST.roots[0])),
    "version": replace(FIRST, lifetime=YEAR / 2),
    "previous": replace(FIRST.next(), previous=bytes(32)),
    "expired": FIRST.next(issued=datetime.now(UTC) - YEAR, lifetime=timedelta(days=1)),
    "issued": FIRST.next(issued=datetime.now(UTC) + timedelta(hours=3)),
    "devices": FIRST.next(offices=(replace(FIRST.offices[0], devices=FIRST.offices[0].devices[:1]),)),
}


@pytest.mark.parametrize("check", REFUSED)
def test_a_version_that_clients_would_refuse_is_not_published(
    publishing: PublishDirectory, check: str
) -> None:
    publishing.publish(FIRST.document(), FIRST.signatures())
    refused = REFUSED[check]

    with pytest.raises(CannotBeTrusted, match=check):
        publishing.publish(refused.document(), refused.signatures())
    with publishing.database.read() as view:
        from app.storage import directories

        newest = directories.newest(view)
    assert newest is not None
    assert newest.hash == blake2b(FIRST.document())


def test_new_roots_sign_from_the_version_after_the_one_that_names_them(publishing: PublishDirectory) -> None:
    fresh = (NOBODY, SignKeyPair.from_seed(b"8" * 32))
    named = FIRST.next(roots=fresh)
    by_old = replace(named, roots=FIRST.roots).signatures  # whose keys sign; the bytes are those of `named`
    signatures = [
        replace(each, signature=sign_with(root, named.document()))
        for each, root in zip(by_old(), FIRST.roots, strict=True)
    ]
    publishing.publish(FIRST.document(), FIRST.signatures())

    assert publishing.publish(named.document(), signatures) == 2
    after = named.next()
    assert publishing.publish(after.document(), after.signatures()) == 3
    old = replace(after.next(), roots=FIRST.roots)
    with pytest.raises(CannotBeTrusted, match="signatures"):
        publishing.publish(old.document(), old.signatures())


def sign_with(root: SignKeyPair, document: bytes) -> bytes:
    from app.sealing.signatures import sign

    return sign(root, "directory", document)


def test_a_signed_document_that_is_no_directory_is_refused(publishing: PublishDirectory) -> None:
    from app.domain.strict_json import dumps, loads

    raw = loads(FIRST.document())
    raw["organisation"]["id"] = "not an id"
    document = dumps(raw)
    signatures = [
        replace(each, signature=sign_with(root, document))
        for each, root in zip(FIRST.signatures(), FIRST.roots, strict=True)
    ]

    with pytest.raises(BadInput, match="id"):
        publishing.publish(document, signatures)


def test_clients_believe_what_is_served(open_site: Site) -> None:
    answer = open_site.client.get(PATH).json

    verified = verify(
        b64decode(answer["document"]), open_site.organisation.signatures(), ROOTS, datetime.now(UTC), None
    )

    assert verified.version == 1
