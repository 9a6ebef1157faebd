"""The recorded voices: a folder with `<language>/<name>.mp3`; what is not there a machine reads out."""

import re
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[a-z0-9_]{1,64}")
LANGUAGE = re.compile(r"[A-Za-z0-9_@-]{1,20}")


@dataclass(frozen=True)
class Audio:
    """The files under `folder`; without a folder there are none."""

    folder: Path | None

    def file(self, lang: str, name: str) -> Path | None:
        """The file of a recording, or None when there is none. No name leads out of the folder."""
        if self.folder is None or not (LANGUAGE.fullmatch(lang) and NAME.fullmatch(name)):
            return None
        path = self.folder.absolute() / lang / f"{name}.mp3"
        return path if path.is_file() else None
