"""Errors: a problem document each, the same headers as everywhere, and never a word of what was sent."""

import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app.api.headers import PAGE_POLICY
from app.config import Settings
from app.domain.errors import SpeakUpError
from app.logs import Log
from app.storage.database import open_database
from app.web import create_app
from tests.api.conftest import OCTETS, Site
from tests.organisation import device

MARKER = "Zwetschgenkuchen"
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def some_of_everything(site: Site) -> list[TestResponse]:
    """Answers of many kinds."""
    headers = site.desk(0)
    return [
        site.client.get("/api/v1/health"),
        site.client.get("/api/v1/directory"),
        site.client.get("/api/v1/openapi.json"),
        site.client.get("/nothing/here"),
        site.client.get("/"),
        site.client.open("/api/v1/intake", method="OPTIONS"),
        site.client.head("/api/v1/directory"),
        site.client.put("/api/v1/intake"),
        site.client.post("/api/v1/intake", data=b"short", **OCTETS),
        site.client.post("/api/v1/intake", data=bytes(16_464), **OCTETS),
        site.client.get("/api/v1/desk/marks"),
        site.client.get("/api/v1/desk/marks", headers=headers),
        site.client.post("/api/v1/desk/marks", json={"position": 9, "mark": "opened"}, headers=headers),
        site.raw("//double//slashes", "GET"),
        site.raw("", "GET"),
    ]


def test_every_answer_carries_the_headers_and_no_cookie(open_site: Site) -> None:
    for answer in some_of_everything(open_site):
        assert {name: answer.headers.get_all(name) for name in HEADERS} == {
            name: [value] for name, value in HEADERS.items()
        }
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "Set-Cookie" not in answer.headers
        assert "Location" not in answer.headers


def test_every_refusal_of_the_interface_is_a_problem_document(open_site: Site) -> None:
    refusals = [each for each in some_of_everything(open_site) if each.status_code >= 400 and each.is_json]

    assert len(refusals) > 5
    for answer in refusals:
        assert answer.mimetype == "application/problem+json"
        assert answer.json.keys() - {"field"} == {"type", "title", "status", "detail"}
        assert answer.json["status"] == answer.status_code


def certificate_for(quiz: str) -> dict[str, object]:
    """A well-formed wish for a certificate."""
    return {"v": 1, "commitment": "00" * 32, "quiz": quiz, "right": 1, "of": 1}


def with_marker(site: Site) -> list[TestResponse]:
    """The marker in every place where a request has room for a word."""
    client, key = site.client, device(1).id.hex()
    json_paths = ("challenges", "sessions", "grants", "marks")
    headers = site.desk(0)
    answers = [
        client.get(f"/{MARKER}"),
        client.get(f"/assets/{MARKER}/../x?{MARKER}={MARKER}"),
        client.get(f"/api/v1/{MARKER}"),
        client.post(f"/api/v1/{MARKER}", data=MARKER),
        client.get(f"/api/v1/directory/{MARKER}"),
        client.get(f"/api/v1/replies/trays/{MARKER}"),
        client.get(f"/api/v1/replies/tags?from={MARKER}"),
        client.open("/api/v1/intake", method=MARKER.upper()),
        client.post("/api/v1/intake", data=MARKER * 10, content_type=f"text/{MARKER}"),
        client.post("/api/v1/intake", data=MARKER * 10, **OCTETS),
        client.post("/api/v1/desk/events", data=MARKER.encode() * 1_024, headers=headers, **OCTETS),
        client.post("/api/v1/desk/replies", data=(MARKER * 257).encode(), headers=headers, **OCTETS),
        client.put(f"/api/v1/bricks/{MARKER}", data=MARKER * 10, **OCTETS),
        client.put(f"/api/v1/bricks/{key}", data=MARKER * 10, content_type=f"image/{MARKER}"),
        client.get(f"/api/v1/desk/bricks/{MARKER}", headers=headers),
        client.post("/api/v1/desk/bricks/claims", json={"bricks": [MARKER]}, headers=headers),
        client.post("/api/v1/content/counts", data=MARKER * 4, **OCTETS),
        client.post("/api/v1/certificates", json={"v": 1, "commitment": MARKER, "quiz": MARKER}),
        client.post("/api/v1/certificates", json=certificate_for(MARKER)),
        client.get("/api/v1/desk/marks", headers={"Authorization": f"Bearer {MARKER}"}),
        client.get(f"/api/v1/desk/envelopes?after={MARKER}&limit={MARKER}", headers=headers),
        client.get("/", headers={"User-Agent": MARKER, "Referer": MARKER, "Cookie": f"{MARKER}={MARKER}"}),
        client.get(
            "/", headers={"Accept-Encoding": MARKER, "If-None-Match": MARKER, "Host": f"{MARKER}.example"}
        ),
    ]
    bodies = (
        {"device": MARKER, "challenge": MARKER, "signature": MARKER, "grant": MARKER, "mark": MARKER},
        {MARKER: MARKER, "device": key, "position": MARKER},
        [MARKER],
        MARKER,
    )
    return answers + [
        client.post(f"/api/v1/desk/{path}", json=body, headers=headers)
        for path in json_paths
        for body in bodies
    ]


