"""Every call goes as its page says (`SPEAKUP_WRITE=1` writes the pages anew: read what changed)."""

import os
from pathlib import Path

import pytest

from app.content.words import ROOT
from tests.conversation.calls import replay

PAGES = sorted((ROOT / "tests/transcripts/voice").glob("*.txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_call_goes_as_it_is_written(page: Path) -> None:
    written = page.read_text(encoding="utf-8")
    now = replay(written)
    if os.environ.get("SPEAKUP_WRITE"):
        page.write_text(now, encoding="utf-8")
        return

    assert now == written, f"{page.name}: read the difference; SPEAKUP_WRITE=1 takes it over"
