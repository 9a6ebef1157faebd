"""The phone app: bytes and requests of its first view, what its crypto adds, when a slow phone can use it.

Seen from a browser that has nothing: every request until the page is at rest. Bytes are those of the body as
it travels, compressed with gzip, which every server and browser can do.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tests.bench.figures import Figure, Line, Options, Unmeasured
from tests.bench.stores import store
from tests.chromium import chromium
from tests.processes import ROOT, Server, web

FIRST_KILOBYTES, FIRST_REQUESTS, CRYPTO_KILOBYTES, PACK_KILOBYTES = 60, 8, 60, 60
INTERACTIVE_SECONDS = 5
# A bad line and a cheap phone: 50 KB/s, 0.4 s until an answer begins, a processor six times slower.
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER_PROCESSOR = 6
STATIC = ROOT / "app" / "static"


def measure(_: Options) -> Iterator[Line]:
    """Load the first view, then begin a report."""
    if not (STATIC / "index.html").is_file():
        yield Unmeasured("phone app", "the client is not built: run `make build` first")
        return
    with store("sqlite") as made:
        settings, log = made.installed.settings(), made.folder / "web.log"
        with web(Server.GRANIAN, "app.web:app", settings, log) as running, chromium() as browser:
            page = browser.new_page(viewport={"width": 360, "height": 640}, locale="en")
            first, later = visit(page, running.address)
            seconds = slow_start(browser.new_page(viewport={"width": 360, "height": 640}), running.address)
    yield Figure(
        "phone app, first view", kilobytes(first), "KB", at_most=FIRST_KILOBYTES, note=f"gzip; {names(first)}"
    )
    yield Figure("phone app, first view, requests", len(first), "", at_most=FIRST_REQUESTS)
    crypto = [path for path in later if path.startswith("/assets/worker-")]
    screens = [path for path in later if path.startswith("/assets/") and path not in crypto]
    yield Figure(
        "phone app, crypto when a report begins",
        kilobytes(crypto),
        "KB",
        at_most=CRYPTO_KILOBYTES,
        note=f"gzip; {names(crypto)}",
    )
    yield Figure("phone app, screens of a report", kilobytes(screens), "KB", note=f"gzip; {names(screens)}")
    yield Figure("phone app, usable on a slow phone and line", seconds, "s", at_most=INTERACTIVE_SECONDS)
    packs = sorted(f"/content/{file.name}" for file in (STATIC / "content").glob("*.json"))
    largest = max(packs, key=compressed)
    yield Figure(
        "largest content pack",
        kilobytes([largest]),
        "KB",
        at_most=PACK_KILOBYTES,
        note=f"gzip; {names(packs)}",
    )


def slow_start(page: Page, address: str) -> float:
    """Seconds from the address to the first screen after the language, pressed as soon as it is there."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(f"{address}/", wait_until="commit")
    page.get_by_role("button", name="English").click()
    page.locator('[data-screen="home"]').wait_for()
    milliseconds: float = page.evaluate("performance.now()")
    return milliseconds / 1000


def visit(page: Page, address: str) -> tuple[list[str], list[str]]:
    """Paths asked for until the first view rests, and those after it until a report's first question."""
    asked: list[str] = []

    def note(answer: Response) -> None:
        if answer.url.startswith(address):
            asked.append(urlsplit(answer.url).path)

    page.on("response", note)
    page.goto(f"{address}/", wait_until="networkidle")
    first = list(asked)
    page.get_by_role("button", name="English").click()
    page.locator('[data-screen="home"]').wait_for()
    page.locator("main .button").first.click()
    page.locator('[data-screen="before"]').wait_for()
    page.locator("main .actions .button.main").click()
    page.locator('[data-screen="question"]').wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)  # what is loaded in idle time
    return first, [path for path in asked[len(first) :] if path not in first]


def kilobytes(paths: list[str]) -> float:
    """Thousands of bytes of those that are files of the build, compressed."""
    return sum(compressed(path) for path in set(paths)) / 1000


def compressed(path: str) -> int:
    """Bytes of a file of the build as gzip; 0 for what the server makes."""
    name = "index.html" if path == "/" else path.lstrip("/")
    zipped, plain = STATIC / f"{name}.gz", STATIC / name
    if zipped.is_file():
        return zipped.stat().st_size
    return plain.stat().st_size if plain.is_file() else 0


def names(paths: list[str]) -> str:
    """The files with their sizes, the largest first."""
    files = {(compressed(path), path.rsplit("/", 1)[-1] or "index.html") for path in paths}
    sized = sorted(files, reverse=True)
    return ", ".join(f"{name} {size / 1000:.1f}" for size, name in sized if size)
