"""The annual package at the desk: typed, named where it does not fit, kept sealed, saved for a person."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, OpenPage
from tests.browser.officer import SYNC_MS, UNLOCK_MS, Officer
from tests.browser.screens import too_wide
from tests.browser.test_phone import AXE, axe

OFFICE = "UN-Habitat, conduct and discipline focal point"
ENTITY = "Example Entity for the year"
SIGNATORY = "N. N., Executive Director"


def opened(page: Page) -> Locator:
    """The annual package."""
    Officer(page).goes_to("Statistics")
    page.get_by_role("button", name="Annual package").click()
    found = page.locator('[data-screen="annual"]')
    expect(found.get_by_role("table")).to_be_visible(timeout=SYNC_MS)
    return found


def saved(page: Page, button: str) -> str:
    """What a button saves."""
    with page.expect_download() as file:
        page.get_by_role("button", name=button).click()
    return Path(file.value.path()).read_text(encoding="utf-8")


def faults(page: Page) -> Iterator[str]:
    """What shuts somebody out of the screen."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    yield from (str(each) for each in axe(page))
    # What is longer than a box to type into can be reached in it.
    yield from (each for each in too_wide(page) if not each.startswith("cut: INPUT"))


@pytest.mark.parametrize("locks", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_an_annual_package_is_typed_kept_and_saved_for_a_person_to_sign(
    open_page: OpenPage, locks: bool
) -> None:
    page = open_page("/desk", LAPTOP)
    officer = Officer(page)
    officer.unlocks(OFFICE)
    officer.sees_the_cases()
    package = opened(page)
    assert list(faults(page)) == []
    expect(
        package.get_by_text("Were all credible allegations reported? The desk does not know.")
    ).to_have_count(2)
    package.get_by_label("Entity").fill(ENTITY)
    package.get_by_label("Staff trained", exact=True).fill("160")
    package.get_by_label("Staff to be trained", exact=True).fill("150")
    package.get_by_label("Partners assessed").fill("about ten")
    package.get_by_label("Place", exact=True).first.fill("Nairobi")
    package.get_by_label("How many").first.fill("4")
    expect(package.get_by_label("Place", exact=True)).to_have_count(2)
    training = package.get_by_role("region", name="(b) Training and awareness")
    expect(training.get_by_text("Staff trained: more than “Staff to be trained”.")).to_be_visible()
    expect(training.get_by_text("106.7 %")).to_be_visible()
    files = package.get_by_role("region", name="Files")
    expect(
        files.get_by_role("listitem").filter(has_text="Partners assessed: this is no number.")
    ).to_be_visible()

    officer.goes_to("Today")
    page.locator('[data-screen="today"]').wait_for()
    if locks:  # slow on purpose: the passphrase opens the keys anew
        page.get_by_role("button", name="Lock", exact=True).click()
        page.get_by_label("Passphrase").wait_for()
        officer.unlocks(OFFICE)
        page.locator('[data-screen="today"]').wait_for(timeout=UNLOCK_MS)
    package = opened(page)
    expect(package.get_by_label("Entity")).to_have_value(ENTITY)
    expect(package.get_by_label("How many").first).to_have_value("4")

    package.get_by_label("Name and title of who signs").fill(SIGNATORY)
    made = json.loads(saved(page, "Save as JSON"))
    assert made["about"]["entity"] == ENTITY
    assert made["figures"]["trained_staff"] == 160
    assert made["figures"]["assessed"] == "about ten"
    assert made["figures"]["needs"] is None
    assert SIGNATORY not in json.dumps(made)
    numbers = [*made["counted"]["all"].values(), *made["counted"]["differences"].values()]
    assert all(number is None or number == 0 or number >= 5 for number in numbers)
    letter = saved(page, "Save the draft of the letter")
    assert f"Name and title of who signs: {SIGNATORY}" in letter
    assert "Staff trained: 160 (106.7 %)" in letter
    assert "Needs: not stated" in letter

    package.get_by_text("Go on with another file, or begin anew").click()
    package.get_by_role("button", name="Forget what is typed here").click()
    package.get_by_role("button", name="Yes, forget it").click()
    expect(package.get_by_label("Staff trained", exact=True)).to_have_value("")
    made["figures"]["needs"] = "A focal point."
    made["figures"]["strange"] = 1
    package.locator("input[type=file]").set_input_files(
        {"name": "annual.json", "mimeType": "application/json", "buffer": json.dumps(made).encode()}
    )
    expect(package.get_by_label("Needs")).to_have_value("A focal point.")
    expect(package.get_by_text("nothing here has that name or form: 1.")).to_be_visible()


@pytest.mark.slow  # a look at every width, theme and direction; the layout seldom changes
@pytest.mark.parametrize(
    ("width", "theme", "language"), [(360, "light", "en"), (360, "dark", "ar"), (768, "dark", "fr")]
)
def test_the_annual_package_fits_every_screen(
    open_page: OpenPage, width: int, theme: str, language: str
) -> None:
    page = open_page("/desk", {"width": width, "height": 740}, color_scheme=theme)
    officer = Officer(page)
    officer.unlocks(OFFICE)
    page.locator('[data-screen="today"]').wait_for(timeout=UNLOCK_MS)
    opened(page)
    page.get_by_label("Staff trained", exact=True).fill("160")
    page.get_by_label("Staff to be trained", exact=True).fill("150")
    page.locator(".language").select_option(language)
    page.locator("details summary").last.click()

    if folder := os.environ.get("SPEAKUP_SHOTS"):
        page.screenshot(path=Path(folder) / f"annual-{language}-{theme}-{width}.png", full_page=True)
    assert list(faults(page)) == []
