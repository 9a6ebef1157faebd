"""Bricks: kept before they are acknowledged, once, up to the quota; read by desks; nothing else is taken."""

import io
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.api.doors import HOOK
from app.config import Settings
from app.logs import Log
from app.services.bricks import PER_GIB, Bricks
from app.storage.database import open_database
from app.storage.tables import brick_claims, brick_counter, bricks
from app.web import create_app
from tests.api.bodies import Untouched
from tests.api.conftest import OCTETS, Site

BRICK_BYTES = 262_144
MARKER = "Zwetschgenkuchen"


def put(site: Site, brick: bytes, body: bytes) -> TestResponse:
    return site.client.put(f"/api/v1/bricks/{brick.hex()}", data=body, **OCTETS)


def kept(site: Site) -> dict[bytes, bytes]:
    with site.database.read() as view:
        return {row.id: row.brick for row in view.execute(select(bricks))}


def counted(site: Site) -> int:
    with site.database.read() as view:
        return view.execute(select(brick_counter.c.held)).scalar_one_or_none() or 0


def with_quota(site: Site, most: int) -> None:
    """Let the store hold so many bricks."""
    web = site.app.extensions[HOOK]
    site.app.extensions[HOOK] = replace(web, bricks=replace(web.bricks, most=most))


def test_a_brick_is_on_the_disk_when_it_is_acknowledged_and_a_desk_reads_it(open_site: Site) -> None:
    brick, body = os.urandom(16), os.urandom(BRICK_BYTES)

    answer = put(open_site, brick, body)

    assert (answer.status_code, answer.json) == (201, {"brick": brick.hex()})
    assert kept(open_site) == {brick: body}
    read = open_site.client.get(f"/api/v1/desk/bricks/{brick.hex()}", headers=open_site.desk(0))
    assert (read.status_code, read.data) == (200, body)
    assert read.headers["Cache-Control"] == "no-store"


def test_the_same_bytes_again_are_told_so_and_other_bytes_are_refused(site: Site) -> None:
    brick, body = os.urandom(16), os.urandom(BRICK_BYTES)

    statuses = [put(site, brick, each).status_code for each in (body, body, os.urandom(BRICK_BYTES), body)]

    assert statuses == [201, 200, 409, 200]
    assert kept(site) == {brick: body}
    assert counted(site) == 1


def test_the_quota_is_a_503_that_says_when_to_come_again(site: Site) -> None:
    with_quota(site, 2)
    held = [(os.urandom(16), os.urandom(BRICK_BYTES)) for _ in range(2)]

    assert [put(site, *each).status_code for each in held] == [201, 201]
    refused = put(site, os.urandom(16), os.urandom(BRICK_BYTES))

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) == 3_600
    assert kept(site) == dict(held)
    assert [put(site, *each).status_code for each in held] == [200, 200], "what is held is still told so"
    assert site.client.post("/api/v1/intake", data=bytes(16_464), **OCTETS).status_code == 202


def test_those_who_come_at_once_do_not_pass_the_quota_together(site: Site) -> None:
    with_quota(site, 5)
    bodies = {os.urandom(16): os.urandom(BRICK_BYTES) for _ in range(12)}

    def one(brick: bytes) -> int:
        path = f"/api/v1/bricks/{brick.hex()}"
        return site.app.test_client().put(path, data=bodies[brick], **OCTETS).status_code

    with ThreadPoolExecutor(12) as pool:
        statuses = dict(zip(bodies, pool.map(one, bodies), strict=True))

    acknowledged = {brick for brick, status in statuses.items() if status == 201}
    assert sorted(statuses.values()) == [201] * 5 + [503] * 7
    assert kept(site) == {brick: bodies[brick] for brick in acknowledged}
    assert counted(site) == 5


def test_a_quota_of_twenty_gibibytes_is_so_many_bricks(site: Site) -> None:
    assert site.app.extensions[HOOK].bricks.most == 20 * PER_GIB == 20 * 2**30 // BRICK_BYTES


