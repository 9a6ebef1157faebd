"""Clearing large tables a slice at a time, so that nobody who writes waits long."""

from collections.abc import Callable

from sqlalchemy import Connection

from app.storage.database import Database

Step = Callable[[Connection], int]  # takes one slice, and says how many rows it took


def by_slices(database: Database, take: Step) -> int:
    """Take slices, a transaction each, until one is empty; how many rows they were in all.

    Raises:
        Unavailable: the store cannot be used; what is taken by then is gone.
    """
    total = 0
    while True:
        with database.begin() as tx:
            taken = take(tx)
        if not taken:
            return total
        total += taken
