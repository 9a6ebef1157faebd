"""The content: the exact bytes that were built, compressed for who takes it, and never half a pack."""

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.content.words import LOCALES
from tests.api.conftest import Site
from tests.api.packs import BROTLI, shelve

PATH = "/api/v1/content"
MARKER = "Zwetschgenkuchen"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # no store is asked


@pytest.fixture
def built(site: Site, tmp_path: Path) -> Site:
    """An application with the packs of the sample."""
    shelve(site.static, tmp_path / "tree")
    return site


def file(site: Site, locale: str) -> bytes:
    return (site.static / "content" / f"{locale}.json").read_bytes()


def test_the_languages_are_listed_with_the_names_of_their_packs(built: Site) -> None:
    answer = built.client.get(PATH)

    listed = answer.json["languages"]
    assert (answer.json["v"], answer.headers["Cache-Control"]) == (1, "no-cache")
    assert [each["locale"] for each in listed] == list(LOCALES)
    arabic = next(each for each in listed if each["lang"] == "ar")
    assert arabic == {
        "lang": "ar",
        "locale": "ar",
        "name": "العربية",
        "direction": "rtl",
        "tags": ["ar", "arb"],
        "hash": sha256(file(built, "ar")).hexdigest(),
        "bytes": len(file(built, "ar")),
    }


TAGS = {
    "fr": "fr",
    "zh_Hans": "zh_Hans",
    "zh-Hans": "zh_Hans",
    "zh-CN": "zh_Hans",
    "ar-EG": "ar",
    "FR-ca": "fr",
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_pack_is_given_as_its_exact_bytes_under_every_tag_that_means_it(built: Site, tag: str) -> None:
    answer = built.client.get(f"{PATH}/{tag}", headers={"Accept-Encoding": "identity"})

    assert answer.data == file(built, TAGS[tag])
    assert answer.mimetype == "application/json"
    assert answer.headers["ETag"] == f'W/"{sha256(answer.data).hexdigest()}"'
    assert answer.headers["Cache-Control"] == "no-cache"


ACCEPTED = [
    ("gzip, br", "br"),
    ("br;q=1.0, gzip;q=0.1", "br"),
    ("gzip", "gzip"),
    ("br;q=0, gzip;q=0.5", "gzip"),
    ("*", "br"),
    ("deflate", None),
    ("identity", None),
    ("", None),
    ("br;q=", "br"),
    ("gzi", None),
    (",,;", None),
    ("gzip;q=0.", None),
    ("x" * 3_000, None),
]


@pytest.mark.parametrize(("accepts", "encoding"), ACCEPTED)
def test_a_compressed_twin_goes_to_who_says_that_it_takes_one(
    built: Site, accepts: str, encoding: str | None
) -> None:
    answer = built.client.get(f"{PATH}/fr", headers={"Accept-Encoding": accepts})

    read = {"br": lambda data: data, "gzip": gzip.decompress, None: lambda data: data}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert read(answer.data) == (BROTLI if encoding == "br" else file(built, "fr"))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_who_has_the_pack_gets_no_bytes_until_it_changes(built: Site, tmp_path: Path) -> None:
    tag = built.client.get(f"{PATH}/fr").headers["ETag"]
    strong = tag.removeprefix("W/")
    known = [built.client.get(f"{PATH}/fr", headers={"If-None-Match": each}) for each in (tag, strong)]
    other = built.client.get(f"{PATH}/ar", headers={"If-None-Match": tag})

    assert [(answer.status_code, answer.data) for answer in known] == [(304, b"")] * 2
    assert known[0].headers["ETag"] == tag
    assert other.status_code == 200


@pytest.mark.parametrize(
    "language",
    ["xx", "index", "index.json", MARKER, f"{MARKER}-fr", "..%2findex", "%00", "en.gz", "x" * 4_000, "ćć"],
)
def test_a_language_that_is_not_there_is_a_problem_that_does_not_repeat_it(
    built: Site, language: str
) -> None:
    answer = built.client.get(f"{PATH}/{language}")

    if language == "en.gz":  # as `en.UTF-8` means English
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert MARKER not in answer.text + built.log.getvalue()
    assert built.log.getvalue() == ""


@pytest.mark.parametrize("path", [PATH, f"{PATH}/fr", f"{PATH}/{MARKER}"])
def test_a_server_without_packs_says_so_and_logs_it(site: Site, path: str) -> None:
    answer = site.client.get(path)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.json["detail"].startswith("the content has not been built")
    assert json.loads(site.log.getvalue()) == {"event": "content_not_built", "process": "web"}


def test_packs_that_are_built_later_are_found_without_a_restart(site: Site, tmp_path: Path) -> None:
    assert site.client.get(f"{PATH}/fr").status_code == 503

    shelve(site.static, tmp_path / "tree")

    assert site.client.get(f"{PATH}/fr").status_code == 200


@pytest.mark.parametrize(
    "index", [b"", b"{", b"[]", b'{"languages":[{}]}', b'{"languages":[{"tags":"fr"}]}', b"\xff"]
)
def test_a_spoilt_index_is_as_none(built: Site, index: bytes) -> None:
    (built.static / "content/index.json").write_bytes(index)

    assert built.client.get(f"{PATH}/fr").status_code == 503
    assert "content_not_built" in built.log.getvalue()


@pytest.mark.parametrize("left", [0, 1, 700])
def test_half_a_pack_is_never_given_out(built: Site, left: int) -> None:
    path = built.static / "content/fr.json"
    path.write_bytes(path.read_bytes()[:left])

    assert built.client.get(f"{PATH}/fr").status_code == 503
    assert built.client.get(f"{PATH}/ar").status_code == 200


def test_a_pack_that_vanished_is_not_an_error_of_ours(built: Site) -> None:
    built.client.get(f"{PATH}/fr")
    (built.static / "content/fr.json").unlink()

    assert built.client.get(f"{PATH}/fr").status_code == 503


def test_the_answers_are_as_the_document_describes_them(built: Site) -> None:
    described = built.client.get("/api/v1/openapi.json").json["paths"]
    for path, asked in (("/api/v1/content", PATH), ("/api/v1/content/{language}", f"{PATH}/fr")):
        schema = described[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = built.client.get(asked, headers={"Accept-Encoding": "identity"}).json

        assert list(Draft202012Validator(schema).iter_errors(answer)) == []


def test_the_counters_beside_the_packs_are_no_language(built: Site) -> None:
    assert built.client.get(f"{PATH}/counts").json == {"months": []}
