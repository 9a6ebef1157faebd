"""The simulator's page in a real browser: reports by SMS, Telegram and a call; nobody is shut out."""

import os
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Demonstration, OpenPage
from tests.browser.officer import Officer
from tests.browser.reporter import Reporter
from tests.browser.screens import too_small, too_wide
from tests.browser.test_phone import AXE, axe

SHOTS = os.environ.get("SPEAKUP_SHOTS")  # a folder: keep pictures, to look at
RECEIPT = re.compile(r"\d{5}(?: \d{5}){3}")
SPOKEN_RECEIPT = re.compile(r"(?:\d ){19}\d")
OFFICE = "UN-Habitat, conduct and discipline focal point"
DEVICES = ("sms", "whatsapp", "telegram", "voice")
# From the safety question on, as buttons or keys: an account of bad treatment by staff of UN-Habitat.
BEFORE_THE_STORY = ("1", "1", "2", "1")
AFTER_THE_STORY = ("2", "0", "1", "1", "1")


@pytest.fixture
def address(demonstration: Demonstration) -> str:
    """Where the gateway of the demonstration answers."""
    return demonstration.hotline + "/simulator"


def device(page: Page, name: str) -> Locator:
    """One of the devices; on a narrow screen its tab is pressed first."""
    page.locator("[data-device]").first.wait_for()
    if page.locator(f"#tab-{name}").count():
        page.locator(f"#tab-{name}").click()
    return page.locator(f"[data-device={name}]")


def says(phone: Locator, text: str) -> str:
    """Write a message and send it; the last of what is answered."""
    before = phone.locator("[data-reply]").count()
    phone.locator("textarea").fill(text)
    phone.locator("textarea").press("Enter")
    return answer(phone, before)


def answer(phone: Locator, before: int) -> str:
    """The newest answer, when there is one more than before."""
    phone.locator("[data-reply]").nth(before).wait_for()
    return phone.locator("[data-reply]").last.inner_text()


def test_a_report_by_text_is_answered_and_the_answer_read_in_the_app(
    open_page: OpenPage, address: str
) -> None:
    words = f"A test: the foreman shouts at us. {uuid.uuid4().hex[:8]}"
    phone = device(open_page(address, LAPTOP, locale="en"), "sms")
    for text in ("1", "1", *BEFORE_THE_STORY, "UN-Habitat", "2", "0", words, "DONE", *AFTER_THE_STORY):
        said = says(phone, text)
    assert "SEND" in said
    receipt = RECEIPT.search(says(phone, "SEND"))
    assert receipt is not None
    assert {cost.get_attribute("data-segments") for cost in phone.locator("[data-segments]").all()} <= {
        "1",
        "2",
    }

    officer = Officer(open_page("/desk", LAPTOP))
    officer.unlocks(OFFICE)
    officer.sees_the_cases()
    officer.finds(words)
    reply = f"Thank you. {uuid.uuid4().hex[:8]}"
    officer.answers(reply)

    in_the_app = Reporter(open_page("/", locale="en"))
    in_the_app.chooses("en")
    in_the_app.checks(receipt[0])
    in_the_app.page.get_by_text(reply).wait_for()
    assert reply in says(phone, f"CHECK {receipt[0]}") + phone.inner_text()


def test_a_report_by_buttons_leaves_only_the_receipt_in_the_chat(open_page: OpenPage, address: str) -> None:
    page = open_page(address, PHONE, locale="en")
    chat = device(page, "telegram")
    chat.get_by_role("button", name="Begin").click()
    link = chat.locator("a.link").first
    expect(link).to_have_attribute("href", re.compile(r"^http://127\.0\.0\.1:\d+$"))
    before = chat.locator("[data-reply]").count()
    chat.locator("textarea").fill("1")
    chat.get_by_role("button", name="Send").click()
    answer(chat, before)
    for key in ("1", *BEFORE_THE_STORY):
        before = chat.locator("[data-reply]").count()
        chat.locator("[data-reply]").last.locator(f'[data-key="{key}"]').click()
        answer(chat, before)
    for text in ("UN-Habitat", "2", "0", "0", *AFTER_THE_STORY):
        says(chat, text)
    chat.locator("textarea").fill("SEND")
    chat.locator("textarea").press("Enter")
    expect(chat.locator("[data-reply]")).to_have_count(1)

    receipt = RECEIPT.search(chat.locator("[data-reply]").inner_text())

    assert receipt is not None
    assert chat.locator(".mine").count() == 0
    in_the_app = Reporter(open_page("/", locale="en"))
    in_the_app.chooses("en")
    in_the_app.checks(receipt[0])
    in_the_app.page.locator('[data-screen="answers"]').wait_for()


