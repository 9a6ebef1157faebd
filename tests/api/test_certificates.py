"""Certificates: signed over a commitment, for quizzes that exist and were passed; nothing is kept."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.api.doors import HOOK
from app.sealing.certificates import Statement, commitment
from app.sealing.primitives import blake2b, le32, lp
from app.sealing.signatures import verify
from app.services.certificates import QuizSize
from app.storage.tables import metadata
from tests.api.conftest import INTAKE_SEED, Site

PATH = "/api/v1/certificates"
MARKER = "Zwetschgenkuchen"
SALT = bytes(range(16))
NOVEMBER = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def school(site: Site) -> Site:
    """An application with one quiz of ten questions, eight of which pass, in November."""
    web = site.app.extensions[HOOK]
    quizzes = {"basics": QuizSize(10, 8)}
    certificates = replace(web.certificates, quizzes=lambda: quizzes, now=lambda: NOVEMBER)
    site.app.extensions[HOOK] = replace(web, certificates=certificates)
    return site


def wanted(**changes: Any) -> dict[str, Any]:
    named = commitment("Learner", SALT).hex()
    return {"v": 1, "commitment": named, "quiz": "basics", "right": 9, "of": 10} | changes


def ask(site: Site, **changes: Any) -> TestResponse:
    return site.client.post(PATH, json=wanted(**changes))


def test_a_passed_quiz_is_signed_for_by_the_intake_key(school: Site) -> None:
    answer = ask(school)

    assert answer.status_code == 201
    given = answer.json
    assert given is not None
    signature = bytes.fromhex(given.pop("signature"))
    assert given == wanted() | {"month": "2026-11", "key": school.intake_key.public.hex()}
    message = lp(commitment("Learner", SALT)) + lp(b"basics") + le32(9) + le32(10) + lp(b"2026-11")
    assert verify(school.intake_key.public, "certificate", message, signature)


def test_a_signature_holds_for_nothing_but_what_was_signed(school: Site) -> None:
    given = ask(school).json
    assert given is not None
    said = Statement(bytes.fromhex(given["commitment"]), "basics", 9, 10, "2026-11")
    key, signature = school.intake_key.public, bytes.fromhex(given["signature"])
    others = [
        replace(said, right=10),
        replace(said, of=9),
        replace(said, quiz="basic"),
        replace(said, month="2026-12"),
        replace(said, commitment=commitment("Another", SALT)),
    ]

    assert said.signed_by(key, signature)
    assert not any(each.signed_by(key, signature) for each in others)
    assert not said.signed_by(key, bytes([signature[0] ^ 1]) + signature[1:])
    assert not verify(key, "intake", said.message(), signature), "a signature is for one purpose"


def test_a_commitment_is_the_hash_of_label_salt_and_the_composed_name() -> None:
    assert commitment("Zoé", SALT) == blake2b(lp(b"SPK1/certificate") + lp(SALT) + lp("Zoé".encode()))
    assert commitment("Zoe\u0301", SALT) == commitment("Zo\u00e9", SALT)
    assert commitment("Zoé", os.urandom(16)) != commitment("Zoé", SALT)


NOT_EARNED = [
    ("quiz", {"quiz": MARKER}),
    ("of", {"of": 9}),
    ("of", {"of": 11}),
    ("right", {"right": 7}),
    ("right", {"right": 11}),
    ("right", {"right": 0}),
]


@pytest.mark.parametrize(("field", "changes"), NOT_EARNED)
def test_what_does_not_pass_is_refused_by_the_name_of_the_field(
    school: Site, field: str, changes: dict[str, Any]
) -> None:
    refused = ask(school, **changes)

    assert refused.status_code == 422
    assert refused.mimetype == "application/problem+json"
    assert refused.json is not None
    assert refused.json["field"] == field
    assert MARKER not in refused.text


MALFORMED = [
    ("v", {"v": 2}),
    ("commitment", {"commitment": MARKER}),
    ("commitment", {"commitment": "00" * 31}),
    ("quiz", {"quiz": 5}),
    ("quiz", {"quiz": "x" * 81}),
    ("right", {"right": True}),
    ("right", {"right": "9"}),
    ("right", {"right": -1}),
    ("of", {"of": 10**9}),
    ("of", {"of": 10.5}),
]


@pytest.mark.parametrize(("field", "changes"), MALFORMED)
def test_what_is_malformed_is_refused_by_the_name_of_the_field(
    school: Site, field: str, changes: dict[str, Any]
) -> None:
    refused = ask(school, **changes)

    assert refused.status_code == 400
    assert refused.json is not None
    assert refused.json["field"] == field
    assert MARKER not in refused.text


def test_nothing_of_a_certificate_is_kept(school: Site) -> None:
    ask(school, **{MARKER: MARKER})
    ask(school, right=3)

    with school.database.read() as view:
        rows = [row for table in metadata.tables.values() for row in view.execute(table.select())]
    assert rows == []
    assert school.log.getvalue() == ""


def test_the_key_is_the_one_of_the_intake(school: Site) -> None:
    assert school.app.extensions[HOOK].certificates.key.seed == INTAKE_SEED
