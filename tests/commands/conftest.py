"""A small organisation for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.world import World, world


@pytest.fixture
def organisation(tmp_path: Path, migrated_file: Path) -> Iterator[World]:
    """Two offices of two devices each, served."""
    with world(tmp_path, migrated_file) as made:
        yield made
