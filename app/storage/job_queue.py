"""The durable queue of jobs: huey over a SQLite file of its own, written as JSON.

A job is a name and a few numbers. JSON and not pickle: whoever can write the queue file must not be able to
run code in the worker. Results are not kept, so no error text comes to lie in the file.

Must never hold plaintext, an address, a number to call, or anything else about a person.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

NAME = "speakup"
MOMENTS = ("eta", "expires_resolved")


class JsonMessages(Serializer):  # type: ignore[misc]  # huey has no types
    """Jobs as JSON objects, their moments in ISO 8601."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data._asdict(), default=datetime.isoformat).encode()

    def _deserialize(self, data: bytes) -> Message:
        fields: Mapping[str, Any] = json.loads(data)
        moments = {name: datetime.fromisoformat(fields[name]) for name in MOMENTS if fields.get(name)}
        return Message(**{**fields, "args": tuple(fields["args"] or ()), **moments})


def open_queue(path: Path) -> SqliteHuey:
    """Open the queue in `path`; makes the file and its folder when they do not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(path), results=False, serializer=JsonMessages(), fsync=True)
