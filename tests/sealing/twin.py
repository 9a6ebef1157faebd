"""The TypeScript implementation as a partner in tests: questions and answers as JSON lines.

Starts `app/client/src/sealing/interop.ts` in one Node process and asks it to seal, open,
sign and derive. Answers with what it did, or with the check that refused.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("noble", "sodium")


@dataclass(frozen=True)
class Refused:
    """The twin refused, by this check."""

    check: str


def node() -> str:
    """Node of the virtual environment, else of the system."""
    search = os.pathsep.join([str(ROOT / ".venv" / "bin"), os.environ.get("PATH", "")])
    found = shutil.which("node", path=search)
    assert found is not None, "Node is missing: run `make setup`"
    return found


class Twin:
    """A running Node process; use it as a context manager, so that it ends."""

    def __init__(self) -> None:
        tsx = ROOT / "node_modules" / "tsx" / "dist" / "cli.mjs"
        command = [node(), str(tsx), str(ROOT / "app/client/src/sealing/interop.ts")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=10)

    def ask(self, library: str, do: str, **fields: object) -> Any:
        """What `do` gave with `library`, or `Refused`. Bytes may be given as bytes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = json.dumps({"library": library, "do": do, **fields}, default=bytes.hex)
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the twin broke while asked to {do} with {library}"
        said = json.loads(answer)
        return Refused(said["refused"]) if "refused" in said else said["ok"]