def test_a_report_by_voice_with_the_keyboard_alone_tells_a_code(open_page: OpenPage, address: str) -> None:
    page = open_page(address, LAPTOP, locale="en")
    phone = device(page, "voice")
    phone.locator("[data-dial]").focus()
    page.keyboard.press("Enter")
    phone.locator("[data-heard]").first.wait_for()
    phone.locator(".key").first.focus()
    for key in ("1", "1", "1", "2", "1", "2", "1", "1"):  # English, a report, safe, …, no conflict
        before = phone.locator("[data-heard]").count()
        page.keyboard.press(key)
        phone.locator("[data-heard]").nth(before).wait_for()
        expect(phone.locator(".key").first).to_be_enabled()
        phone.locator(".key").first.focus()
    phone.locator("textarea").fill("A test: the foreman shouts at us.")
    before = phone.locator("[data-heard]").count()
    phone.locator("[data-said]").press("Enter")
    phone.locator("[data-heard]").nth(before).wait_for()
    expect(phone.locator(".key").first).to_be_enabled()
    phone.locator(".key").first.press("Enter")

    expect(phone.locator("[data-heard]", has_text=SPOKEN_RECEIPT).first).to_be_visible()
    phone.locator("[data-hang-up]").click()
    expect(phone.locator("[data-dial]")).to_be_visible()


def test_the_tabs_are_walked_by_arrow_keys_and_keep_their_conversations(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address, PHONE, locale="ar")
    says(device(page, "sms"), "1")
    page.locator("#tab-sms").focus()

    page.keyboard.press("ArrowLeft")  # onward, from right to left
    expect(page.locator("#tab-whatsapp")).to_be_focused()
    expect(page.locator("[data-device=whatsapp]")).to_be_visible()
    page.keyboard.press("ArrowRight")

    expect(page.locator("[data-device=sms] [data-reply]").first).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "theme", "width"),
    [("en", "light", 320), ("ar", "dark", 360), ("zh-CN", "dark", 1280), ("ru", "light", 360)],
)
def test_no_device_shuts_anybody_out(
    open_page: OpenPage, address: str, locale: str, theme: str, width: int
) -> None:
    page = open_page(
        address, {"width": width, "height": 800}, locale=locale, color_scheme=theme, bypass_csp=True
    )
    page.locator("[data-device]").first.wait_for()
    page.add_script_tag(path=AXE)
    faults = []
    for name in DEVICES:
        shown = device(page, name)
        if name == "voice":
            shown.locator("[data-dial]").click()
            shown.locator("[data-heard]").first.wait_for()
            expect(shown.locator(".key").first).to_be_enabled()
        else:
            says(shown, "1")
            says(shown, "1")
        faults += [f"{name}: {each}" for each in (*axe(page), *too_wide(page), *too_small(page))]
        if SHOTS:
            page.screenshot(
                path=Path(SHOTS) / f"simulator-{name}-{locale}-{theme}-{width}.png", full_page=True
            )

    assert faults == []


def test_a_gateway_that_is_gone_is_said_and_nothing_breaks(open_page: OpenPage, address: str) -> None:
    page = open_page(address, PHONE, locale="en")
    phone = device(page, "sms")
    page.context.set_offline(True)
    phone.locator("textarea").fill("1")
    phone.locator("textarea").press("Enter")

    expect(phone.get_by_role("alert")).to_contain_text("No answer came")

    page.context.set_offline(False)
    assert "network" in says(phone, "1")
