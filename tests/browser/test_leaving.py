"""Leaving the page in ways that are no quick exit: nothing comes back, nothing that was kept is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import chromium as installed
from tests.browser.conftest import Demonstration, OpenPage
from tests.browser.reporter import Reporter

HELP = re.compile(r"/assets/help-")
FRENCH = re.compile(r"/assets/fr-")
SECRET = "He said that nobody would believe me"


def cut(route: Route) -> None:
    """As on a network that is gone."""
    route.abort("internetdisconnected")


@pytest.fixture
def page_that_comes_back(chromium: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page in a browser that keeps left pages as they were, which the test tool switches off elsewhere."""
    kept = chromium.browser_type.launch(
        executable_path=installed.path(),
        args=installed.FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = kept.new_page()
    page.goto(demonstration.address)
    yield page
    kept.close()


def test_what_was_written_does_not_come_back_with_the_back_key(
    page_that_comes_back: Page,
) -> None:
    page = page_that_comes_back
    reporter = Reporter(page)
    reporter.chooses("en")
    reporter.begins_a_report()
    page.evaluate("addEventListener('pageshow', (event) => { sessionStorage.came_back = event.persisted; })")
    page.evaluate("(text) => { document.body.append(text); }", SECRET)

    page.goto(f"{page.url}api/v1/health")
    page.evaluate("history.back()")

    reporter.waits_for("home")
    # Else the browser did not keep the page, and the test says nothing.
    assert page.evaluate("sessionStorage.came_back") == "true"
    expect(page.locator("body")).not_to_contain_text(SECRET)


def test_help_that_cannot_be_loaded_leads_back_to_the_report(open_page: OpenPage) -> None:
    page = open_page("/", service_workers="block")
    reporter = Reporter(page)
    reporter.chooses("en")
    reporter.begins_a_report()
    page.locator("main .option").first.click()
    page.route(HELP, cut)

    page.get_by_role("button", name="Help now").click()
    page.locator('[data-screen="not-loaded"]').wait_for()
    page.locator('[data-screen="not-loaded"] .actions .button').click()

    expect(page.locator('[data-screen="question"] input:checked')).to_have_count(1)


def test_a_language_whose_words_do_not_come_stops_nobody(open_page: OpenPage) -> None:
    page = open_page("/", service_workers="block")
    page.route(FRENCH, cut)

    page.get_by_role("button", name="Français").click()

    page.locator('[data-screen="home"]').wait_for()
