"""A running demonstration and a real Chromium, once for all browser tests."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import chromium as launched
from tests.processes import ROOT, free_port

START_SECONDS = 60  # the first start founds an organisation
PHONE = {"width": 360, "height": 640}
LAPTOP = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Demonstration:
    """Where the running demonstration answers, where its hotline does, and where its files lie."""

    address: str
    hotline: str
    folder: Path


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """`speakup demo`, as `make run` starts it."""
    if not (ROOT / "app" / "static" / "index.html").is_file():
        pytest.fail("the client is not built: run `make build` first")
    folder = tmp_path_factory.mktemp("demonstration")
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "speakup"),
        "demo",
        "--port",
        str(port),
        "--folder",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C ends everything" in line:
                break
        else:
            pytest.fail("the demonstration did not start:\n" + "".join(said))
        watchdog.cancel()
        (hotline,) = re.findall(r"(http://\S+)/simulator", "".join(said))
        yield Demonstration(f"http://127.0.0.1:{port}", hotline, folder)
    finally:
        watchdog.cancel()
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for all; where there is none, the tests fail and are not skipped."""
    with launched() as browser:
        yield browser


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, demonstration: Demonstration) -> Iterator[OpenPage]:
    """Opens pages of their own, watched: no request may go elsewhere, nothing may go wrong in the console."""
    wrong: list[str] = []
    elsewhere: list[str] = []
    contexts = []

    def opened(path: str, viewport: dict[str, int] = PHONE, leaving: str = "", **options: object) -> Page:
        context = chromium.new_context(viewport=viewport, **options)  # type: ignore[arg-type]  # the options go to playwright as they are
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if leaving:
            elsewhere.append(leaving)
            if leaving.startswith("https:"):  # a neutral page elsewhere, played by this machine
                context.route(leaving + "**", lambda route: route.fulfill(body="elsewhere"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None
        )
        page.on(
            "request",
            lambda asked: wrong.append(f"foreign request: {asked.url}") if foreign(asked.url) else None,
        )
        page.goto(demonstration.address + path if path.startswith("/") else path)
        return page

    def note(what: str, bad: bool) -> None:
        if bad:
            wrong.append(what)

    ours = (demonstration.address, demonstration.hotline, "blob:", "data:", "about:")

    def foreign(url: str) -> bool:
        return not url.startswith((*ours, *elsewhere))

    yield opened
    for context in contexts:
        context.close()
    assert not [each for each in wrong if not expected(each)], wrong


OF_A_CUT_NETWORK = (
    "net::ERR_INTERNET_DISCONNECTED",
    "status of 503",
    "An unknown error occurred when fetching the script",  # the browser looks for the next service worker
)


def expected(said: str) -> bool:
    """What a browser says of a network that a test itself has cut."""
    return any(each in said for each in OF_A_CUT_NETWORK)
