"""Every screen of the desk, in every language: no accessibility fault, nothing cut off."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from app.domain.facts import Facts
from app.reporter import Reporter
from app.services.evidence import File
from tests.browser import desk_screens
from tests.browser.conftest import LAPTOP, PHONE, Demonstration, OpenPage
from tests.browser.officer import Officer
from tests.browser.screens import LANGUAGES, Shown, too_wide
from tests.browser.test_phone import AXE, axe

OFFICE = "UN-Habitat, PSEA focal point"
SIZES = {"phone": PHONE, "laptop": LAPTOP}
ALL = [(language, theme, size) for language in LANGUAGES for theme in ("light", "dark") for size in SIZES]


def faults(shown: Shown, named: str) -> list[str]:
    """What is wrong with a screen; with SPEAKUP_SHOTS set, a picture of it as well."""
    if folder := os.environ.get("SPEAKUP_SHOTS"):
        path = Path(folder) / f"desk-{shown.name.replace(' ', '-')}-{named}.png"
        shown.page.screenshot(path=path, full_page=True)
    return [f"{named} {shown.name}: {each}" for each in (*axe(shown.page), *too_wide(shown.page))]


@pytest.fixture
def office(open_page: OpenPage, demonstration: Demonstration) -> Page:
    """A desk with a case that has a file, a request for help, an acknowledgement, a note and an answer."""
    mark = uuid.uuid4().hex[:8]
    facts = Facts(accused="un_staff", entity="un-habitat", categories=("sea",), child="no")
    said = {"category": ["sea"], "entity": "un-habitat", "country": "KE"}
    consent = {"contact": "yes", "identity": "helpers"}
    with httpx.Client(base_url=demonstration.address, timeout=30) as http:
        words = f"The clerk asks for favours {mark}."
        Reporter(http).report(facts, said, words, "fr", consent, files=[File("list.txt", "text/plain", b"x")])
    page = open_page("/desk", LAPTOP)
    officer = Officer(page)
    officer.unlocks(OFFICE)
    officer.sees_the_cases()
    officer.finds(mark)
    officer.acknowledges()
    officer.answers("Where was it?")
    officer.reads("Where was it?")
    page.evaluate(AXE.read_text(encoding="utf-8"))  # past the policy, not as a script of the page
    return page


def look(page: Page, language: str, theme: str, size: str) -> Iterator[str]:
    """The faults of every screen of an open desk."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(SIZES[size])
    page.locator("select.language").select_option(language)
    for shown in desk_screens.inside(page):
        yield from faults(shown, f"{language}-{theme}-{size}")


@pytest.mark.slow  # twenty-four times all screens
def test_no_screen_of_the_desk_shuts_anybody_out(office: Page) -> None:
    found = [each for every in ALL for each in look(office, *every)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
def test_no_door_of_the_desk_shuts_anybody_out(
    open_page: OpenPage, demonstration: Demonstration, language: str
) -> None:
    page = open_page("/desk", PHONE, locale=language, bypass_csp=True)
    found = []
    for shown in desk_screens.doors(page, demonstration.address):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found += faults(shown, language)
    assert found == []
