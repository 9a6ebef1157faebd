"""Replies: anyone reads all tags and whole trays; a tag and a place are used once."""

import os

import pytest
from sqlalchemy import insert, update

from app.sealing.primitives import blake2b
from app.storage.tables import replies, reply_counter
from tests.api.conftest import OCTETS, Site

PATH = "/api/v1/desk/replies"
ENVELOPE = b"SPK1\x01\x02\x08\x00" + bytes(4_088)
TRAY_BYTES = 65_536


def envelope(number: int) -> bytes:
    return ENVELOPE[:8] + number.to_bytes(4, "big") + ENVELOPE[12:]


def fill(site: Site, count: int) -> None:
    """Post so many replies, straight into the store."""
    rows = [
        {
            "position": at,
            "tag": at.to_bytes(16, "big"),
            "envelope": envelope(at),
            "hash": blake2b(envelope(at)),
            "day": site.clock().date(),
        }
        for at in range(count)
    ]
    with site.database.begin() as tx:
        tx.execute(insert(replies), rows)
        tx.execute(insert(reply_counter), {"id": 1, "taken": count})


def test_a_reply_takes_the_next_place_and_is_found_there(open_site: Site) -> None:
    headers = open_site.desk(0)
    tags = [os.urandom(16) for _ in range(3)]

    placed = [
        open_site.client.post(PATH, data=tag + envelope(at), headers=headers, **OCTETS)
        for at, tag in enumerate(tags)
    ]

    assert [(answer.status_code, answer.json) for answer in placed] == [
        (201, {"position": at}) for at in range(3)
    ]
    assert open_site.client.get("/api/v1/replies/tags?from=0").data == b"".join(tags)
    tray = open_site.client.get("/api/v1/replies/trays/0").data
    assert tray == b"".join(map(envelope, range(3))) + bytes(TRAY_BYTES - 3 * 4_096)


def test_the_same_reply_again_gets_the_same_place(open_site: Site) -> None:
    headers, body = open_site.desk(0), bytes(16) + envelope(1)

    first, again = (open_site.client.post(PATH, data=body, headers=headers, **OCTETS) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json


def test_a_taken_tag_keeps_its_reply(open_site: Site) -> None:
    headers = open_site.desk(0)
    open_site.client.post(PATH, data=bytes(16) + envelope(1), headers=headers, **OCTETS)

    refused = open_site.client.post(PATH, data=bytes(16) + envelope(2), headers=headers, **OCTETS)

    assert refused.status_code == 409
    assert open_site.client.get("/api/v1/replies/trays/0").data.startswith(envelope(1))
    assert len(open_site.client.get("/api/v1/replies/tags").data) == 16


@pytest.mark.parametrize("at", range(8))
def test_a_reply_with_a_wrong_header_is_refused(open_site: Site, at: int) -> None:
    wrong = bytearray(envelope(1))
    wrong[at] ^= 1

    refused = open_site.client.post(PATH, data=bytes(16) + wrong, headers=open_site.desk(0), **OCTETS)

    assert (refused.status_code, refused.json["field"]) == (400, "envelope")
    assert open_site.client.get("/api/v1/replies/tags").data == b""


def test_nobody_posts_a_reply_without_a_session(open_site: Site) -> None:
    assert open_site.client.post(PATH, data=bytes(16) + envelope(1), **OCTETS).status_code == 401


def test_pages_of_tags_begin_at_multiples_of_1024_and_only_full_ones_are_kept_by_caches(site: Site) -> None:
    fill(site, 1_030)

    first = site.client.get("/api/v1/replies/tags?from=1023")
    second = site.client.get("/api/v1/replies/tags?from=1029")
    behind = site.client.get("/api/v1/replies/tags?from=2048")

    assert len(first.data) == 16_384
    assert "immutable" in first.headers["Cache-Control"]
    assert second.data == b"".join(at.to_bytes(16, "big") for at in range(1_024, 1_030))
    assert second.headers["Cache-Control"] == "no-store"
    assert behind.data == b""


def test_an_expired_reply_reads_as_zeros_and_keeps_tag_and_place(site: Site) -> None:
    fill(site, 2)
    with site.database.begin() as tx:
        tx.execute(update(replies).where(replies.c.position == 0).values(envelope=None))

    tray = site.client.get("/api/v1/replies/trays/0").data

    assert tray[:8_192] == bytes(4_096) + envelope(1)
    assert len(site.client.get("/api/v1/replies/tags").data) == 32


def test_a_tray_is_sixteen_places_and_none_lies_behind_the_last(site: Site) -> None:
    fill(site, 17)

    assert site.client.get("/api/v1/replies/trays/0").data == b"".join(map(envelope, range(16)))
    assert site.client.get("/api/v1/replies/trays/1").data == envelope(16) + bytes(TRAY_BYTES - 4_096)
    assert site.client.get("/api/v1/replies/trays/2").status_code == 404


@pytest.mark.parametrize("start", ["", "-1", "x", "1.5", "1e3", "٣", "9007199254740992", "9" * 50])
def test_a_place_that_is_no_whole_number_is_refused(site: Site, start: str) -> None:
    refused = site.client.get("/api/v1/replies/tags", query_string={"from": start})

    assert (refused.status_code, refused.json["field"]) == (400, "from")


@pytest.mark.parametrize("tray", ["-1", "x", "562949953421312", "9" * 50])
def test_a_tray_that_cannot_be_is_not_found(site: Site, tray: str) -> None:
    assert site.client.get(f"/api/v1/replies/trays/{tray}").status_code == 404
