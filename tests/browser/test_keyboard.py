"""A whole report with the keyboard alone, by what a screen reader says: roles and names, never a pointer."""

import uuid

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, OpenPage
from tests.browser.officer import Officer
from tests.browser.reporter import SENT_MS

MOST_TABS = 60
SAID = {
    "Is this about you, or about someone else?": "I heard about something",
    "What is it about?": "Bullying, insults or threats at work",
    "Who does the person work for, or belong to?": "The United Nations, or works for it",
    "Which organization?": "UN-Habitat",
}


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with Tab until what is wanted has the focus."""
    wanted.wait_for()
    for _ in range(MOST_TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(page: Page, name: str) -> None:
    """Press a button with the keyboard."""
    tab_to(page, page.get_by_role("button", name=name, exact=True).locator("visible=true").first)
    page.keyboard.press("Enter")


def choose(page: Page, label: str) -> None:
    """Choose an answer: a box with the space bar, one of several circles with the arrows."""
    box = page.get_by_role("checkbox", name=label)
    if box.count():
        tab_to(page, box.first)
        page.keyboard.press("Space")
        return
    tab_to(page, page.get_by_role("radio").first)
    circle = page.get_by_role("radio", name=label).first
    page.keyboard.press("Space")
    for _ in range(page.get_by_role("radio").count()):
        if circle.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no circle is named {label}")


def heading(page: Page, other_than: str = "") -> str:
    """What a screen reader says first on a screen: the heading, which has the focus."""
    focused = "document.activeElement.tagName === 'H1' ? document.activeElement.textContent : ''"
    for _ in range(150):
        said: str = page.evaluate(focused)
        if said not in ("", other_than):
            return said
        page.wait_for_timeout(100)
    raise AssertionError("no heading got the focus")


def answer_all(page: Page, words: str) -> None:
    """Go through the questions until the readers are named."""
    question = heading(page)
    for _ in range(60):
        if question == "Who will read this":
            return
        if question in SAID:
            choose(page, SAID[question])
        elif "own words" in question:
            tab_to(page, page.get_by_role("textbox").first)
            page.keyboard.type(words)
        offered = page.get_by_role("button").all_inner_texts()
        press(page, next(name for name in ("Continue", "Skip this question", "Skip") if name in offered))
        question = heading(page, other_than=question)
    raise AssertionError("the form does not end")


def test_a_report_can_be_made_with_the_keyboard_by_names_alone(open_page: OpenPage) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    page = open_page("/")
    press(page, "English")
    press(page, "Report")
    expect(page.get_by_role("button", name="Begin")).to_be_enabled(timeout=30_000)
    press(page, "Begin")
    answer_all(page, marker)
    expect(page.get_by_role("listitem").filter(has_text="UN-Habitat, conduct")).to_be_visible()
    press(page, "Continue")
    words = page.get_by_role("main").get_by_role("listitem").all_inner_texts()[:6]
    press(page, "I have kept it")
    for field in page.get_by_role("textbox").all():
        place = int(field.evaluate("each => each.labels[0].textContent.match(/\\d+/)[0]"))
        tab_to(page, field)
        page.keyboard.type(words[place - 1])
    press(page, "Send")

    expect(page.get_by_role("heading", level=1, name="It is sent.")).to_be_focused(timeout=SENT_MS)
    officer = Officer(open_page("/desk", LAPTOP))
    officer.unlocks("UN-Habitat, conduct and discipline focal point")
    officer.sees_the_cases()
    officer.finds(marker)
