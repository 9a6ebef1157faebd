"""Files that go with a report: sealed once, handed in before the envelopes that name them (protocol §10).

The phone does the same in TypeScript; this is for bots, tests and the load driver.
Must never: hand in anything that is not sealed, or an envelope before its bricks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

import httpx

from app.domain.attachments import MOST_BYTES
from app.domain.errors import BadInput, Taken, Unavailable
from app.sealing.attachment import Brick, seal_file

HEADERS = {"Content-Type": "application/octet-stream"}
KEPT = (httpx.codes.CREATED, httpx.codes.OK)


@dataclass(frozen=True)
class File:
    """A file as the reporter gives it. Its name and type are sealed with the report."""

    name: str
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Evidence:
    """Sealed files: the entries of `attachments`, and the bricks to hand in first."""

    entries: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    bricks: tuple[Brick, ...] = ()


def seal_files(files: Iterable[File]) -> Evidence:
    """Seal files, once for all offices that get the report.

    Raises:
        BadInput: together they are longer than a report may carry.
    """
    given = list(files)
    if sum(len(file.data) for file in given) > MOST_BYTES:
        raise BadInput("files", "are longer than 100 MiB together")
    sealed = [(file, seal_file(file.data)) for file in given]
    entries = ({**done.fields, "name": file.name, "type": file.type} for file, done in sealed)
    return Evidence(tuple(entries), tuple(brick for _, done in sealed for brick in done.bricks))


def hand_in(http: httpx.Client, bricks: Sequence[Brick]) -> None:
    """Put every brick, in an order drawn by lot; again after a failure does no harm.

    Raises:
        Taken: other bytes stand under an id; the file must be sealed anew.
        Unavailable: the server did not take it; hand in the same again later.
    """
    for brick in SystemRandom().sample(bricks, len(bricks)):
        try:
            answer = http.put(f"/api/v1/bricks/{brick.id.hex()}", content=brick.sealed, headers=HEADERS)
        except httpx.HTTPError:
            raise Unavailable from None
        if answer.status_code == httpx.codes.CONFLICT:
            raise Taken("the brick")
        if answer.status_code not in KEPT:
            raise Unavailable
