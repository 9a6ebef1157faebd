"""Counting: notes are added up and forgotten, sums are told when their month is over, small ones never."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.api.doors import HOOK
from app.domain.counting import Catalogue, read_sums
from app.storage.tables import catalogues, content_counts
from tests.api.conftest import OCTETS, Site

PATH = "/api/v1/content/counts"
ITEMS = ("zero_tolerance", "choose_a_way", "help_now")
LATER = ("zero_tolerance", "help_now")
OCTOBER = datetime(2026, 10, 31, 23, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def counting(site: Site) -> Site:
    """An application with a small catalogue, in October."""
    return at(site, OCTOBER, ITEMS)


def catalogue_hash(items: tuple[str, ...]) -> bytes:
    """The name of a catalogue: the first 8 bytes of SHA-256 over its ids, a line each."""
    return sha256("\n".join(items).encode()).digest()[:8]


def at(site: Site, moment: datetime, items: tuple[str, ...] = ITEMS) -> Site:
    """The application at another moment, with another catalogue."""
    web = site.app.extensions[HOOK]
    catalogue = Catalogue(catalogue_hash(items), items)
    counts = replace(web.content_counts, catalogue=lambda: catalogue, now=lambda: moment)
    site.app.extensions[HOOK] = replace(web, content_counts=counts)
    return site


def note(*ones: int, items: tuple[str, ...] = ITEMS) -> bytes:
    """A note with these bits set; those behind the items are random, as the phone's are."""
    bits = bytearray(os.urandom(55))
    bits[0] = bits[0] & 0b1111_1000 | sum(1 << item for item in ones)
    return b"\x01" + catalogue_hash(items) + bytes(bits)


def send(site: Site, body: bytes) -> TestResponse:
    return site.client.post(PATH, data=body, **OCTETS)


def sums(site: Site) -> dict[tuple[str, bytes], tuple[int, tuple[int, ...]]]:
    """What the store holds: (month, catalogue) to (notes, ones)."""
    with site.database.read() as view:
        rows = view.execute(select(content_counts)).all()
    return {
        (str(row.month), row.catalogue): (row.total, tuple(int(n) for n in read_sums(row.sums)))
        for row in rows
    }


def test_notes_add_up_to_sums_and_nothing_else_is_kept(counting: Site) -> None:
    answers = {send(counting, note(*ones)).data for ones in ((0, 2), (0,), ())}

    assert len(answers) == 1
    assert sums(counting) == {("2026-10-01", catalogue_hash(ITEMS)): (3, (2, 0, 1))}
    with counting.database.read() as view:
        assert view.execute(select(catalogues.c.ids)).scalars().all() == ["\n".join(ITEMS)]


def test_a_note_by_a_catalogue_that_nobody_knows_is_answered_alike_and_dropped(counting: Site) -> None:
    known, unknown = send(counting, note(1)), send(counting, note(1, items=("other",)))

    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert len(sums(counting)) == 1
    with counting.database.read() as view:
        assert len(view.execute(select(catalogues)).all()) == 1


def test_an_app_that_still_has_the_last_content_is_counted_by_it(counting: Site) -> None:
    send(counting, note(1))
    at(counting, OCTOBER + DAY, LATER)

    send(counting, note(1))
    send(counting, note(1, items=LATER))

    assert sums(counting) == {
        ("2026-10-01", catalogue_hash(ITEMS)): (1, (0, 1, 0)),
        ("2026-11-01", catalogue_hash(ITEMS)): (1, (0, 1, 0)),
        ("2026-11-01", catalogue_hash(LATER)): (1, (0, 1)),
    }


def test_a_month_is_told_when_it_is_over_and_small_numbers_are_withheld(counting: Site) -> None:
    dice = random.Random(20261121)
    shares = (150, 60, 3)  # of 240 visitors, who read item 0, 1, 2
    for visitor in range(240):
        read = [visitor < share for share in shares]
        said = [item for item in range(3) if read[item] != (dice.random() < 0.25)]
        send(counting, note(*said))

    assert counting.client.get(PATH).json == {"months": []}, "October is not over"
    [month] = at(counting, OCTOBER + DAY).client.get(PATH).json["months"]

    assert (month["month"], month["reports"]) == ("2026-10", 240)
    assert month["catalogue"] == catalogue_hash(ITEMS).hex()
    found = {each["id"]: each["estimate"] for each in month["items"]}
    assert abs(found["zero_tolerance"] - 150) <= 40  # three standard deviations of 240 notes
    assert found["choose_a_way"] is None or abs(found["choose_a_way"] - 60) <= 40
    assert found["help_now"] is None


def test_a_month_with_few_notes_says_only_that_they_were_few(counting: Site) -> None:
    for _ in range(30):
        send(counting, note(0, 1, 2))

    [month] = at(counting, OCTOBER + 40 * DAY).client.get(PATH).json["months"]

    assert month["reports"] is None
    assert [each["estimate"] for each in month["items"]] == [None, None, None]


def test_those_who_come_at_once_are_all_counted(counting: Site) -> None:
    with ThreadPoolExecutor(8) as pool:
        clients = [counting.app.test_client() for _ in range(24)]
        answers = list(pool.map(lambda client: client.post(PATH, data=note(0), **OCTETS), clients))

    assert {answer.status_code for answer in answers} == {202}
    assert sums(counting)["2026-10-01", catalogue_hash(ITEMS)] == (24, (24, 0, 0))


REFUSED = [(b"", 411), (bytes(63), 400), (b"\x02" + bytes(63), 400), (bytes(64), 400), (bytes(65), 413)]


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_is_no_note_is_refused_and_not_counted(counting: Site, body: bytes, status: int) -> None:
    assert send(counting, body).status_code == status
    assert sums(counting) == {}


def test_a_note_of_another_type_is_refused(counting: Site) -> None:
    assert counting.client.post(PATH, data=note(), content_type="text/plain").status_code == 415


def test_the_content_that_is_there_is_the_catalogue(site: Site) -> None:
    from app.wiring.content import reader

    content = reader()()

    items = content.catalogue.items
    assert site.app.extensions[HOOK].content_counts.catalogue() == content.catalogue
    assert content.catalogue.name == catalogue_hash(items)
    assert len(set(items)) == len(items) <= 440, "each item has a bit of its own"
