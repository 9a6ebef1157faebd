"""The desk in the browser with ten thousand envelopes: first sync, later start, search, a live screen.

First sync: from the moment the desk stands until all of them are in the list. Later start: from the moment
the passphrase was right until the first screen knows all of them, from the sealed store, and until the list
shows them. Search: from a key that is pressed until the frame after the answer; then once more after another
case came. The screen is alive when it draws: the longest time between two frames is measured during the first
sync. Two bare references run in the same browser.
"""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.bench.figures import Figure, Line, Options, Unmeasured
from tests.bench.reports import file, reports
from tests.bench.stores import Store, store
from tests.chromium import chromium
from tests.installation import PASSPHRASE
from tests.processes import ROOT, Server, Web, free_port, web

SYNC_SECONDS = 10
START_SECONDS = 1.5
SEARCH_MILLISECONDS = 50
FRAME_MILLISECONDS = 200  # longer, and a person feels that the screen stands still
GIVE_UP_MS = 180_000
QUERY = "some length people 1"  # words of the reports, and a digit of their numbers
# What the page and its worker say to each other, with the time of each; and the time of each key.
LISTEN = """() => {
  window.calls = []; window.keyed = 0; window.searches = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (said, ...more) {
    if (said && said.name) {
      if (!this.heard) {
        this.heard = true;
        this.addEventListener('message', ({ data }) => {
          const call = window.calls.find((one) => one.worker === this && one.id === data.id);
          if (!call || call.answered) return;
          call.answered = performance.now(); call.open = data.value && data.value.open;
          const from = window.keyed;
          if (call.name === 'search' && from > 0)
            requestAnimationFrame(() => window.searches.push(performance.now() - from));
        });
      }
      window.calls.push({ worker: this, id: said.id, name: said.name });
    }
    return post.call(this, said, ...more);
  };
  addEventListener('input', () => { window.keyed = performance.now(); }, true);
}"""
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
KNOWN = "(count) => window.calls.some(({ name, open }) => name === 'today' && open === count)"
STARTED = """(count) => window.calls.find(({ name, open }) => name === 'today' && open === count).answered
  - window.calls.find(({ name }) => name === 'unlock').answered"""
SINCE_UNLOCKED = "() => performance.now() - window.calls.find(({ name }) => name === 'unlock').answered"
BARE_READ = """() => new Promise((done) => {
  const opening = indexedDB.open('speakup-desk-store');
  opening.onsuccess = () => {
    const begun = performance.now();
    const all = opening.result.transaction('rows').objectStore('rows').getAll();
    all.onsuccess = () => done(performance.now() - begun);
  };
})"""
BARE_SEARCH = """(count) => {
  const texts = Array.from({ length: count }, (_, at) => 'a test report of some length. '.repeat(32) + at);
  const begun = performance.now();
  texts.filter((text) => text.includes('people 1') || text.includes('length'));
  return performance.now() - begun;
}"""


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
        page.add_init_script(f"({LISTEN})()")
        desk = f"desk in the browser, {count:,} envelopes"
        seconds, frame = sync(page, running, count)
        yield Figure(f"{desk}, first sync", seconds, "s", at_most=SYNC_SECONDS)
        yield Figure(f"{desk}, longest time without a frame", frame, "ms", at_most=FRAME_MILLISECONDS)
        yield from begun_again(page, running, count, desk)
        yield from searched(page, count, desk)
        file(made.installed, reports(made.installed, running.address, 1))
        yield searched_anew(page, count + 1, desk)


def unlock(page: Page, running: Web) -> None:
    """Load the page and unlock a device of the first office."""
    page.goto(f"{running.address}/desk")
    devices = page.get_by_label("Device of the demonstration")
    devices.locator("option").nth(1).wait_for(state="attached")
    labels = devices.locator("option").all_inner_texts()
    devices.select_option(label=next(label for label in labels if "conduct_discipline" in label))
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()


def lists(page: Page, count: int) -> None:
    """Go to the list and wait until it holds all cases."""
    page.get_by_role("button", name="Cases", exact=True).click(timeout=60_000)
    page.wait_for_function(LISTED, arg=count, timeout=GIVE_UP_MS, polling=20)


def sync(page: Page, running: Web, count: int) -> tuple[float, float]:
    """Unlock a device and wait for the whole list; seconds, and the longest frame in milliseconds."""
    unlock(page, running)
    page.locator('[data-screen="today"]').wait_for(timeout=60_000)
    page.evaluate(WATCH)
    begun = time.perf_counter()
    lists(page, count)
    return time.perf_counter() - begun, float(page.evaluate("window.longest"))


def begun_again(page: Page, running: Web, count: int, desk: str) -> Iterator[Line]:
    """Lock, load the page anew, and start from the store."""
    page.get_by_text("Opening reports on this device").wait_for(state="detached", timeout=GIVE_UP_MS)
    page.get_by_role("button", name="Lock", exact=True).click()
    page.locator('[data-screen="unlock"]').wait_for()
    bare = float(page.evaluate(BARE_READ))
    unlock(page, running)
    page.wait_for_function(KNOWN, arg=count, timeout=GIVE_UP_MS, polling=20)
    start = float(page.evaluate(STARTED, count)) / 1000
    lists(page, count)
    shown = float(page.evaluate(SINCE_UNLOCKED)) / 1000
    note = f"reading the rows alone: {bare:.0f} ms"
    yield Figure(f"{desk}, later start", start, "s", at_most=START_SECONDS, note=note)
    yield Figure(f"{desk}, later start until the list is pressed and shown", shown, "s")


def searched(page: Page, count: int, desk: str) -> Iterator[Line]:
    """Type a query letter by letter."""
    page.wait_for_timeout(3_000)  # a person reads before typing
    page.evaluate("window.keyed = 0; window.searches = []")
    page.get_by_label("Search in your cases").press_sequentially(QUERY, delay=120)
    page.wait_for_timeout(500)
    each = [float(value) for value in page.evaluate("window.searches")]
    bare = float(page.evaluate(BARE_SEARCH, count))
    note = f"{len(each)} keys; a bare walk over as many texts: {bare:.0f} ms"
    yield Figure(f"{desk}, search as one types, median", statistics.median(each), "ms", note=note)
    yield Figure(f"{desk}, search as one types, slowest", max(each), "ms", at_most=SEARCH_MILLISECONDS)


def searched_anew(page: Page, count: int, desk: str) -> Figure:
    """One more case has been filed: fetch it, and type one letter."""
    field = page.get_by_label("Search in your cases")
    field.fill("")
    page.get_by_role("button", name="Check for new", exact=True).click()
    page.wait_for_function(LISTED, arg=count, timeout=GIVE_UP_MS, polling=20)
    page.evaluate("window.keyed = 0; window.searches = []")
    field.press_sequentially("w")
    page.wait_for_timeout(500)
    [value] = page.evaluate("window.searches")
    name = f"{desk}, search as one types, first key after another case came"
    return Figure(name, float(value), "ms", at_most=SEARCH_MILLISECONDS)
