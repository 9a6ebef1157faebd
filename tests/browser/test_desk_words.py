"""The words of a directory believed at first sight stay until somebody compared them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Demonstration, OpenPage
from tests.browser.officer import UNLOCK_MS, Officer

HABITAT = "UN-Habitat, conduct and discipline focal point"


@pytest.mark.slow
def test_the_words_stay_until_somebody_says_that_they_are_the_same(
    demonstration: Demonstration, open_page: OpenPage
) -> None:
    page = open_page("/desk")
    officer = Officer(page)
    words = page.get_by_text("Compare these twelve words")
    officer.unlocks(HABITAT)
    expect(words).to_be_visible(timeout=UNLOCK_MS)
    page.get_by_role("button", name="They differ").click()
    expect(page.get_by_text("Stop. Do not go on.")).to_be_visible()

    page.reload()
    officer.unlocks(HABITAT)
    expect(words).to_be_visible(timeout=UNLOCK_MS)
    page.get_by_role("button", name="They are the same").click()
    expect(words).to_have_count(0)

    page.reload()
    officer.unlocks(HABITAT)
    officer.sees_the_cases()
    expect(words).to_have_count(0)
