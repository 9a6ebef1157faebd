"""Running a folder of vector files (format: tests/vectors/README.md) against this implementation.

A positive vector must give the same bytes and open; a negative one must be refused by the named
check. A crash is never a refusal: any other exception is a failure. Nothing is skipped in silence:
a file or a group of vectors without checks gets its line, and a file of a known kind without any
vector fails.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted
from app.sealing.vectors.attachments import attachment_checks
from app.sealing.vectors.envelopes import envelope_checks, outer_checks
from app.sealing.vectors.joining import joining_checks
from app.sealing.vectors.material import Check, Checks, Mismatch, Vector, name_of, shown
from app.sealing.vectors.others import directory_checks, receipt_checks, tag_checks
from app.sealing.vectors.routing import routing_checks

Maker = Callable[[Vector, Mapping[str, Vector]], Checks]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of vector file: its name, what tells it from the others, its groups, its checks.

    `fields` stand at the top of such a file and no other; `marks` in each of its vectors.
    """

    name: str
    fields: frozenset[str]
    marks: frozenset[str]
    groups: frozenset[str]
    checks: Maker


def kind(name: str, checks: Maker, fields: str, marks: str, groups: str = "positive negative") -> Kind:
    """A row of the table; words are separated by spaces."""
    return Kind(name, frozenset(fields.split()), frozenset(marks.split()), frozenset(groups.split()), checks)


KINDS = (
    kind("envelope", envelope_checks, "keys capacity", "cek recipient", "positive accepted negative"),
    kind("outer", outer_checks, "relay", "ephemeral relay_secret"),
    kind("receipt", receipt_checks, "argon2id parse", "entropy input", "positive parse negative"),
    kind("reply_tags", tag_checks, "trays wrong", "tag_key", "positive negative wrong trays"),
    kind(
        "attachment",
        attachment_checks,
        "chunk brick brick_counts",
        "file_id",
        "brick_counts positive negative",
    ),
    kind("directory", directory_checks, "signing root_seeds", "signatures", "signing positive negative"),
    kind("routing", routing_checks, "directories", "facts route", "positive"),
    kind(
        "joining",
        joining_checks,
        "seeds passkeys invitations",
        "prf sign_seed",
        "seeds parse unreadable passkeys passkeys_refused invitations links_refused requests "
        "requests_refused next_keys renewals_waiting newest_keys documents documents_refused",
    ),
)


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
    files: dict[str, Any] = {}
    results: list[Result] = []
    for path in paths:
        try:
            files[path.name] = json.loads(path.read_bytes())
        except (ValueError, OSError, RecursionError):
            results.append(Result(path.name, Verdict.FAILED, "cannot be read as JSON"))
    for name, file in files.items():
        results += results_of(name, file, files)
    count = {verdict: sum(each.count for each in results if each.verdict is verdict) for verdict in Verdict}
    lines = tuple(each.line for each in results if each.verdict is not Verdict.PASSED)
    return Outcome(count[Verdict.PASSED], count[Verdict.FAILED], count[Verdict.SKIPPED], lines)


class Verdict(StrEnum):
    """What became of a vector."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Result:
    """One vector's verdict, or that of `count` vectors that were skipped together."""

    file: str
    verdict: Verdict
    what: str = ""
    count: int = 1

    @property
    def line(self) -> str:
        """As the command prints it."""
        return f"{self.verdict} {self.file}: {self.what}"


def results_of(name: str, file: Any, files: Mapping[str, Any]) -> Iterator[Result]:
    """Run one file."""
    found = kind_of(name, file)
    if found is None:
        count = entries_in(file)
        yield Result(name, Verdict.SKIPPED, f"no check is written for it ({count} vectors)", count)
        return
    if not isinstance(file, dict):
        yield Result(name, Verdict.FAILED, "should be a JSON object")
        return
    yield from unchecked(name, file, found)
    ran = False
    for what in outcomes(found.checks, file, files):
        ran = True
        yield Result(name, Verdict.FAILED if what else Verdict.PASSED, what or "")
    if not ran:
        yield Result(name, Verdict.FAILED, "holds no vectors")


def kind_of(name: str, file: Any) -> Kind | None:
    """The kind of a file: by its name, else by its fields, else by those of its vectors."""
    by_name = [each for each in KINDS if each.name == Path(name).stem]
    if by_name or not isinstance(file, dict):
        return by_name[0] if by_name else None
    likely = [each for each in KINDS if each.groups & file.keys()]
    by_fields = [each for each in likely if each.fields & file.keys()]
    by_marks = [each for each in likely if each.marks & fields_in(file, each.groups)]
    return next(iter(by_fields or by_marks), None)


def fields_in(file: Vector, groups: frozenset[str]) -> set[str]:
    """The fields of all vectors in these groups: elsewhere a name of ours may mean something else."""
    listed = (vectors_in(file[group]) for group in groups & file.keys())
    return {field for entries in listed for entry in entries for field in entry}


def unchecked(name: str, file: Vector, found: Kind) -> Iterator[Result]:
    """The groups of vectors in a known file for which there is no check."""
    for group, entries in file.items():
        if group not in found.groups and (count := len(vectors_in(entries))):
            yield Result(name, Verdict.SKIPPED, f"no check is written for {group!r} ({count} vectors)", count)


def vectors_in(group: object) -> list[Vector]:
    """The vectors of a group, if it is one."""
    return [entry for entry in group if isinstance(entry, dict)] if isinstance(group, list) else []


def entries_in(file: Any) -> int:
    """How many vectors a file of no known kind holds; one when it has another shape."""
    groups = file.values() if isinstance(file, dict) else [file]
    return max(1, sum(len(vectors_in(group)) for group in groups))


def outcomes(checks: Maker, file: Vector, files: Mapping[str, Vector]) -> Iterator[str | None]:
    """For each vector None, or its name and what went wrong."""
    running = checks(file, files)
    while True:
        try:
            check = next(running, None)
        except Exception as crash:  # noqa: BLE001 -- a file of another shape is a failure to report, not to die of
            yield f"cannot be read as its kind ({told(crash)})"
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
    except (BadInput, CannotBeOpened, CannotBeTrusted) as refusal:
        return f"{check.name}: should pass, was refused by {name_of(refusal)!r}"
    except Exception as crash:  # noqa: BLE001 -- a crash is a failure, and the other vectors still run
        return f"{check.name}: should give a result, crashed with {told(crash)}"
    return None


def told(crash: Exception) -> str:
    """An exception in a line; of a missing field the name. Vectors are public, nothing in them is secret."""
    return f"{type(crash).__name__}: {shown(str(crash))}"
