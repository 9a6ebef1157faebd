"""Pages that are replayed: what is said now must be what stands there."""

import os
from collections.abc import Callable
from pathlib import Path


def goes_as_written(page: Path, replay: Callable[[str], str]) -> None:
    """Replay a page; with `SPEAKUP_WRITE=1` it is written anew instead."""
    written = page.read_text(encoding="utf-8")
    now = replay(written)
    if os.environ.get("SPEAKUP_WRITE"):
        page.write_text(now, encoding="utf-8")
        return

    assert now == written, f"{page.name}: read the difference; SPEAKUP_WRITE=1 takes it over"
