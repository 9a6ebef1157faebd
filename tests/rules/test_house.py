"""The house keeps its shape: short functions, short files, floors, nothing that should not be here."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_FILES = sorted(p for top in ("app", "bots") for p in (ROOT / top).rglob("*.py"))
CLIENT_FILES = sorted(
    p for ext in ("*.ts", "*.tsx") for p in (ROOT / "app/client/src").rglob(ext) if "generated" not in p.parts
)
MODULE_LINES = 400  # past this a file holds two things
FUNCTION_LINES = 40  # past this a function holds two thoughts


def tracked() -> list[Path]:
    """Every file git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_source_file_passes_four_hundred_lines() -> None:
    long = [
        f"{p.relative_to(ROOT)}: {count}"
        for p in [*PYTHON_FILES, *CLIENT_FILES]
        if (count := len(p.read_text().splitlines())) > MODULE_LINES
    ]

    assert not long, "split these by meaning: " + ", ".join(long)


def test_no_python_function_passes_forty_lines() -> None:
    long = [
        f"{p.relative_to(ROOT)}:{node.name}"
        for p in PYTHON_FILES
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > FUNCTION_LINES
    ]

    assert not long, "split these by meaning: " + ", ".join(long)


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring and its decorators."""
    end = node.end_lineno or node.lineno
    total = end - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def test_the_domain_knows_only_the_standard_library() -> None:
    allowed = set(sys.stdlib_module_names)
    foreign = [
        f"{p.name}: {name}"
        for p in (ROOT / "app/domain").rglob("*.py")
        for name in imported(p)
        if name.split(".")[0] not in allowed and not name.startswith("app.domain")
    ]

    assert not foreign, "the domain imports " + ", ".join(foreign)


def imported(path: Path) -> list[str]:
    """Full names of what a module imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names


def test_packages_run_nothing_when_they_are_imported() -> None:
    busy = [
        str(p.relative_to(ROOT))
        for p in PYTHON_FILES
        if p.name == "__init__.py" and len(ast.parse(p.read_text()).body) > 1
    ]

    assert not busy, "these __init__ files hold more than a docstring: " + ", ".join(busy)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("machine path", re.compile(r"(?<![\w.])/(?:work|root|home)/[\w.]+/")),
        ("registry host", re.compile(r"registry\.npm" + r"js|py" + r"pi\.org|files\.python" + r"hosted")),
        ("unfinished work", re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")),
    ],
)
def test_no_file_holds_what_the_repository_must_never_hold(what: str, pattern: re.Pattern[str]) -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if pattern.search(text):
            found.append(str(path.relative_to(ROOT)))

    assert not found, f"{what} in " + ", ".join(found)


def test_every_lint_exception_says_why() -> None:
    silent = [
        f"{p.relative_to(ROOT)}:{number}"
        for p in [*PYTHON_FILES, *(ROOT / "tests").rglob("*.py")]
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if re.search(r"#\s*(?:noqa|type:\s*ignore)", line)
        and not re.search(r"(?:noqa|ignore)[^#]*(?:#|--|—)\s*\w+ \w+", line)
    ]

    assert not silent, "no reason given at " + ", ".join(silent)
