"""What a measure gives: a figure beside its yardstick and its bar, or the reason why there is none.

A number is never made up: a measure that cannot run gives `Unmeasured` with the reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    With a `yardstick` (the same thing done barely, in the same run) the bar is held against
    the ratio; without one it is held against the value itself.
    """

    measure: str
    value: float
    unit: str
    yardstick: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Value over yardstick; None without a yardstick."""
        return None if not self.yardstick else self.value / self.yardstick

    @property
    def verdict(self) -> str:
        """`ok`, `SHORT`, or nothing when no bar is set."""
        held = self.value if self.ratio is None else self.ratio
        if self.at_least is not None:
            return "ok" if held >= self.at_least else "SHORT"
        if self.at_most is not None:
            return "ok" if held <= self.at_most else "SHORT"
        return ""

    def cells(self) -> list[str]:
        """The line as the table shows it."""
        bar = ""
        if self.at_least is not None:
            bar = f">= {self.at_least:g}"
        elif self.at_most is not None:
            bar = f"<= {self.at_most:g}"
        yardstick = "" if self.yardstick is None else f"{short(self.yardstick)} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return [
            self.measure,
            f"{short(self.value)} {self.unit}",
            yardstick,
            ratio,
            bar,
            self.verdict,
            self.note,
        ]

    def record(self) -> dict[str, Any]:
        """The line as the JSON file keeps it."""
        return asdict(self) | {"ratio": self.ratio, "verdict": self.verdict}


@dataclass(frozen=True)
class Unmeasured:
    """A measure that could not run, and why."""

    measure: str
    why: str

    def cells(self) -> list[str]:
        """The line as the table shows it."""
        return [self.measure, "not measured", "", "", "", "", self.why]

    def record(self) -> dict[str, Any]:
        """The line as the JSON file keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Options:
    """How much time the run may take: `quick` measures once and briefly, else three times."""

    quick: bool

    @property
    def repeats(self) -> int:
        """How often ours and the yardstick are run in turn; the median counts."""
        return 1 if self.quick else 3

    @property
    def seconds(self) -> float:
        """How long one run of load lasts."""
        return 1.5 if self.quick else 4.0


Line = Figure | Unmeasured
Measure = Callable[[Options], Iterable[Line]]


def short(number: float) -> str:
    """A number as a person reads it: three digits that matter."""
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"


def table(lines: Iterable[Line]) -> str:
    """All lines under one heading, in columns."""
    rows = [["measure", "value", "yardstick", "ratio", "bar", "", "note"], *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    return "\n".join("  ".join([*map(str.ljust, row[:6], widths), row[6]]).rstrip() for row in rows)
