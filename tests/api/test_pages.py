"""The pages: compressed for who accepts it, kept as long as their names promise, and no path leads out."""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.api.doors import HOOK
from app.services.shelf import Shelf
from tests.api.conftest import Site

SCRIPT = b"console.log('a script of some length, so that it is worth to compress')" * 20


@pytest.fixture
def built(open_site: Site) -> Site:
    """An application whose pages are built, beside a file that nobody may get."""
    assets = open_site.static / "assets"
    assets.mkdir(parents=True)
    (open_site.static / "index.html").write_text("<!doctype html>app")
    (open_site.static / "desk.html").write_text("<!doctype html>desk")
    (open_site.static / "sw.js").write_text("// service worker")
    (open_site.static / "manifest.webmanifest").write_text("{}")
    (assets / "app-1234.js").write_bytes(SCRIPT)
    (assets / "app-1234.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    (assets / "app-1234.js.br").write_bytes(b"pretend brotli")
    (assets / "worker-5678.js").write_text("// worker")
    (assets / "worker-pdf.worker-9abc.js").write_text("// reads files of strangers")
    secret = open_site.static.parent / "secret.txt"
    secret.write_text("secret")
    (assets / "link.txt").symlink_to(secret)
    return open_site


@pytest.mark.parametrize("path", ["/", "/desk"])
def test_pages_that_are_not_built_say_so_in_plain_words(site: Site, path: str) -> None:
    answer = site.client.get(path)

    assert answer.status_code == 503
    assert answer.mimetype == "text/html"
    assert "not been built" in answer.text


def test_pages_built_later_are_found_without_a_restart(site: Site) -> None:
    assert site.client.get("/").status_code == 503
    site.static.mkdir()
    (site.static / "index.html").write_text("<!doctype html>app")

    assert site.client.get("/").status_code == 200


def test_a_build_under_a_running_server_needs_no_restart(built: Site) -> None:
    index, assets = built.static / "index.html", built.static / "assets"
    settle(built.static, 1_000)
    assert built.client.get("/assets/app-1234.js").status_code == 200

    index.write_text("<!doctype html>the next app")
    (assets / "app-1234.js").rename(assets / "app-abcd.js")
    settle(built.static, 2_000)

    assert built.client.get("/").text.endswith("the next app")
    assert built.client.get("/assets/app-abcd.js").status_code == 200
    assert built.client.get("/assets/app-1234.js", headers={"Accept-Encoding": ""}).status_code == 404


def test_a_folder_that_a_build_empties_is_not_built_and_then_built(built: Site) -> None:
    settle(built.static, 1_000)
    assert built.client.get("/").status_code == 200
    away = built.static.rename(built.static.with_name("away"))

    assert built.client.get("/").status_code == 503
    away.rename(built.static)
    assert built.client.get("/").status_code == 200


def test_a_settled_folder_is_listed_once(built: Site) -> None:
    settle(built.static, 1_000)
    shelf = Shelf(built.static)
    shelf.find("index.html")
    listed = shelf.listed

    assert shelf.find("nothing") is None
    assert shelf.listed is listed
    (built.static / "late.txt").write_text("late")
    assert shelf.find("late.txt") is not None


def settle(folder: Path, moment: int) -> None:
    """Say that nothing came into the folders since that moment (in seconds), long ago."""
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        os.utime(each, (moment, moment))


def test_each_page_is_at_its_address(built: Site) -> None:
    assert built.client.get("/").text.endswith("app")
    assert built.client.get("/desk").text.endswith("desk")
    assert built.client.get("/sw.js").mimetype == "text/javascript"
    assert built.client.get("/manifest.webmanifest").mimetype == "application/manifest+json"


def test_assets_are_kept_for_good_and_pages_asked_for_again(built: Site) -> None:
    assert "immutable" in built.client.get("/assets/app-1234.js").headers["Cache-Control"]
    assert built.client.get("/").headers["Cache-Control"] == "no-cache"
    assert built.client.get("/sw.js").headers["Cache-Control"] == "no-cache"


ACCEPTED = [
    ("gzip, br", "br", b"pretend brotli"),
    ("gzip", "gzip", gzip.compress(SCRIPT, mtime=0)),
    ("br;q=0, gzip;q=0.5", "gzip", gzip.compress(SCRIPT, mtime=0)),
    ("identity", None, SCRIPT),
    ("", None, SCRIPT),
]


@pytest.mark.parametrize(("accepts", "encoding", "body"), ACCEPTED)
def test_a_compressed_twin_goes_to_who_accepts_it(
    built: Site, accepts: str, encoding: str | None, body: bytes
) -> None:
    answer = built.client.get("/assets/app-1234.js", headers={"Accept-Encoding": accepts})

    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.data[:4] + answer.data[10:] == body[:4] + body[10:]  # gzip writes the time between
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.mimetype == "text/javascript"


def test_who_has_a_page_gets_no_bytes(built: Site) -> None:
    tag = built.client.get("/").headers["ETag"]

    again = built.client.get("/", headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_compressed_and_plain_are_told_apart(built: Site) -> None:
    tags = {
        built.client.get("/assets/app-1234.js", headers={"Accept-Encoding": accepts}).headers["ETag"]
        for accepts in ("br", "gzip", "identity")
    }

    assert len(tags) == 3


def test_the_reader_of_strangers_files_may_reach_nobody(built: Site) -> None:
    reader = built.client.get("/assets/worker-pdf.worker-9abc.js").headers["Content-Security-Policy"]

    assert reader.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    assert "connect-src" not in reader
    assert "trusted-types" in reader


def test_only_workers_may_compile_webassembly(built: Site) -> None:
    worker = built.client.get("/assets/worker-5678.js").headers["Content-Security-Policy"]
    script = built.client.get("/assets/app-1234.js").headers["Content-Security-Policy"]

    assert "script-src 'self' 'wasm-unsafe-eval';" in worker
    assert "wasm-unsafe-eval" not in script


TRICKS = [
    "/assets/../secret.txt",
    "/assets/..%2fsecret.txt",
    "/assets/....//secret.txt",
    "/../secret.txt",
    "/..%5csecret.txt",
    "/assets//../../secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/link.txt",
    "/assets/",
    "/assets",
    "/assets/app-1234.js/",
    "/assets/app-1234.js%00.txt",
    "/%2fetc/passwd",
]


@pytest.mark.parametrize("path", TRICKS)
def test_no_path_leads_out_of_the_pages(built: Site, path: str) -> None:
    from urllib.parse import unquote

    answer = built.raw(unquote(path), "GET")

    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_head_gives_the_headers_alone(built: Site) -> None:
    answer = built.client.head("/assets/app-1234.js")

    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(SCRIPT)


def test_device_files_are_given_in_the_demonstration_only(open_site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "demonstration"
    (folder / "devices").mkdir(parents=True)
    (folder / "devices" / "one.json").write_text('{"kind": "speakup-device"}')
    web = open_site.app.extensions[HOOK]
    path = "/demo/devices.json"

    assert open_site.client.get(path).status_code == 404
    for demonstration, found in ((False, 404), (True, 200)):
        said = {"demonstration": demonstration, "demonstration_dir": folder}
        open_site.app.extensions[HOOK] = replace(web, settings=web.settings.model_copy(update=said))

        assert open_site.client.get(path).status_code == found
    assert json.loads(open_site.client.get(path).data) == {"devices": [{"kind": "speakup-device"}]}
