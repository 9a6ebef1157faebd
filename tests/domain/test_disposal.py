"""What is proposed, refused and done is told by the office's own record, and by its digest to anybody."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.disposal import (
    CONFIRM,
    PROPOSE,
    PURPOSE,
    REASONS,
    changed_since,
    check_reason,
    digest,
    disposals,
    doomed,
    packed,
    signed,
    unpacked,
)
from app.domain.errors import BadInput
from app.domain.trail import fingerprint, trail, word_numbers
from app.sealing.keys import SignKeyPair
from app.sealing.signatures import sign, verify
from tests.domain.account_vectors import case, vectors

FILE = vectors("disposal")


def test_the_reasons_are_those_of_the_vectors() -> None:
    assert FILE["reasons"] == dict(REASONS)


@pytest.mark.parametrize("vector", FILE["digests"], ids=[vector["name"] for vector in FILE["digests"]])
def test_a_digest_is_what_its_vector_says(vector: dict[str, Any]) -> None:
    named = [(each["position"], bytes.fromhex(each["ctx"])) for each in vector["envelopes"]]
    office, disposal = bytes.fromhex(vector["office"]), bytes.fromhex(vector["id"])

    assert digest(office, disposal, named).hex() == vector["digest"]
    assert digest(office, disposal, reversed(named)).hex() == vector["digest"], "in any order"


@pytest.mark.parametrize("vector", FILE["signatures"], ids=[v["name"] for v in FILE["signatures"]])
def test_a_signature_is_what_its_vector_says_and_counts_for_nothing_else(vector: dict[str, Any]) -> None:
    office, disposal, said = (bytes.fromhex(vector[name]) for name in ("office", "id", "digest"))
    bricks = bytes.fromhex("".join(vector.get("bricks", [])))
    day = date.fromisoformat(vector["day"])
    message = signed(office, disposal, said, vector["step"], day, bricks)
    signature = bytes.fromhex(vector["signature"])
    key = SignKeyPair.from_seed(bytes.fromhex(vector["seed"]))

    assert (key.public.hex(), message.hex()) == (vector["public"], vector["message"])
    assert sign(key, PURPOSE, message) == signature
    assert verify(key.public, PURPOSE, message, signature)
    other = PROPOSE if vector["step"] == CONFIRM else CONFIRM
    assert not verify(key.public, PURPOSE, signed(office, disposal, said, other, day, bricks), signature)
    later = signed(office, disposal, said, vector["step"], day + timedelta(days=1), bricks)
    assert not verify(key.public, PURPOSE, later, signature), "what was signed lapses"
    assert not verify(key.public, "member", message, signature)
    if vector["step"] == CONFIRM:
        more = signed(office, disposal, said, CONFIRM, day, bricks + bytes(16))
        assert not verify(key.public, PURPOSE, more, signature), "no other files than those that were meant"


@pytest.mark.parametrize("vector", FILE["cases"], ids=[vector["name"] for vector in FILE["cases"]])
def test_a_case_tells_what_its_vector_says(vector: dict[str, Any]) -> None:
    found = case(vector)

    assert [asdict(each) for each in disposals(found)] == vector["expect"]["disposals"]
    assert list(doomed(found)) == vector["expect"]["doomed"]
    assert changed_since(found, vector["proposed"]) == vector["expect"]["changed"]
    assert {**asdict(trail(found)), "missing": list(found.missing), "heads": list(found.heads)} == vector[
        "expect"
    ]["trail"]


@pytest.mark.parametrize("vector", FILE["fingerprints"], ids=[v["name"] for v in FILE["fingerprints"]])
def test_a_fingerprint_is_what_its_vector_says(vector: dict[str, Any]) -> None:
    found = fingerprint(vector["thread"], vector["ctxs"])

    assert found.hex() == vector["digest"]
    assert list(word_numbers(found)) == vector["words"]
    assert fingerprint(vector["thread"], reversed(vector["ctxs"])) == found


def test_positions_are_kept_as_they_were() -> None:
    assert unpacked(packed({7, 1, 2**40})) == (1, 7, 2**40)


@pytest.mark.parametrize(
    ("reason", "reference", "field"),
    [("because", "x", "reason"), ("order", " ", "reference"), ("retention_over", "", "reference")],
)
def test_a_case_is_not_destroyed_without_a_reason_of_the_table(
    reason: str, reference: str, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        check_reason(reason, reference)
    assert refused.value.field == field


def test_some_reasons_need_no_reference() -> None:
    check_reason("duplicate", "")
    check_reason("order", "Decision 2026/14")
