"""What goes wrong on phones: damaged texts, clocks years off, full stores. Clear words, nothing half done."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Demonstration, OpenPage
from tests.browser.reporter import Reporter
from tests.browser.test_offline import waits_until_kept
from tests.browser.test_phone import ONE_OFFICE, stored

PACK = "**/api/v1/content/en"


def cut(body: bytes) -> bytes:
    """The connection broke."""
    return body[: len(body) // 2]


def changed(body: bytes) -> bytes:
    """Somebody on the way wrote something else."""
    return body.replace(b"Aid is free", b"Aid is sold", 1)


def portal(_: bytes) -> bytes:
    """The page of a hotel's network."""
    return b"<html>Welcome! Please log in.</html>"


@pytest.mark.parametrize("damage", [cut, changed, portal])
def test_a_damaged_pack_is_not_shown_and_a_whole_one_is_asked_for_again(
    open_page: OpenPage, damage: object
) -> None:
    page = open_page("/", service_workers="block")
    Reporter(page).chooses("en")

    def spoil(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=damage(answer.body()))  # type: ignore[operator]  # one of three

    page.route(PACK, spoil)
    page.locator("[data-tile=read]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_text("Aid is").count() == 0

    page.unroute(PACK)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-shelf=rules]")).to_be_visible()


def test_everything_there_is_to_read_works_without_a_network(open_page: OpenPage) -> None:
    page = open_page("/")
    Reporter(page).chooses("en")
    waits_until_kept(page, "/api/v1/content/en", "/api/v1/directory")
    page.context.set_offline(True)
    page.reload()

    for tile, inside in (
        ("read", "[data-shelf=rules]"),
        ("questions", "[data-fold=faq_secret]"),
        ("quizzes", "[data-quiz=basics]"),
        ("lessons", "[data-lesson=un_event]"),
    ):
        page.locator(f"[data-tile={tile}]").click()
        expect(page.locator(inside)).to_be_visible()
        page.locator(".mark-button").click()
    page.locator(".help-now").click()
    expect(page.locator("[data-service]").first).to_be_visible()
    expect(page.get_by_text("After sexual violence").first).to_be_visible()


@pytest.mark.parametrize("year", [2009, 2041])
def test_a_clock_that_is_years_off_is_named_and_nothing_is_sealed(open_page: OpenPage, year: int) -> None:
    page = open_page("about:blank")
    page.clock.set_fixed_time(datetime(year, 1, 1, tzinfo=UTC))
    page.goto(demonstration_of(open_page))
    reporter = Reporter(page)
    reporter.chooses("en")
    page.locator("main .button.main").first.click()
    reporter.waits_for("before")

    expect(page.get_by_text("the date on this phone is wrong")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.locator(".mark-button").click()
    page.locator("[data-tile=lessons]").click()
    expect(page.locator("[data-lesson=un_event]")).to_be_visible()


def demonstration_of(open_page: OpenPage) -> str:
    """Where the demonstration answers."""
    page = open_page("/")
    address: str = page.evaluate("location.origin")
    return address


def test_no_room_on_the_phone_is_said_and_the_report_can_be_sent_when_there_is_room(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    page = open_page("/", service_workers="block")
    reporter = Reporter(page)
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers("A test.", ONE_OFFICE)
    receipt = reporter.takes_the_receipt()
    room(page, demonstration, 1)

    reporter.types_back(receipt)
    expect(page.get_by_text("There is not enough room")).to_be_visible()
    assert page.locator("[data-sent]").count() == 0
    assert "SPK1" not in stored(page)

    room(page, demonstration, None)
    page.get_by_role("button", name="Try again").click()
    reporter.is_told_that_it_is_sent()


def room(page: Page, demonstration: Demonstration, octets: int | None) -> None:
    """Give the browser's stores so much room, or as much as there is."""
    wire = page.context.new_cdp_session(page)
    given = {"origin": demonstration.address}
    wire.send("Storage.overrideQuotaForOrigin", given if octets is None else {**given, "quotaSize": octets})
