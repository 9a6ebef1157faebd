"""Ids of offices and devices as people type them for `speakup org`: the beginning is enough.

`show` prints 32 digits; nobody should have to type them five times. Which one is meant is looked up in the
draft, before a command begins.
"""

from collections.abc import Callable, Iterator

import click

from app.domain.errors import BadInput, NotFound
from app.services.admissions import devices_of
from app.services.workspace import Json, Workspace

LEAST = 4  # letters and digits: with fewer a slip of the finger names another one


class Listed(click.ParamType[str]):
    """The id of something that the draft lists, or the beginning of it that no other one shares."""

    def __init__(self, name: str, listed: Callable[[Json], Iterator[Json]]) -> None:
        self.name = name
        self.listed = listed

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The whole id.

        Raises:
            NotFound: nothing that is listed begins like this.
            BadInput: more than one does, or too little was typed.
        """
        workspace = ctx.find_object(Workspace) if ctx else None
        ids = [str(each["id"]) for each in self.listed(workspace.draft())] if workspace else []
        wanted = value.strip().lower()
        found = [each for each in ids if each.startswith(wanted)]
        if len(wanted) < LEAST or not found:
            raise NotFound(f"{self.name} of this id (`show` lists them; its first {LEAST} digits do)")
        if len(found) > 1:
            raise BadInput(self.name, "is not the only one that begins like this; type more of its id")
        return found[0]


def offices_of(draft: Json) -> Iterator[Json]:
    """The offices of the draft."""
    yield from draft["offices"]


OFFICE = Listed("office", offices_of)
DEVICE = Listed("device", devices_of)
