"""Pages of rows of which some are not shown: as full as others, because a short page means the last one."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def shown(
    fetch: Callable[[int], Sequence[Row]],
    after: int,
    limit: int,
    number: Callable[[Row], int],
    is_shown: Callable[[Row], bool],
) -> list[Row]:
    """At most `limit` rows behind `after` that are shown, in order; `fetch` gives so many behind a number."""
    found: list[Row] = []
    while True:
        page = fetch(after)
        found += filter(is_shown, page)
        if len(page) < limit or len(found) >= limit:
            return found[:limit]
        after = number(page[-1])
