"""Every screen of the desk, and the way to it without a word of any language."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser.screens import Shown

DRAWN_MS = 300  # what a worker answers is drawn by then, and a transition has ended


def doors(page: Page, address: str) -> Iterator[Shown]:
    """What stands before the desk: unlocking, the recovery sheet, a link that is no invitation."""
    page.locator('[data-screen="unlock"]').wait_for()
    yield Shown("unlock", page)
    page.locator('[data-screen="unlock"] .button.quiet').last.click()
    page.locator('[data-screen="recover"]').wait_for()
    yield Shown("recover", page)
    page.goto(f"{address}/desk#join=AAAA")
    page.locator('[data-screen="join"]').wait_for()
    yield Shown("join", page)


def inside(page: Page) -> Iterator[Shown]:
    """All places of the navigation, then all parts of the first case with everything unfolded."""
    places = page.locator(".places .place")
    for at in range(places.count()):
        places.nth(at).click()
        yield unfolded(page, f"place {at}")
    places.nth(1).click()
    page.locator("tbody .opener").first.click()
    tabs = page.locator(".tabs .tab")
    tabs.first.wait_for()
    for at in range(tabs.count()):
        tabs.nth(at).click()
        yield unfolded(page, f"case {at}")


def unfolded(page: Page, name: str) -> Shown:
    """A screen with its folds open."""
    page.locator("main[data-screen]").wait_for()
    expect(page.locator(".fetching")).to_have_count(0)
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    page.wait_for_timeout(DRAWN_MS)
    return Shown(name, page)
