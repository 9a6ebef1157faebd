"""What a focal point sees of a case beyond its texts: who else should have it, and where it went.

Both tests wait for the relay, and for passing on or for closing, in a real browser: for the long run.
"""

from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import expect

from app.reporter import Reporter
from tests.browser.conftest import Demonstration, OpenPage
from tests.browser.officer import SYNC_MS
from tests.browser.test_desk_referral import FACTS, HABITAT, OIOS, mark, officer, sound

SHOULD = f"By the rules of that day this report should have gone to {OIOS} as well."
PHONE = {"width": 360, "height": 740}


def formally(demonstration: Demonstration, words: str) -> None:
    """Somebody reports harassment formally, with an app: the rules send a copy to those who investigate."""
    reporter = Reporter(httpx.Client(base_url=demonstration.address, timeout=30))
    answers = {"category": ["harassment"], "accused_affiliation": "un_staff", "entity": "un-habitat"}
    sealed = reporter.seal_report(
        replace(FACTS, formal=True), {**answers, "formal": "formal"}, words, channel="app"
    )
    for deposit in sealed.deposits:
        reporter.send(deposit)


@pytest.mark.slow  # waits for the relay and seals a whole case anew
def test_who_else_should_have_a_report_stands_beside_it_and_where_it_is_passed_on(
    demonstration: Demonstration, open_page: OpenPage
) -> None:
    marker = mark()
    formally(demonstration, marker)
    giver = officer(open_page, HABITAT)
    giver.finds(marker)
    page = giver.page

    expect(page.get_by_text(SHOULD)).to_be_visible()
    giver.turns_to("Refer")
    expect(page.get_by_text(SHOULD)).to_be_visible()
    page.set_viewport_size(PHONE)
    page.get_by_label("To which office").select_option(label=f"{OIOS} (should have it already)")
    expect(page.locator(".note.warn", has_text=f"{OIOS} (should have it already)")).to_be_visible()
    page.get_by_label("I have read every text").check()
    sound(page)
    page.get_by_role("button", name="Seal and pass on").click()
    expect(page.get_by_text("It is passed on, sealed.")).to_be_visible(timeout=SYNC_MS)
    page.get_by_label("To which office").select_option(label=f"{OIOS} (has it already)")


@pytest.mark.slow  # waits for the relay, and types a closing into a case
def test_a_search_that_fits_closed_cases_only_says_so_and_shows_them(
    demonstration: Demonstration, open_page: OpenPage
) -> None:
    marker = mark()
    formally(demonstration, marker)
    looking = officer(open_page, HABITAT)
    looking.finds(marker)
    page = looking.page
    looking.acknowledges()
    looking.turns_to("Triage")
    page.get_by_label("New status").select_option(label="Triaged")
    page.get_by_role("button", name="Change status").click()
    page.get_by_label("Reason for closing").select_option(index=1)
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_text("This case is closed.")).to_be_visible(timeout=SYNC_MS)

    looking.goes_to("Cases")
    page.get_by_label("Search in your cases").fill(marker)
    found = page.get_by_text("1 closed case fits.")
    expect(found).to_be_visible()
    page.set_viewport_size(PHONE)
    sound(page)
    found.get_by_role("button", name="Show them").click()
    expect(page.locator(".cases-table .opener")).to_have_count(1)

    page.locator(".cases-table .opener").click()
    page.get_by_role("button", name="Back to the cases").click()
    expect(page.get_by_label("Search in your cases")).to_have_value(marker)
    looking.goes_to("Cases")
    expect(page.get_by_label("Search in your cases")).to_have_value("")
    expect(page.locator(".filters button").first).to_have_attribute("aria-pressed", "true")
