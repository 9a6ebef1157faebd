"""The built pages on the disk: which files there are, by name.

Only what was found under the folder when it was listed is ever opened, so no path that is asked for, however
it is written, leads elsewhere. The folder is listed anew when something in it has come or gone, so that a
build under a running server needs no restart: a script's name changes with its content, and a list from
before the build would name none of the new ones.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# A folder's time says when its last file came, in steps of the system's clock. What comes within the same
# step would go unseen, so a folder that changed just now is listed again each time.
SETTLED_NS = 2_000_000_000


@dataclass(frozen=True)
class Listing:
    """The files by their name, and the folders they lie in with the times of their last change."""

    files: Mapping[str, Path]
    folders: Mapping[Path, int]


@dataclass
class Shelf:
    """The files of a folder by their name; read when they are asked for."""

    folder: Path
    listed: Listing = field(default_factory=lambda: Listing({}, {}))

    def find(self, name: str) -> Path | None:
        """The file of that name; None when there is none."""
        listed = self.listed
        if not is_current(listed):
            listed = self.listed = listing(self.folder)
        return listed.files.get(name)


def is_current(listed: Listing) -> bool:
    """Whether nothing has come or gone since; a list without files never is."""
    if not listed.files or 0 <= time.time_ns() - max(listed.folders.values()) < SETTLED_NS:
        return False
    try:
        return all(folder.stat().st_mtime_ns == changed for folder, changed in listed.folders.items())
    except OSError:
        return False


def listing(folder: Path) -> Listing:
    """Every file under `folder` that lies there itself and is no link out of it."""
    inside = folder.resolve()
    files: dict[str, Path] = {}
    folders: dict[Path, int] = {}
    try:
        folders[folder] = folder.stat().st_mtime_ns  # before its files: what comes meanwhile shows next time
        for path in sorted(folder.rglob("*")):
            if not path.resolve().is_relative_to(inside):
                continue
            if path.is_dir():
                folders[path] = path.stat().st_mtime_ns
            elif path.is_file():
                files[path.relative_to(folder).as_posix()] = path
    except OSError:
        return Listing({}, {})  # it goes away under our hands: a build has begun
    return Listing(files, folders)