def test_a_marker_word_comes_back_from_nowhere_and_stays_nowhere(open_site: Site, tmp_path: Path) -> None:
    answers = with_marker(open_site)

    needle = MARKER.lower()
    for answer in answers:
        assert needle not in answer.text.lower()
        assert needle not in str(answer.headers).lower()
        assert answer.status_code < 500 or answer.headers.get("Retry-After")
    assert needle not in open_site.log.getvalue().lower()
    with open_site.database.read() as view:
        from app.storage.tables import metadata

        for table in metadata.tables.values():
            for row in view.execute(table.select()):
                assert (
                    needle.encode()
                    not in b"".join(
                        value if isinstance(value, bytes) else str(value).lower().encode() for value in row
                    ).lower()
                )
    for file in tmp_path.rglob("*.db*"):
        assert needle.encode() not in file.read_bytes().lower()


class Sour(Exception):
    """An error that nobody foresaw, with a word that must not get out."""


def test_an_unforeseen_error_is_logged_by_its_type_and_told_without_it(open_site: Site) -> None:
    def broken() -> str:
        raise Sour(MARKER)

    open_site.app.view_functions["api.health.health"] = broken
    answer = open_site.client.get("/api/v1/health")

    assert answer.status_code == 500
    assert MARKER not in answer.text
    assert '"error": "Sour"' in open_site.log.getvalue()
    assert MARKER not in open_site.log.getvalue()


def test_an_error_of_ours_without_a_status_is_unforeseen_too(open_site: Site) -> None:
    def broken() -> str:
        raise SpeakUpError(MARKER)

    open_site.app.view_functions["api.health.health"] = broken

    assert open_site.client.get("/api/v1/health").status_code == 500


@pytest.fixture
def impatient(settings: Settings, migrated_file: Path, tmp_path: Path) -> Site:
    """An application that waits for its SQLite store for a moment only."""
    path = tmp_path / "impatient.db"
    path.write_bytes(migrated_file.read_bytes())
    database = open_database(f"sqlite:///{path}", patience=0.05)
    out = StringIO()
    app = create_app(settings, Log("web", out))
    from dataclasses import replace

    from app.api.doors import HOOK
    from app.services.grouping import Together

    web = app.extensions[HOOK]
    app.extensions[HOOK] = replace(web, intake=replace(web.intake, together=Together.over(database)))
    return Site(app, app.test_client(), database, tmp_path, out, lambda: None)  # type: ignore[arg-type]  # no clock needed


def assert_unavailable(site: Site) -> None:
    answer = site.client.post("/api/v1/intake", data=bytes(16_464), **OCTETS)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "OperationalError" in site.log.getvalue()


def kept(site: Site) -> int:
    with site.database.read() as view:
        return int(view.exec_driver_sql("SELECT count(*) FROM intake").scalar_one())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_store_is_a_503_that_says_when_to_come_again(impatient: Site) -> None:
    path = impatient.database.engine.url.database
    other = sqlite3.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    assert_unavailable(impatient)

    other.execute("ROLLBACK")
    assert kept(impatient) == 0
    assert impatient.client.post("/api/v1/intake", data=bytes(16_464), **OCTETS).status_code == 202


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_a_503_and_nothing_of_the_deposit_is_kept(impatient: Site) -> None:
    with impatient.database.read() as view:
        pages = view.exec_driver_sql("PRAGMA page_count").scalar_one()
        view.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    assert_unavailable(impatient)
    assert kept(impatient) == 0
    with impatient.database.read() as view:
        view.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert impatient.client.post("/api/v1/intake", data=bytes(16_464), **OCTETS).status_code == 202