@pytest.mark.parametrize("size", [0, 1, BRICK_BYTES - 1])
def test_a_shorter_brick_is_refused_and_not_kept(site: Site, size: int) -> None:
    answer = site.raw(
        f"/api/v1/bricks/{os.urandom(16).hex()}",
        "PUT",
        CONTENT_LENGTH=str(size),
        CONTENT_TYPE="application/octet-stream",
        **{"wsgi.input": io.BytesIO(bytes(size))},
    )

    assert (answer.status_code, answer.json["field"]) == (400, "body")
    assert kept(site) == {}


@pytest.mark.parametrize(
    ("length", "encoding", "status"),
    [(str(BRICK_BYTES + 1), None, 413), (str(50 * 2**20), None, 413), ("", "chunked", 411)],
)
def test_a_body_of_another_length_is_refused_before_a_byte_of_it_is_read(
    site: Site, length: str, encoding: str | None, status: int
) -> None:
    said = {"HTTP_TRANSFER_ENCODING": encoding} if encoding else {}
    answer = site.raw(
        f"/api/v1/bricks/{os.urandom(16).hex()}",
        "PUT",
        CONTENT_LENGTH=length,
        CONTENT_TYPE="application/octet-stream",
        **{"wsgi.input": Untouched(), **said},
    )

    assert answer.status_code == status
    assert kept(site) == {}


def test_a_brick_that_ends_too_early_is_refused_and_not_kept(site: Site) -> None:
    path, said = f"/api/v1/bricks/{os.urandom(16).hex()}", {"Content-Length": str(BRICK_BYTES)}

    assert site.client.put(path, data=bytes(100_000), headers=said, **OCTETS).status_code == 400
    assert kept(site) == {}


@pytest.mark.parametrize("media_type", ["application/json", "image/jpeg", "multipart/form-data", ""])
def test_another_media_type_is_refused(site: Site, media_type: str) -> None:
    path = f"/api/v1/bricks/{os.urandom(16).hex()}"

    assert site.client.put(path, data=bytes(BRICK_BYTES), content_type=media_type).status_code == 415
    assert kept(site) == {}


@pytest.mark.parametrize("named", ["", "0", "A" * 32, "0" * 31, "0" * 33, "g" * 32, MARKER, "%00" * 16])
def test_an_id_that_cannot_be_is_not_found(open_site: Site, named: str) -> None:
    headers = open_site.desk(0)

    stored = open_site.client.put(f"/api/v1/bricks/{named}", data=bytes(BRICK_BYTES), **OCTETS)
    read = open_site.client.get(f"/api/v1/desk/bricks/{named}", headers=headers)

    assert {stored.status_code, read.status_code} <= {404, 405}
    assert MARKER not in stored.text + read.text
    assert kept(open_site) == {}


def test_nobody_reads_or_claims_a_brick_without_a_session(open_site: Site) -> None:
    brick = os.urandom(16)
    put(open_site, brick, bytes(BRICK_BYTES))

    assert open_site.client.get(f"/api/v1/desk/bricks/{brick.hex()}").status_code == 401
    claimed = open_site.client.post("/api/v1/desk/bricks/claims", json={"bricks": [brick.hex()]})
    assert claimed.status_code == 401


def test_a_brick_that_is_not_there_is_not_found(open_site: Site) -> None:
    path = f"/api/v1/desk/bricks/{os.urandom(16).hex()}"

    assert open_site.client.get(path, headers=open_site.desk(0)).status_code == 404


def test_a_claim_leaves_the_day_as_it_was_and_unknown_ids_change_nothing(open_site: Site) -> None:
    mine, other = os.urandom(16), os.urandom(16)
    for brick in (mine, other):
        put(open_site, brick, bytes(BRICK_BYTES))
    came, wanted = open_site.clock().date(), {"bricks": [mine.hex(), mine.hex(), os.urandom(16).hex()]}
    for ahead in (3, 9):
        open_site.clock.ahead = timedelta(days=ahead)
        headers = open_site.desk(0)
        answer = open_site.client.post("/api/v1/desk/bricks/claims", json=wanted, headers=headers)
        assert (answer.status_code, answer.data) == (204, b"")

    with open_site.database.read() as view:
        assert {row.id: row.day for row in view.execute(select(bricks))} == {mine: came, other: came}
        assert view.execute(select(brick_claims.c.id)).scalars().all() == [mine]


