"""Running a folder of vector files (format: tests/vectors/README.md) against this implementation.

A positive vector must give the same bytes and open; a negative one must be refused by the named
check. A crash is never a refusal: any other exception is a failure. Nothing is skipped in silence.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BadInput
from app.sealing.vectors.envelopes import envelope_checks, outer_checks
from app.sealing.vectors.material import Check, Checks, Mismatch, Refusal, Vector, name_of
from app.sealing.vectors.others import directory_checks, receipt_checks, tag_checks
from app.sealing.vectors.routing import routing_checks

Maker = Callable[[Vector, Mapping[str, Vector]], Checks]
# A file is known by the fields that only its kind has.
KINDS: tuple[tuple[str, Maker], ...] = (
    ("keys", envelope_checks),
    ("relay", outer_checks),
    ("argon2id", receipt_checks),
    ("trays", tag_checks),
    ("signing", directory_checks),
    ("directories", routing_checks),
)
NAMES = {
    "envelope": envelope_checks,
    "outer": outer_checks,
    "receipt": receipt_checks,
    "reply_tags": tag_checks,
    "directory": directory_checks,
    "routing": routing_checks,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many vectors passed, failed and were skipped, and a line for each that did not pass."""

    passed: int
    failed: int
    skipped: int
    lines: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def run(folder: Path) -> Outcome:
    """Run every `*.json` of `folder`.

    Raises:
        BadInput: there is no such folder, or no vector file in it.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise BadInput("folder", "holds no vector files (*.json)")
    files: dict[str, Vector] = {}
    lines: list[str] = []
    for path in paths:
        try:
            files[path.name] = json.loads(path.read_bytes())
        except (ValueError, OSError):
            lines.append(f"FAILED {path.name}: cannot be read as JSON")
    failed, passed, skipped = len(lines), 0, 0
    for name, file in files.items():
        if (maker := maker_of(name, file)) is None:
            skipped += (count := vectors_in(file))
            lines.append(f"skipped {name}: no check is written for it ({count} vectors)")
            continue
        for line in outcomes(maker, file, files):
            passed += line is None
            failed += line is not None
            lines += [f"FAILED {name}: {line}"] if line else []
    return Outcome(passed, failed, skipped, tuple(lines))


def maker_of(name: str, file: object) -> Maker | None:
    """Which checks a file needs: by its name, else by its fields."""
    if not isinstance(file, dict):
        return None
    return NAMES.get(Path(name).stem) or next((maker for field, maker in KINDS if field in file), None)


def vectors_in(file: object) -> int:
    """How many vectors a file holds, whatever they are."""
    if not isinstance(file, dict):
        return 0
    return sum(len(group) for name, group in file.items() if isinstance(group, list) and name != "about")


def outcomes(maker: Maker, file: Vector, files: Mapping[str, Vector]) -> Iterator[str | None]:
    """For each vector None, or what went wrong."""
    checks = maker(file, files)
    while True:
        try:
            check = next(checks, None)
        except Exception as crash:  # noqa: BLE001 -- a file of another shape is a failure to report, not to die of
            yield f"the file cannot be read as its kind ({type(crash).__name__})"
            return
        if check is None:
            return
        yield outcome(check)


def outcome(check: Check) -> str | None:
    """None when the vector passes."""
    try:
        check.run()
    except Mismatch as mismatch:
        return f"{check.name}: {mismatch}"
    except Refusal as refusal:
        return f"{check.name}: refused by {name_of(refusal)!r}; should pass"
    except Exception as crash:  # noqa: BLE001 -- a crash is a failure, and the other vectors still run
        return f"{check.name}: crashed with {type(crash).__name__}"
    return None
