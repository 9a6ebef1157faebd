"""A disk that is nearly full: a small file system in memory with a file in it that can be taken away.

Mounting one needs root, as the build has.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BALLAST_BYTES = 6_000_000


@dataclass(frozen=True)
class SmallDisk:
    """A folder on a disk of its own."""

    folder: Path

    @property
    def ballast(self) -> Path:
        """The file that can be taken away."""
        return self.folder / "ballast"

    def make_room(self) -> None:
        """Let the disk have room again."""
        self.ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[SmallDisk]:
    """Mount a file system of `size` at `folder`, most of it taken.

    Raises:
        PermissionError: this user may not mount.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        raise PermissionError("mounting needs root")
    try:
        disk = SmallDisk(folder)
        disk.ballast.write_bytes(bytes(BALLAST_BYTES))
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
