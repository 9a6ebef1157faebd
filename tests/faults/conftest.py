"""Stores on a disk that is soon full."""

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ENGINES, build
from tests.faults.small_disk import SmallDisk, small_disk
from tests.installation import Installation, install
from tests.postgres import Cluster


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    try:
        with small_disk(tmp_path / "disk", "8m") as mounted:
            yield mounted
    except PermissionError as error:
        pytest.fail(f"{error}; run the tests as root, as the build does")


@pytest.fixture(params=ENGINES)
def on_small_disk(request: pytest.FixtureRequest, disk: SmallDisk, tmp_path: Path) -> Iterator[Installation]:
    """An installation whose store, or what comes into it, lies on the small disk."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), disk.folder / "speakup.db")
        yield install(tmp_path / "installed", f"sqlite:///{disk.folder}/speakup.db")
        return
    server: Cluster = request.getfixturevalue("postgres")
    with server.database() as name:  # one of its own: what goes wrong here must not reach other tests
        build(server.url(name))
        server.run(f"CREATE TABLESPACE small LOCATION '{for_the_server(disk)}'")
        for table in ("intake", "bricks"):
            server.run(f"ALTER TABLE {table} SET TABLESPACE small", name)
        yield install(tmp_path / "installed", server.url(name))
        disk.make_room()
    server.run("CHECKPOINT")  # until then the files of what was dropped lie about as empty ones
    server.run("DROP TABLESPACE small")


def for_the_server(disk: SmallDisk) -> Path:
    """A folder on the disk that the server's user owns and can get to."""
    space = disk.folder / "space"
    space.mkdir()
    for path in (disk.folder, space):
        os.chown(path, pwd.getpwnam("postgres").pw_uid, -1)
    for above in disk.folder.parents:
        if above.stat().st_uid == os.geteuid() and above != Path("/tmp"):
            above.chmod(above.stat().st_mode | 0o111)
    return space