def test_five_hundred_and_twelve_bricks_are_claimed_at_once_and_not_more(open_site: Site) -> None:
    headers, ids = open_site.desk(0), [os.urandom(16).hex() for _ in range(513)]

    def claim(bricks: object) -> TestResponse:
        return open_site.client.post("/api/v1/desk/bricks/claims", json={"bricks": bricks}, headers=headers)

    assert claim(ids[:512]).status_code == 204
    assert claim([]).status_code == 204
    for wrong in (ids, [MARKER], MARKER, [5], None, ["00" * 15]):
        refused = claim(wrong)
        assert (refused.status_code, refused.json["field"]) == (400, "bricks")
        assert MARKER not in refused.text


def test_a_report_of_a_hundred_mebibytes_passes_the_limit_and_a_flood_does_not(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"limits": "on"}), Log("web", StringIO()))
    client = app.test_client()

    def tried() -> TestResponse:  # refused for its length, which is looked at behind the limit
        return client.put(f"/api/v1/bricks/{'00' * 16}", data=b"short", **OCTETS)

    assert {tried().status_code for _ in range(512)} == {400}
    flood = [tried() for _ in range(89)]
    assert flood[-1].status_code == 429
    assert 0 < int(flood[-1].headers["Retry-After"]) <= 600


@pytest.fixture
def impatient(site: Site, migrated_file: Path, tmp_path: Path) -> Site:
    """An application whose bricks lie in an SQLite store that is waited for a moment only."""
    path = tmp_path / "impatient.db"
    path.write_bytes(migrated_file.read_bytes())
    database = open_database(f"sqlite:///{path}", patience=0.05)
    web = site.app.extensions[HOOK]
    site.app.extensions[HOOK] = replace(web, bricks=Bricks(database, 100, site.clock))
    return replace(site, database=database)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_store_keeps_nothing_and_says_when_to_come_again(impatient: Site) -> None:
    other = sqlite3.connect(str(impatient.database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    brick, body = os.urandom(16), os.urandom(BRICK_BYTES)

    refused = put(impatient, brick, body)

    other.execute("ROLLBACK")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert kept(impatient) == {}
    assert put(impatient, brick, body).status_code == 201


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_loses_nothing_that_was_acknowledged(impatient: Site) -> None:
    acknowledged: dict[bytes, bytes] = {}
    with impatient.database.read() as view:
        pages = view.exec_driver_sql("PRAGMA page_count").scalar_one()
        view.exec_driver_sql(f"PRAGMA max_page_count={pages + 200}")

    for _ in range(6):
        brick, body = os.urandom(16), os.urandom(BRICK_BYTES)
        answer = put(impatient, brick, body)
        if answer.status_code == 201:
            acknowledged[brick] = body

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert 0 < len(acknowledged) < 6
    assert kept(impatient) == acknowledged
    assert counted(impatient) == len(acknowledged)


def test_a_brick_leaves_no_trace_of_who_sent_it(open_site: Site) -> None:
    said = {"User-Agent": MARKER, "X-Forwarded-For": MARKER, "Cookie": f"a={MARKER}", "Referer": MARKER}
    path = f"/api/v1/bricks/{os.urandom(16).hex()}"
    open_site.client.put(path, data=bytes(BRICK_BYTES), headers=said, **OCTETS)

    with open_site.database.read() as view:
        [row] = view.execute(select(bricks))
    assert set(row._mapping) == {"id", "hash", "day", "brick"}
    assert MARKER not in open_site.log.getvalue() + str(row.id) + str(row.day)
