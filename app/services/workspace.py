"""The folder in which an organisation is founded and kept, offline (`speakup org`).

    draft.json                        the directory as it will be signed next, without version and dates
    directory-N.json                  exact bytes of version N
    directory-N.signatures.json       [{"root","signature"}], hex
    roots/root-N.json                 root key files, locked; they belong to different people
    devices/<device id>.json          device key files, locked, to be handed over
    server/relay.json server/intake.key   secrets of the server's processes, mode 0600
    pins.json                         what every client of the organisation is built with

Must never: write a secret that is not locked, but for those of the server.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput, NotFound
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.directory import Pins, RootSignature

SECRET_MODE = 0o600
NO_ORGANISATION = "organisation in this folder (name another with `speakup org --folder`, or `init` one)"
VERSION = re.compile(r"directory-([1-9][0-9]*)\.json")
Json = dict[str, Any]


@dataclass(frozen=True)
class Workspace:
    """The folder of one organisation."""

    folder: Path

    @property
    def exists(self) -> bool:
        """Whether an organisation was founded here."""
        return (self.folder / "draft.json").is_file()

    def draft(self) -> Json:
        """The directory as it will be signed next.

        Raises:
            NotFound: no organisation was founded here.
        """
        if not self.exists:
            raise NotFound(NO_ORGANISATION)
        return read(self.folder / "draft.json")

    def keep(self, draft: Mapping[str, Any]) -> None:
        """Write the draft."""
        write(self.folder / "draft.json", json.dumps(draft, ensure_ascii=False, indent=1).encode())

    def newest(self) -> int:
        """The number of the newest version here; 0 before the first."""
        names = [VERSION.fullmatch(path.name) for path in self.folder.glob("directory-*.json")]
        return max((int(name[1]) for name in names if name), default=0)

    def document(self, version: int) -> bytes:
        """The exact bytes of a version.

        Raises:
            NotFound: there is none.
        """
        path = self.folder / f"directory-{version}.json"
        if not path.is_file():
            raise NotFound(f"version {version} of the directory")
        return path.read_bytes()

    def keep_document(self, version: int, document: bytes) -> None:
        """Write a version; its bytes never change again."""
        write(self.folder / f"directory-{version}.json", document)

    def signatures(self, version: int) -> list[RootSignature]:
        """The signatures of a version so far."""
        path = self.folder / f"directory-{version}.signatures.json"
        listed = loads(path.read_bytes()) if path.is_file() else []
        return [
            RootSignature(bytes.fromhex(each["root"]), bytes.fromhex(each["signature"])) for each in listed
        ]

    def keep_signatures(self, version: int, signatures: list[RootSignature]) -> None:
        """Write the signatures of a version."""
        listed = [{"root": each.root.hex(), "signature": each.signature.hex()} for each in signatures]
        write(self.folder / f"directory-{version}.signatures.json", json.dumps(listed, indent=1).encode())

    def pins(self) -> Pins:
        """What the organisation's clients trust.

        Raises:
            NotFound: no organisation was founded here.
        """
        if not (self.folder / "pins.json").is_file():
            raise NotFound(NO_ORGANISATION)
        raw = read(self.folder / "pins.json")
        return Pins(tuple(bytes.fromhex(key) for key in raw["keys"]), raw["threshold"])

    def keep_pins(self, threshold: int, keys: list[str]) -> None:
        """Write the pins."""
        write(self.folder / "pins.json", dumps({"threshold": threshold, "keys": keys}))


def read(path: Path) -> Json:
    """A JSON object of ours.

    Raises:
        BadInput: it cannot be read; names the file, not its content.
    """
    try:
        value = loads(path.read_bytes())
    except (NotStrictJson, OSError):
        raise BadInput(path.name, "cannot be read") from None
    if not isinstance(value, dict):
        raise BadInput(path.name, "cannot be read")
    return value


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all; secrets with a mode that nobody else reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
