"""The built pages on the disk: which files there are, by name.

Only what was found under the folder when it was listed is ever opened, so no path that is asked for, however
it is written, leads elsewhere. Until the pages are built the folder is looked at again each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Shelf:
    """The files of a folder by their name; listed when it has files, read when they are asked for."""

    folder: Path
    listed: dict[str, Path] = field(default_factory=dict)

    def find(self, name: str) -> Path | None:
        """The file of that name; None when there is none."""
        if not self.listed:
            self.listed.update(listing(self.folder))
        return self.listed.get(name)


def listing(folder: Path) -> Mapping[str, Path]:
    """Every file under `folder` that lies there itself and is no link out of it."""
    inside = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.resolve().is_relative_to(inside)
    }
