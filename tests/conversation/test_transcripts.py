"""Every conversation goes as its page says (`SPEAKUP_WRITE=1` writes the pages anew: read what changed)."""

from pathlib import Path

import pytest

from app.content.words import ROOT
from tests.conversation.pages import goes_as_written
from tests.conversation.transcript import replay

PAGES = sorted((ROOT / "tests/transcripts").glob("*.txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_conversation_goes_as_it_is_written(page: Path) -> None:
    goes_as_written(page, replay)
