"""Every call goes as its page says (`SPEAKUP_WRITE=1` writes the pages anew: read what changed)."""

from pathlib import Path

import pytest

from app.content.words import ROOT
from tests.conversation.calls import replay
from tests.conversation.pages import goes_as_written

PAGES = sorted((ROOT / "tests/transcripts/voice").glob("*.txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_call_goes_as_it_is_written(page: Path) -> None:
    goes_as_written(page, replay)
