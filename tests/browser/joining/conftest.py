"""An organisation, and computers for those who work there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.joining.world import Ceremony, Shop, ceremony, computers


@pytest.fixture
def office(tmp_path: Path, migrated_file: Path) -> Iterator[Ceremony]:
    """An organisation with two officers in each of two offices."""
    with ceremony(tmp_path, migrated_file) as made:
        yield made


@pytest.fixture
def shop(chromium: Browser, office: Ceremony) -> Iterator[Shop]:
    """Where the officers get their computers."""
    with computers(chromium, office) as made:
        yield made
