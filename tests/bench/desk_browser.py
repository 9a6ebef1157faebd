"""The desk in the browser: ten thousand envelopes synced, opened, and listed, with a screen that stays alive.

Counted from the moment the passphrase was right (the cases screen stands) until all of them are in the list.
The screen is alive when it draws: the longest time between two frames is measured meanwhile.
"""

import time
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.bench.browser import chromium
from tests.bench.figures import Figure, Line, Options, Unmeasured
from tests.bench.reports import file, reports
from tests.bench.stores import Store, store
from tests.installation import PASSPHRASE
from tests.processes import ROOT, Server, Web, free_port, web

SECONDS = 10
FRAME_MILLISECONDS = 200  # longer, and a person feels that the screen stands still
GIVE_UP_MS = 180_000
WATCH = """() => {
  window.longest = 0;
  let before = performance.now();
  const frame = (now) => {
    window.longest = Math.max(window.longest, now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
LISTED = """(count) => [...document.querySelectorAll(".filters .count")].some(
  (each) => each.textContent.replace(/\\\\D/g, "") === String(count))"""


def measure(options: Options) -> Iterator[Line]:
    """Make the reports, then let a desk in Chromium read them."""
    if not (ROOT / "app" / "static" / "desk.html").is_file():
        yield Unmeasured("desk in the browser", "the client is not built: run `make build` first")
        return
    count = 1_000 if options.quick else 10_000
    with store("sqlite") as made:
        yield from watched(made, free_port(), count)


def watched(made: Store, port: int, count: int) -> Iterator[Line]:
    """Serve the pages under the address that devices sign, and watch one desk."""
    settings = made.installed.settings(port) | {
        "SPEAKUP_DEMONSTRATION": "1",
        "SPEAKUP_DEMONSTRATION_DIR": str(made.installed.workspace.folder),
    }
    log = made.folder / "web.log"
    with web(Server.GRANIAN, "app.web:app", settings, log, port=port) as running, chromium() as browser:
        file(made.installed, reports(made.installed, running.address, count))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en")
        seconds, frame = sync(page, running, count)
    yield Figure(f"desk in the browser, {count:,} envelopes listed", seconds, "s", at_most=SECONDS)
    yield Figure("desk in the browser, longest time without a frame", frame, "ms", at_most=FRAME_MILLISECONDS)


def sync(page: Page, running: Web, count: int) -> tuple[float, float]:
    """Unlock a device and wait for the whole list; seconds, and the longest frame in milliseconds."""
    page.goto(f"{running.address}/desk")
    devices = page.get_by_label("Device of the demonstration")
    labels = devices.locator("option").all_inner_texts()
    devices.select_option(label=next(label for label in labels if "conduct_discipline" in label))
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.locator('[data-screen="cases"]').wait_for(timeout=60_000)
    page.evaluate(WATCH)
    begun = time.perf_counter()
    page.wait_for_function(LISTED, arg=count, timeout=GIVE_UP_MS)
    return time.perf_counter() - begun, float(page.evaluate("window.longest"))
