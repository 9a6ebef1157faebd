"""Every version of the signed directory, as exact bytes with its signatures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, insert, select

from app.storage.tables import directories

Row = tuple[int, bytes, str, bytes]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature over a directory: the root's public key (32 bytes) and 64 bytes."""

    root: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Published:
    """A version: exact bytes, their signatures, their hash."""

    version: int
    document: bytes
    signatures: tuple[Signed, ...]
    hash: bytes


def add(connection: Connection, published: Published) -> None:
    """Store a version that was verified and is not there yet."""
    signatures = [
        {"root": each.root.hex(), "signature": each.signature.hex()} for each in published.signatures
    ]
    connection.execute(
        insert(directories),
        {
            "version": published.version,
            "document": published.document,
            "signatures": json.dumps(signatures),
            "hash": published.hash,
        },
    )


def newest_hash(connection: Connection) -> bytes | None:
    """The hash of the newest version; None before the first."""
    wanted = select(directories.c.hash).order_by(directories.c.version.desc()).limit(1)
    return connection.execute(wanted).scalar_one_or_none()


def newest(connection: Connection) -> Published | None:
    """The newest version; None before the first."""
    return one(connection, columns().order_by(directories.c.version.desc()).limit(1))


def version(connection: Connection, number: int) -> Published | None:
    """The version with this number; None when there is none."""
    return one(connection, columns().where(directories.c.version == number))


def every(connection: Connection) -> Sequence[Published]:
    """All versions, the oldest first."""
    return [published(*row) for row in connection.execute(columns().order_by(directories.c.version))]


def columns() -> Select[int, bytes, str, bytes]:
    """What a version is read from."""
    return select(directories.c.version, directories.c.document, directories.c.signatures, directories.c.hash)


def one(connection: Connection, wanted: Select[int, bytes, str, bytes]) -> Published | None:
    """The one version that is asked for."""
    row = connection.execute(wanted).first()
    return None if row is None else published(*row)


def published(number: int, document: bytes, signatures: str, name: bytes) -> Published:
    """A row as a value."""
    signed = tuple(
        Signed(bytes.fromhex(each["root"]), bytes.fromhex(each["signature"]))
        for each in json.loads(signatures)
    )
    return Published(number, document, signed, name)
