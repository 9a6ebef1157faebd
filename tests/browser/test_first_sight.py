"""A phone app without built-in roots: it says that nobody vouched for the list, until somebody did."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.reporter import Reporter

ONE_OFFICE = {"category": "harassment", "accused_affiliation": "un_staff", "entity": "un-habitat"}
NOBODY = "Nobody has compared them on this phone yet."
SHOW, SAME = "Show the twelve words", "They are the same"


def test_before_sending_the_app_says_that_nobody_compared_the_words_until_somebody_did(
    open_page: OpenPage,
) -> None:
    reporter = Reporter(open_page("/"))
    page = reporter.page
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers("Words.", ONE_OFFICE)
    expect(page.get_by_text(NOBODY)).to_be_visible()

    page.get_by_role("button", name=SHOW).click()
    words = page.locator(".fingerprint").inner_text()
    assert len(words.split()) == 12
    page.get_by_role("button", name=SAME).click()
    expect(page.get_by_text(NOBODY)).to_have_count(0)
    expect(page.locator(".fingerprint")).to_have_text(words)

    page.reload()
    reporter.waits_for("home")
    page.locator("[data-line=about]").first.click()
    reporter.waits_for("about")
    expect(page.get_by_role("button", name=SHOW)).to_be_visible()
    expect(page.get_by_text(NOBODY)).to_have_count(0)


def test_in_a_second_visit_it_is_still_said(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    page = reporter.page
    reporter.chooses("en")
    page.locator("[data-line=about]").first.click()
    page.get_by_role("button", name=SHOW).click()
    page.locator(".fingerprint").wait_for()

    page.reload()
    reporter.waits_for("home")
    page.locator("[data-line=about]").first.click()

    expect(page.get_by_text(NOBODY)).to_be_visible()
