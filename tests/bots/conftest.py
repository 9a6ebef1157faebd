"""A served organisation, and a line to a gateway of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.wiring.gateway import end_all
from tests.bots.hotline import Line, line
from tests.desk.world import World, world


@pytest.fixture
def organisation(tmp_path: Path, migrated_file: Path) -> Iterator[World]:
    """Two offices of two devices each, served."""
    folder = tmp_path / "organisation"
    folder.mkdir()
    with world(folder, migrated_file) as made:
        yield made


@pytest.fixture
def sms(organisation: World, tmp_path: Path, migrated_file: Path) -> Iterator[Line]:
    """Somebody with a feature phone."""
    with line(organisation, tmp_path, migrated_file) as opened:
        yield opened


@pytest.fixture(autouse=True)
def nothing_goes_on_afterwards() -> Iterator[None]:
    """No thread of a gateway outlives its test; one that is shared starts them again."""
    yield
    end_all()
