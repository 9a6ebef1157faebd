"""A small organisation for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.joining import Place
from tests.desk.world import World, world


@pytest.fixture
def organisation(tmp_path: Path, migrated_file: Path) -> Iterator[World]:
    """Two offices of two devices each, served."""
    with world(tmp_path, migrated_file) as made:
        yield made


@pytest.fixture
def place(organisation: World) -> Place:
    """The same, with the commands of its server and of its ceremony."""
    return Place(organisation)
