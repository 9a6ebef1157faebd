"""What the commands that open the server's store do in the same way: open it, and say what to look at else.

A process answers `Unavailable` with "keep it and try again", which is right for a phone. Whoever types a
command wants to hear which setting to look at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.domain.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from app.storage.database import Database

UNUSABLE = (
    "cannot be used: is SPEAKUP_DATABASE_URL right, is it running, may this user write to it, "
    "was `speakup database migrate` run?"
)
DATABASE = click.option(
    "--database",
    envvar="SPEAKUP_DATABASE_URL",
    required=True,
    help="The server's database (or SPEAKUP_DATABASE_URL).",
)


@contextmanager
def opened(url: str) -> "Iterator[Database]":
    """The store at `url` for the length of a block; closed afterwards.

    Raises:
        BadInput: it cannot be used; says what to look at.
        Misconfigured: the address cannot be read.
    """
    from app.storage.database import open_database  # most commands of `speakup org` need none

    database = open_database(url)
    try:
        yield database
    except Unavailable:
        raise BadInput("database", UNUSABLE) from None
    finally:
        database.close()
