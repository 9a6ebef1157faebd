"""The phone app in a real browser: bad networks, quick exit, conflict of interest, sizes, accessibility."""

import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import Officer
from tests.browser.reporter import Reporter

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FIRST_VIEW_BYTES, FIRST_VIEW_REQUESTS = 60 * 1024, 8
CRYPTO_BYTES = 60 * 1024
# Bullying by somebody of UN-Habitat: one office, so one deposit and no pause between two.
ONE_OFFICE = {"category": "harassment", "accused_affiliation": "un_staff", "entity": "un-habitat"}


def stored(page: Page) -> str:
    """Everything that the browser keeps for the app, as text."""
    return str(
        page.evaluate("""async () => {
            const kept = [localStorage, sessionStorage].map(each => JSON.stringify({...each}));
            kept.push(document.cookie);
            for (const {name} of await indexedDB.databases()) {
                const database = await new Promise((done, fail) => {
                    const asked = indexedDB.open(name);
                    asked.onsuccess = () => done(asked.result);
                    asked.onerror = fail;
                });
                for (const store of database.objectStoreNames) {
                    const rows = await new Promise((done, fail) => {
                        const asked = database.transaction(store).objectStore(store).getAll();
                        asked.onsuccess = () => done(asked.result);
                        asked.onerror = fail;
                    });
                    for (const row of rows) for (const value of Object.values(row)) {
                        const bytes = value instanceof Uint8Array;
                        kept.push(bytes ? new TextDecoder("latin1").decode(value) : String(value));
                    }
                }
                database.close();
            }
            return kept.join(" ");
        }""")
    )


def test_a_report_written_without_a_network_waits_sealed_and_leaves_later(
    open_page: OpenPage,
) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.page.context.set_offline(True)
    reporter.answers(marker, ONE_OFFICE)
    receipt = reporter.takes_the_receipt()
    reporter.types_back(receipt)

    pending = reporter.page.locator("[data-pending]")
    pending.wait_for()
    kept = stored(reporter.page)
    assert marker not in kept
    assert not any(word in kept.split() for word in receipt.split())
    assert reporter.page.locator("[data-sent]").count() == 0

    reporter.page.context.set_offline(False)
    reporter.is_told_that_it_is_sent()
    expect(pending).to_have_count(0)
    officer = Officer(open_page("/desk", LAPTOP))
    officer.unlocks("UN-Habitat, conduct and discipline focal point")
    officer.sees_the_cases()
    officer.finds(marker)


def test_an_office_where_the_person_may_work_gets_nothing(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers("A test.", ONE_OFFICE)
    assert any("UN-Habitat, conduct" in each for each in reporter.readers())

    reporter.page.locator("main label:has(input[type=checkbox])").first.click()

    expect(reporter.page.locator("[data-office]").first).to_contain_text("OIOS")
    assert not any("UN-Habitat" in each for each in reporter.readers())


def test_where_the_united_nations_has_no_authority_the_app_says_so(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers("A test.", {"category": "sea", "accused_affiliation": "other_force"})

    expect(reporter.page.get_by_text("has no authority over this person").first).to_be_visible()
    assert reporter.readers() == []


def test_nothing_can_be_sent_when_everything_was_skipped(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers("", {})

    expect(reporter.page.get_by_text("There is nothing to send yet")).to_be_visible()


def test_the_quick_exit_leaves_for_a_neutral_page_and_keeps_nothing(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    page = open_page("/", leaving="https://www.wikipedia.org/")
    reporter = Reporter(page)
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers(marker, ONE_OFFICE)

    page.get_by_role("button", name="Leave", exact=True).click()

    page.wait_for_url("https://www.wikipedia.org/**")
    assert page.evaluate("history.length") <= 2, "the app left no way back"
    again = page.context.new_page()
    again.goto(demonstration.address)
    assert marker not in stored(again)
    assert marker not in again.content()


def test_a_mistyped_receipt_is_told_from_one_without_an_answer(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.page.locator("main .button").nth(1).click()
    reporter.waits_for("check")
    reporter.page.locator("main textarea").fill(
        "spice stick walk poem brother predict"
    )  # a public test value
    reporter.presses_on()

    expect(reporter.page.get_by_role("alert")).to_be_visible()
    assert reporter.screen == "check"
    reporter.page.locator("main textarea").fill("spice stick walk poem brother praise")
    reporter.presses_on()
    reporter.waits_for("answers")
    assert reporter.reads() == []


def test_the_first_view_is_small_and_the_crypto_comes_with_the_report(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = open_page("about:blank")
    answers: list[tuple[str, int]] = []
    page.on(
        "response", lambda answer: answers.append((answer.url, answer.request.sizes()["responseBodySize"]))
    )
    page.goto(demonstration.address)
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state("networkidle")
    first = list(answers)
    Reporter(page).begins_a_report()
    page.wait_for_timeout(1_500)
    crypto = [size for url, size in answers[len(first) :] if "worker" in url]

    assert len(first) <= FIRST_VIEW_REQUESTS
    assert sum(size for _, size in first) <= FIRST_VIEW_BYTES
    assert not any("worker" in url for url, _ in first)
    assert 0 < sum(crypto) <= CRYPTO_BYTES


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark"), ("zh", "light")])
def test_no_screen_of_the_report_has_an_accessibility_fault(
    open_page: OpenPage, language: str, scheme: str
) -> None:
    page = open_page("/", color_scheme=scheme, bypass_csp=True, locale=language)
    page.add_script_tag(path=AXE)
    reporter = Reporter(page)
    faults = axe(page)
    reporter.chooses(language)
    faults += axe(page)
    reporter.begins_a_report()
    faults += axe(page)
    reporter.answers("A test.")
    faults += axe(page)
    receipt = reporter.takes_the_receipt()
    faults += axe(page)
    assert receipt

    assert faults == []


def axe(page: Page) -> list[str]:
    """The faults on the screen as it stands."""
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", WCAG)
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]
