"""An author is who the directory says, and a revocation bites after the grace period."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.authorship import author
from app.domain.directory import Directory, parse_directory
from app.domain.payloads import DirectoryRef

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
GRACE = timedelta(days=3)
OFFICE, OTHER = "a0" * 16, "b0" * 16
KEYS = {"da": "1a" * 32, "db": "1b" * 32, "dc": "1c" * 32}
OFFICES = {OFFICE: ("da", "db"), OTHER: ("dc",)}
HASHES = {1: "01" * 32, 2: "02" * 32}


def device(name: str) -> dict[str, object]:
    until = "2030-01-01T00:00:00Z"
    return {"id": name * 16, "sign": "99" * 32, "seal": [{"key": KEYS[name], "until": until}]}


def directory(version: int, issued: datetime, without: str = "") -> Directory:
    offices = [
        {
            "id": office,
            "entity": "un-habitat",
            "role": "psea",
            "name": "Focal points",
            "members": [{"id": n, "title": n, "devices": [device(n)]} for n in names if n != without],
        }
        for office, names in OFFICES.items()
    ]
    return parse_directory(
        {
            "version": version,
            "previous": "00" * 32,
            "issued": issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "expires": "2030-01-01T00:00:00Z",
            "organisation": {"id": "0f" * 16, "name": "Demonstration"},
            "entities": [],
            "offices": offices,
            "routing": [],
            "relays": [],
            "policy": {
                "min_devices": 1,
                "batch": {"min": 1, "timeout": 0, "deadline": 0},
                "grace": int(GRACE.total_seconds()),
            },
        }
    )


REVOKED_ON = FIRST + timedelta(days=10)
CHAIN = {1: directory(1, FIRST), 2: directory(2, REVOKED_ON, without="da")}
NAMED = DirectoryRef(version=1, hash=HASHES[1])


def versions(number: int) -> tuple[Directory, str] | None:
    return (CHAIN[number], HASHES[number]) if number in CHAIN else None


def author_on(
    on: datetime, device: str = "da", named: DirectoryRef = NAMED, office: str = OFFICE
) -> str | None:
    found = author(office, named, KEYS[device], on, versions)
    return found.id[:2] if found else None


def test_a_device_is_known_by_its_key() -> None:
    assert author_on(FIRST) == "da"


def test_a_device_of_another_office_is_no_author_here() -> None:
    assert author_on(FIRST, "dc") is None
    assert author_on(FIRST, "dc", office=OTHER) == "dc"


def test_an_office_that_is_not_listed_has_no_authors() -> None:
    assert author_on(FIRST, office="cc" * 16) is None


@pytest.mark.parametrize(("after", "known"), [(GRACE, "da"), (GRACE + timedelta(seconds=1), None)])
def test_a_revoked_device_is_believed_until_the_grace_period_ends(
    after: timedelta, known: str | None
) -> None:
    assert author_on(REVOKED_ON + after) == known


def test_a_device_that_stayed_is_believed_under_the_old_version_too() -> None:
    assert author_on(REVOKED_ON + 2 * GRACE, "db") == "db"


@pytest.mark.parametrize(
    "named", [replace(NAMED, hash=HASHES[2]), replace(NAMED, version=3), replace(NAMED, version=0)]
)
def test_a_version_that_does_not_exist_vouches_for_nobody(named: DirectoryRef) -> None:
    assert author_on(FIRST, named=named) is None
