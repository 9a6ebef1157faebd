"""Which directories a client believes, and which it refuses, whoever hands them over."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CannotBeTrusted
from app.domain.strict_json import dumps
from app.sealing.directory import Pins, RootSignature, Seen, VerifiedDirectory, fingerprint_words, verify
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.receipt import wordlist
from app.sealing.signatures import sign

ROOTS = [SignKeyPair.from_seed(bytes([number]) * 32) for number in range(3)]
PINS = Pins(tuple(root.public for root in ROOTS), 2)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SEAL = {
    "key": BoxKeyPair.from_secret(b"\7" * 32).public.hex(),
    "from": "2026-01-01T00:00:00Z",
    "until": "2026-06-01T00:00:00Z",
}


def office(devices: int, **more: Any) -> dict[str, Any]:
    """An office with so many devices."""
    return {"members": [{"devices": [{"seal": [deepcopy(SEAL)]} for _ in range(devices)]}], **more}


def document(**changed: Any) -> dict[str, Any]:
    """The fields on which trust depends."""
    return {
        "version": 1,
        "previous": "0" * 64,
        "issued": "2026-02-01T00:00:00Z",
        "expires": "2026-04-01T00:00:00Z",
        "offices": [office(2)],
        "policy": {"min_devices": 2},
    } | changed


def believed(
    fields: dict[str, Any],
    seen: Seen | None = None,
    signers: Sequence[SignKeyPair] = ROOTS[:2],
    now: datetime = NOW,
    newest: bool = True,
) -> VerifiedDirectory:
    """What a client makes of it, signed by these roots."""
    data = dumps(fields)
    signed = [RootSignature(root.public, sign(root, "directory", data)) for root in signers]
    return verify(data, signed, PINS, now, seen, newest)


def refused_by(fields: dict[str, Any], **how: Any) -> str:
    """The check that refuses it."""
    with pytest.raises(CannotBeTrusted) as refused:
        believed(fields, **how)
    return refused.value.check


def test_it_takes_as_many_different_pinned_roots_as_the_threshold_says() -> None:
    stranger = SignKeyPair.generate()

    assert believed(document(), signers=ROOTS).version == 1
    assert believed(document(), signers=[stranger, *ROOTS[1:]]).version == 1
    for signers in ([], ROOTS[:1], [ROOTS[0]] * 3, [ROOTS[0], stranger, stranger]):
        assert refused_by(document(), signers=signers) == "signatures"


def test_a_threshold_of_none_still_asks_for_one_signature() -> None:
    with pytest.raises(CannotBeTrusted, match="signatures"):
        verify(dumps(document()), [], Pins(PINS.roots, 0), NOW)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_byte_of_a_signed_document_can_be_changed(data: st.DataObject) -> None:
    exact = dumps(document())
    signed = [RootSignature(root.public, sign(root, "directory", exact)) for root in ROOTS[:2]]
    changed = bytearray(exact)
    changed[data.draw(st.integers(0, len(exact) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises(CannotBeTrusted, match="signatures"):
        verify(bytes(changed), signed, PINS, NOW)


def test_versions_follow_each_other_and_never_go_back() -> None:
    first = believed(document())
    second = believed(document(version=2, previous=first.hash.hex()), seen=first.seen)

    assert second.version == 2
    assert believed(document(), seen=first.seen).hash == first.hash
    assert refused_by(document(), seen=second.seen) == "version"
    assert refused_by(document(expires="2026-05-01T00:00:00Z"), seen=first.seen) == "version"
    assert refused_by(document(version=2, previous="1" * 64), seen=first.seen) == "previous"
    assert refused_by(document(version=3, previous=first.hash.hex()), seen=first.seen) == "previous"


def test_an_old_version_on_the_way_to_the_newest_may_have_expired() -> None:
    late = datetime(2026, 5, 1, tzinfo=UTC)

    assert refused_by(document(), now=late) == "expired"
    assert believed(document(), now=late, newest=False).version == 1


def test_it_expires_at_the_second_and_may_be_issued_an_hour_ahead() -> None:
    end, issued = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    second, hour = timedelta(seconds=1), timedelta(hours=1)

    assert believed(document(), now=end - second).version == 1
    assert refused_by(document(), now=end) == "expired"
    assert believed(document(), now=issued - hour).version == 1
    assert refused_by(document(), now=issued - hour - second) == "issued"


@pytest.mark.parametrize(
    ("offices", "check"),
    [
        ([office(2), office(1)], "devices"),
        ([office(0)], "devices"),
        ([office(9)], "devices"),  # an envelope has eight slots
        ([office(9, vacant=True)], "devices"),
        ([office(1, vacant="yes")], "devices"),
    ],
)
def test_an_office_that_cannot_be_sealed_to_is_refused(offices: list[Any], check: str) -> None:
    assert refused_by(document(offices=offices)) == check


@pytest.mark.parametrize("offices", [[], [office(8)], [office(0, vacant=True)], [office(2), office(3)]])
def test_an_office_with_enough_devices_or_none_to_seal_to_is_believed(offices: list[Any]) -> None:
    assert believed(document(offices=offices)).version == 1


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        (
            "2026-02-01T00:00:00Z",
            "2026-02-01T00:00:01Z",
            True,
        ),  # valid when issued, lapsed now: closes nothing
        ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", False),
        ("2026-02-01T00:00:01Z", "2026-06-01T00:00:00Z", False),
    ],
)
def test_a_seal_key_counts_if_it_was_valid_when_the_directory_was_issued(
    since: str, until: str, counts: bool
) -> None:
    listed = office(2)
    listed["members"][0]["devices"][0]["seal"] = [SEAL | {"from": since, "until": until}]

    if counts:
        assert believed(document(offices=[listed])).version == 1
    else:
        assert refused_by(document(offices=[listed])) == "devices"


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 0},
        {"version": True},
        {"version": 1.5},
        {"previous": "0" * 63},
        {"previous": "G" * 64},
        {"issued": None},
        {"expires": "2026-04-01"},
        {"expires": "2026-02-30T00:00:00Z"},
        {"policy": {}},
        {"policy": {"min_devices": 0}},
        {"offices": {}},
        {"offices": [{}]},
        {"offices": [{"members": [{"devices": [{}]}]}]},
    ],
)
def test_a_document_whose_shape_is_wrong_is_refused_by_its_schema(broken: dict[str, Any]) -> None:
    assert refused_by(document(**broken)) == "schema"


def test_the_fingerprint_names_roots_and_threshold_and_not_their_order() -> None:
    words = fingerprint_words(PINS)

    assert len(words) == 12
    assert set(words) <= set(wordlist("en"))
    assert fingerprint_words(Pins(PINS.roots[::-1], 2)) == words
    assert fingerprint_words(Pins(PINS.roots, 1)) != words
    assert fingerprint_words(Pins(PINS.roots[:2], 2)) != words
