"""What the desk keeps: nothing to read when locked, a whole desk without a network, one tab."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import PASSPHRASE, SYNC_MS, UNLOCK_MS, Officer
from tests.browser.reporter import Reporter

OFFICE = "UN-Habitat, PSEA focal point"
MARKER = "Quietmarker lorry"
NOTE = "Quietmarker ledger"
# Every database, every row, every store of the origin as text: bytes as Latin letters, so that words show.
DUMP = """async () => {
  const said = [];
  const put = (value) => {
    if (typeof value === 'string') said.push(value);
    else if (value instanceof ArrayBuffer) put(new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      said.push(new TextDecoder('latin1').decode(bytes), new TextDecoder('utf-16le').decode(bytes));
    } else if (value && typeof value === 'object') {
      for (const [name, each] of Object.entries(value)) { put(name); put(each); }
    }
  };
  for (const store of [localStorage, sessionStorage]) put({ ...store });
  for (const { name } of await indexedDB.databases()) {
    said.push('database ' + name);
    const db = await new Promise((done) => {
      indexedDB.open(name).onsuccess = ({ target }) => done(target.result);
    });
    for (const each of db.objectStoreNames) {
      const all = db.transaction(each).objectStore(each).getAll();
      await new Promise((done) => { all.onsuccess = done; });
      put(all.result);
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      said.push('cached ' + new URL(request.url).pathname);
      put(await (await cache.match(request)).arrayBuffer());
    }
  }
  put([location.href, document.title, document.documentElement.outerHTML]);
  return said.join('\\n');
}"""
READY = "navigator.serviceWorker.ready.then(({ scope }) => new URL(scope).pathname)"


@pytest.fixture
def key_file(demonstration: Demonstration) -> Path:
    """The key file of the first focal point of the office."""
    for path in sorted((demonstration.folder / "org" / "devices").glob("*.json")):
        label = json.loads(path.read_text())["label"]
        if "Focal point A" in label and OFFICE in label:
            return path
    raise AssertionError("the demonstration has no such device")


@pytest.fixture
def desk(open_page: OpenPage) -> Iterator[Page]:
    """A desk at the door, with its service worker at work."""
    page = open_page("/desk", LAPTOP, locale="en")
    assert page.evaluate(READY) == "/desk"
    yield page
    page.context.set_offline(False)


def unlock(page: Page, key_file: Path) -> Officer:
    """With the key file itself, which needs no server."""
    page.get_by_label(re.compile("device key file", re.I)).set_input_files(str(key_file))
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    return Officer(page)


def lock(page: Page) -> None:
    page.get_by_role("button", name="Lock", exact=True).click()
    page.locator('[data-screen="unlock"]').wait_for()


def dump(page: Page) -> str:
    """All that the browser holds for this address."""
    found: str = page.evaluate(DUMP)
    return found


def test_the_desk_works_without_a_network_syncs_later_and_leaves_nothing_readable_when_locked(
    open_page: OpenPage, desk: Page, key_file: Path
) -> None:
    phone = open_page("/", locale="en")
    reporter = Reporter(phone)
    reporter.chooses("en")
    reporter.reports(MARKER)
    officer = unlock(desk, key_file)
    officer.sees_the_cases()
    officer.finds(MARKER)

    lock(desk)
    desk.context.set_offline(True)
    desk.reload()
    unlock(desk, key_file)
    officer.sees_the_cases()
    desk.get_by_label("Search in your cases").fill("QUIETMÁRKER lorry")
    desk.locator("tr .opener").first.click()
    officer.reads(MARKER)
    note(desk, NOTE)
    desk.get_by_label("Your answer").fill("We have it.")
    desk.get_by_role("button", name="Send answer").click()

    expect(desk.get_by_text("It is sealed and waits on this computer.")).to_be_visible()
    expect(desk.get_by_text(re.compile("waits? here to be sent"))).to_be_visible()
    expect(desk.get_by_text("It waits on this computer to be sent.").first).to_be_visible()
    lock(desk)
    left = dump(desk)
    assert "database speakup-desk-store" in left
    assert "cached /desk" in left
    assert "Quietmarker" not in left
    assert "/api/" not in re.sub(r"/assets/\S+", "", "\n".join(re.findall(r"^cached .*$", left, re.M)))

    desk.context.set_offline(False)
    unlock(desk, key_file)
    officer.sees_the_cases()
    expect(desk.get_by_text("to be sent")).to_have_count(0, timeout=SYNC_MS)


def note(page: Page, text: str) -> None:
    """Write a note for the colleagues."""
    page.get_by_label("Your note").fill(text)
    page.get_by_role("button", name="Save note").click()
    page.get_by_text(text).first.wait_for()


def test_a_second_tab_is_told_and_can_take_over(desk: Page, key_file: Path) -> None:
    unlock(desk, key_file).sees_the_cases()
    second = tab(desk.context, desk.url)

    unlock(second, key_file)
    second.locator('[data-screen="elsewhere"]').wait_for(timeout=UNLOCK_MS)
    second.get_by_role("button", name="Use the desk here").click()

    Officer(second).sees_the_cases()
    desk.locator('[data-screen="taken"]').wait_for()
    assert "Quietmarker" not in dump(desk)


def tab(context: BrowserContext, url: str) -> Page:
    """Another tab of the same browser."""
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.slow
def test_a_full_store_is_said_and_the_desk_works_on(desk: Page, key_file: Path) -> None:
    session = desk.context.new_cdp_session(desk)
    origin = desk.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})

    unlock(desk, key_file).sees_the_cases()

    expect(desk.get_by_text("This computer has no room left.")).to_be_visible(timeout=SYNC_MS)
