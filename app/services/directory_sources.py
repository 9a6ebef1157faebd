"""Where somebody who only checks something takes the signed directory from: a server, a folder, a file.

Each is a source for `following.follow`, which verifies what it gives; nothing is believed here.
"""

from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput, NotFound
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.directory import RootSignature
from app.services.following import NEWEST, Source
from app.services.workspace import Workspace

FILE = "directory file"


def in_folder(workspace: Workspace) -> Source:
    """The versions in an organisation's folder (`speakup org`)."""

    def get(name: str) -> bytes:
        version = workspace.newest() if name == NEWEST else int(name)
        return as_served(version, workspace.document(version), workspace.signatures(version))

    return get


def in_file(path: Path) -> Source:
    """One version in a file: a server's answer, or `directory-N.json` with its signatures beside it.

    Raises:
        BadInput: it is neither.
    """
    body, version = answer_in(path)

    def get(name: str) -> bytes:
        if name not in (NEWEST, str(version)):
            raise NotFound("that version of the directory")
        return body

    return get


def answer_in(path: Path) -> tuple[bytes, int]:
    """The file as a server's answer, and the version that it claims."""
    content = content_of(path)
    held = object_in(content)
    if {"document", "signatures"} <= held.keys():
        return content, version_in(held)
    beside = path.with_name(f"{path.stem}.signatures.json")
    if not beside.is_file():
        raise BadInput(FILE, f"holds no signatures, and no file {beside.name} lies beside it")
    try:
        signatures = [
            RootSignature(bytes.fromhex(each["root"]), bytes.fromhex(each["signature"]))
            for each in loads(content_of(beside))
        ]
    except (NotStrictJson, KeyError, TypeError, ValueError):
        raise BadInput("file of signatures", "cannot be read") from None
    return as_served(version_in(held), content, signatures), version_in(held)


def as_served(version: int, document: bytes, signatures: Iterable[RootSignature]) -> bytes:
    """A version in the form in which the server gives it."""
    listed = [{"root": each.root.hex(), "signature": each.signature.hex()} for each in signatures]
    return dumps({"version": version, "document": b64encode(document).decode(), "signatures": listed})


def content_of(path: Path) -> bytes:
    """The bytes of a file."""
    try:
        return path.read_bytes()
    except OSError:
        raise BadInput(FILE, "cannot be read") from None


def object_in(content: bytes) -> dict[str, Any]:
    """A JSON object."""
    try:
        held = loads(content)
    except NotStrictJson:
        held = None
    if not isinstance(held, dict):
        raise BadInput(FILE, "is not a directory")
    return held


def version_in(held: dict[str, Any]) -> int:
    """The version that it claims to be."""
    version = held.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadInput(FILE, "is not a directory")
    return version
