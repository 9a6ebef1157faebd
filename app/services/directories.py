"""The signed directory, as the server keeps it: every version, served as exact bytes; the newest, parsed.

The server believes nothing that was not verified when it was published (`app/services/publishing.py`).
"""

from dataclasses import dataclass, field

from app.domain.directory import Device, Directory, Office, parse_directory
from app.domain.errors import NotFound
from app.domain.strict_json import loads
from app.storage import directories
from app.storage.database import Database
from app.storage.directories import Published


@dataclass(frozen=True)
class Directories:
    """Reads the directory. `parsed` holds the newest version, read once."""

    database: Database
    parsed: dict[bytes, Directory] = field(default_factory=dict, repr=False, compare=False)

    def newest_hash(self) -> bytes:
        """The hash of the newest version.

        Raises:
            NotFound: none was published yet.
        """
        with self.database.read() as view:
            found = directories.newest_hash(view)
        if found is None:
            raise NotFound("directory")
        return found

    def newest(self) -> Published:
        """The newest version.

        Raises:
            NotFound: none was published yet.
        """
        with self.database.read() as view:
            return known(directories.newest(view))

    def version(self, number: int) -> Published:
        """One version.

        Raises:
            NotFound: there is none with this number.
        """
        with self.database.read() as view:
            return known(directories.version(view, number))

    def current(self) -> Directory:
        """The newest version, parsed.

        Raises:
            NotFound: none was published yet.
        """
        name = self.newest_hash()
        held = self.parsed.get(name)
        if held is not None:
            return held
        published = self.newest()
        directory = parse_directory(loads(published.document))
        self.parsed.clear()
        self.parsed[published.hash] = directory
        return directory

    def desk_of(self, device: bytes) -> tuple[Office, Device]:
        """A device and its office, as the newest version lists them.

        Raises:
            NotFound: it is not listed (any more), or its office is vacant.
        """
        office, listed = self.current().device(device.hex())
        if office.vacant:
            raise NotFound("device")
        return office, listed


def known(published: Published | None) -> Published:
    """What was found, or NotFound."""
    if published is None:
        raise NotFound("directory")
    return published
