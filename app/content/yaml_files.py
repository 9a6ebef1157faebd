"""Reads our YAML files: plain data, the fast parser where it is installed."""

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> dict[str, Any]:
    """The mapping that a file holds; empty when the file is not there.

    Raises:
        AssertionError: the file holds something else.
    """
    if not path.exists():
        return {}
    data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506  # both are the safe loader
    assert isinstance(data, dict), path.name
    return data
