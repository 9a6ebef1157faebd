"""The phone app without a network, with a bad one, with an old worker, and on the way out."""

import uuid
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.next_version import in_front_of
from tests.browser.officer import Officer
from tests.browser.reporter import Reporter
from tests.browser.test_phone import ONE_OFFICE, stored

KEPT_MS = 30_000
INTERACTIVE_MS = 5_000
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50 * 1024, "uploadThroughput": 50 * 1024}
SLOWER_CPU = 6


def kept(page: Page) -> list[str]:
    """The paths that the service worker keeps."""
    paths: list[str] = page.evaluate("""async () => {
        const found = [];
        for (const name of await caches.keys()) {
            for (const {url} of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
        }
        return found;
    }""")
    return paths


def waits_until_kept(page: Page, *paths: str) -> None:
    """Until the worker answers for the app and has what is named, and what seals a report."""

    def ready() -> bool:
        there = kept(page)
        return sum(path.startswith("/assets/worker-") for path in there) > 5 and {*paths} <= {*there}

    until(page, ready)


def until(page: Page, ready: Callable[[], bool]) -> None:
    """Until `ready` says so; fails after half a minute. The page may load itself again meanwhile."""
    for _ in range(KEPT_MS // 250):
        with suppress(Error):
            if ready():
                return
        page.wait_for_timeout(250)
    raise AssertionError("the worker never came so far")


def test_the_app_starts_again_without_a_network_and_seals_a_report_that_leaves_later(
    open_page: OpenPage,
) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    page = open_page("/")
    reporter = Reporter(page)
    reporter.chooses("en")
    waits_until_kept(page, "/api/v1/directory")
    page.context.set_offline(True)
    page.reload()

    reporter.waits_for("home")
    reporter.begins_a_report()
    reporter.answers(marker, ONE_OFFICE)
    receipt = reporter.takes_the_receipt()
    reporter.types_back(receipt)
    page.locator("[data-pending]").wait_for()
    assert marker not in stored(page)
    page.reload()
    page.locator("[data-pending]").wait_for()
    page.context.set_offline(False)

    expect(page.locator("[data-pending]")).to_have_count(0, timeout=60_000)
    officer = Officer(open_page("/desk", LAPTOP))
    officer.unlocks("UN-Habitat, conduct and discipline focal point")
    officer.sees_the_cases()
    officer.finds(marker)


def test_nothing_private_is_kept_by_the_worker(open_page: OpenPage) -> None:
    page = open_page("/")
    reporter = Reporter(page)
    reporter.chooses("en")
    waits_until_kept(page, "/api/v1/directory")
    receipt = reporter.reports("A test.")
    page.get_by_role("button", name="To the start").first.click()
    reporter.checks(receipt)

    private = [path for path in kept(page) if path.startswith("/api/") and not allowed(path)]
    assert private == []
    assert not any("desk" in path for path in kept(page))


def allowed(path: str) -> bool:
    """What everybody may read."""
    return path.startswith(("/api/v1/content/", "/api/v1/directory"))


@pytest.mark.parametrize("way", ["button", "shift"])
def test_the_quick_exit_ends_the_worker_and_empties_its_stores(
    open_page: OpenPage, demonstration: Demonstration, way: str
) -> None:
    page = open_page("/", leaving="https://www.wikipedia.org/")
    Reporter(page).chooses("en")
    waits_until_kept(page)
    page.evaluate("localStorage.setItem('n.face', 'own')")

    if way == "button":
        page.get_by_role("button", name="Leave", exact=True).click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/**")

    again = page.context.new_page()
    again.goto(demonstration.address + "/api/v1/health")
    assert again.evaluate("caches.keys()") == []
    assert again.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
    assert again.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_way_out_and_the_first_help_work_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False, leaving="https://www.wikipedia.org/")

    expect(page.get_by_text("call the emergency number")).to_be_visible()
    page.get_by_role("link", name="Leave").click()

    page.wait_for_url("https://www.wikipedia.org/**")


def test_looking_for_help_loses_no_answer(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    page = reporter.page
    page.locator("main .option").first.click()
    assert page.locator(".mark-button").count() == 0, "one tap at the top throws nothing away"
    page.get_by_role("button", name="Help now").click()
    page.locator('[data-screen="help"]').wait_for()

    page.locator('[data-screen="help"] .actions .button').first.click()

    expect(page.locator('[data-screen="question"] input:checked')).to_have_count(1)
    expect(page.locator('[data-screen="question"] h1')).to_be_focused()


def test_the_name_outside_is_neutral_until_the_person_chooses(open_page: OpenPage) -> None:
    page = open_page("/")
    Reporter(page).chooses("en")
    assert page.title() == "Notes"
    page.locator("[data-line=settings]").click()
    page.get_by_label("“Speak Up”, with its own sign").check(force=True)

    expect(page).to_have_title("Speak Up")
    assert page.locator("link[rel=manifest]").get_attribute("href") == "/speakup.webmanifest"
    page.reload()
    page.locator("[data-screen]").wait_for()
    expect(page).to_have_title("Speak Up")


def test_a_slow_phone_on_a_slow_line_is_ready_in_five_seconds(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = open_page("about:blank")
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})

    page.goto(demonstration.address, wait_until="commit")
    page.get_by_role("button", name="English").click(timeout=20_000)
    page.locator('[data-screen="home"]').wait_for()

    assert page.evaluate("performance.now()") <= INTERACTIVE_MS


@pytest.mark.slow
def test_an_old_worker_works_with_a_new_server_and_gives_way_when_asked(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    with in_front_of(demonstration.address) as front:
        page = open_page(front.address, leaving=front.address)
        reporter = Reporter(page)
        reporter.chooses("en")
        waits_until_kept(page)
        page.reload()  # now the worker answers for the page
        reporter.waits_for("home")
        front.newer = True

        page.wait_for_timeout(4_000)  # until the page looks for its worker again
        page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
        reporter.waits_for("home")
        page.get_by_role("button", name="Load it").click()

        until(page, lambda: files(page) == ["newer"])
        reporter.waits_for("home")


def files(page: Page) -> list[str]:
    """The beginnings of the versions whose files are kept."""
    names: list[str] = page.evaluate("caches.keys()")
    return [name[2:7] for name in names if name != "n-texts"]
