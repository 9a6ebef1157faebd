"""What an officer reads in a terminal counts as opened: first reports and later letters alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.storage.database import open_database
from app.storage.tables import marks
from tests.desk.world import HARASSMENT, World, world


@pytest.fixture
def organisation(tmp_path: Path, migrated_file: Path) -> Iterator[World]:
    with world(tmp_path, migrated_file) as made:
        yield made


def marked(organisation: World, mark: str) -> list[int]:
    """Positions that bear a mark."""
    database = open_database(organisation.settings.database_url)
    with database.read() as view:
        wanted = select(marks.c.position).where(marks.c.mark == mark).order_by(marks.c.position)
        found = list(view.execute(wanted).scalars())
    database.close()
    return found


def test_a_later_letter_of_an_opened_case_is_marked_when_it_is_read(organisation: World) -> None:
    reporter = organisation.reporter()
    sent = reporter.report(HARASSMENT, {}, "They shout at us.")
    organisation.relay()
    desk = organisation.desk()
    desk.opened(desk.cases[0])
    desk.opened(desk.cases[0])
    assert (marked(organisation, "opened"), marked(organisation, "own")) == ([1], [2])

    reporter.write(sent.receipt, organisation.offices["conduct"], "They still do.")
    organisation.relay()
    desk.sync()
    desk.opened(desk.cases[0])
    desk.opened(desk.cases[0])

    assert marked(organisation, "opened") == [1, 3]
    assert 2 in marked(organisation, "own")
