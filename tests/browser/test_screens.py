"""Every screen, in every language: no accessibility fault, nothing cut off, nothing too small for a thumb."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.screens import LANGUAGES, screens, too_small, too_wide
from tests.browser.test_phone import AXE, axe

WIDTHS = (320, 360, 768)
# The longest words, right to left, the other script and both themes; the whole table is a slow campaign.
USUAL = [("en", "light", 320), ("ar", "dark", 360), ("ru", "light", 320), ("zh_Hans", "dark", 768)]
ALL = [(language, theme, width) for language in LANGUAGES for theme in ("light", "dark") for width in WIDTHS]


def look(open_page: OpenPage, language: str, theme: str, width: int) -> list[str]:
    """The faults of every screen; with SPEAKUP_SHOTS set, a picture of each as well."""
    page = open_page("/", {"width": width, "height": 720}, color_scheme=theme, bypass_csp=True)
    page.add_script_tag(path=AXE)
    faults = []
    for shown in screens(page, language):
        found = [*axe(page), *too_wide(page), *too_small(page)]
        faults += [f"{shown.name}: {each}" for each in found]
        if folder := os.environ.get("SPEAKUP_SHOTS"):
            page.screenshot(
                path=Path(folder) / f"{shown.name}-{language}-{theme}-{width}.png", full_page=True
            )
    return faults


@pytest.mark.parametrize(("language", "theme", "width"), USUAL)
def test_no_screen_shuts_anybody_out(open_page: OpenPage, language: str, theme: str, width: int) -> None:
    assert look(open_page, language, theme, width) == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [each for each in ALL if each not in USUAL])
def test_no_screen_shuts_anybody_out_anywhere(
    open_page: OpenPage, language: str, theme: str, width: int
) -> None:
    assert look(open_page, language, theme, width) == []


def test_nothing_is_cut_off_with_letters_half_as_large_again(open_page: OpenPage) -> None:
    page = open_page("/", {"width": 360, "height": 720}, bypass_csp=True)
    page.add_style_tag(content=":root { font-size: 160% !important }")

    faults = [f"{shown.name}: {each}" for shown in screens(page, "en") for each in too_wide(page)]

    assert faults == []
