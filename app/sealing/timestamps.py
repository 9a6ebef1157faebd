"""Times as every document of ours writes them: `YYYY-MM-DDThh:mm:ssZ`, nothing else."""

import re
from datetime import UTC, datetime

SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def read(value: object) -> datetime | None:
    """The moment, or None when it is no such text or no such day."""
    if not isinstance(value, str) or not SHAPE.fullmatch(value):
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def write(moment: datetime) -> str:
    """The text of a moment, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
