"""An application of the gateway for many tests: built once, its store emptied for each.

with gateway_app(organisation, folder, migrated, **settings) as app: …
emptied(app)
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, select

from app.storage.tables import metadata, removals
from app.wiring.gateway import Gateway
from bots.doors import EXTENSION
from bots.gateway import create_app
from tests.bots.hotline import settings
from tests.desk.world import World


@contextmanager
def gateway_app(organisation: World, folder: Path, migrated: Path, **more: Any) -> Iterator[Flask]:
    """An application over a served organisation, with a store in `folder`."""
    shutil.copy(migrated, folder / "hotline.db")
    app = create_app(settings(organisation, folder, **more))
    yield app
    gateway_of(app).database.close()


def gateway_of(app: Flask) -> Gateway:
    """What the doors of an application call."""
    found: Gateway = app.extensions[EXTENSION]
    return found


def emptied(app: Flask) -> None:
    """Take every row out of the store."""
    with gateway_of(app).database.begin() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(delete(table))


def session(app: Flask, channel: str, address: str) -> str:
    """What is kept of a conversation, as JSON; empty when nothing is."""
    found = gateway_of(app).keeping.find(channel, address)
    return "" if found.state is None else str(found.state["session"])


def to_delete(app: Flask) -> list[tuple[str, str]]:
    """What is to be deleted at a provider."""
    with gateway_of(app).database.read() as view:
        return [(kind, thing) for kind, thing in view.execute(select(removals.c.kind, removals.c.thing))]
