"""So many of a thing, in the words of the terminal."""

import re
from pathlib import Path

import pytest

from app.domain.counted import counted

ROOT = Path(__file__).parents[2] / "app"
NAKED = re.compile(r"\{(?:len\([^{}]*\)|[a-z_.]*\.?(?:count|newest|left))\} (?:[a-z]+ )?[a-z]+s\b")


@pytest.mark.parametrize(("count", "said"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (-1, "-1 cases")])
def test_one_is_not_said_as_many(count: int, said: str) -> None:
    assert counted(count, "case") == said


def test_a_plural_of_its_own_is_taken() -> None:
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize("folder", ["commands", "desk"])
def test_no_command_says_a_number_before_a_bare_plural(folder: str) -> None:
    found = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / folder).glob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NAKED.search(line) and "counted(" not in line
    ]

    assert found == []
