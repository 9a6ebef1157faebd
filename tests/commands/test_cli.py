"""`speakup` itself: quick to start, and plain when something is wrong."""

import statistics
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from app import cli

HEAVY = ("sqlalchemy", "flask", "apiflask", "pydantic", "nacl", "httpx", "jsonschema", "yaml")


def seconds(*code: str) -> float:
    """The median of five runs of the interpreter."""
    runs = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, *code], check=True, capture_output=True)
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from app import cli;"
        "assert CliRunner().invoke(cli.speakup, ['--help']).exit_code == 0;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert shown.strip() == "[]", "`speakup --help` loads what it does not need"


def test_help_starts_about_as_fast_as_python_itself() -> None:
    bare = seconds("-c", "import click")

    shown = seconds("-c", "from app.cli import main; import sys; sys.argv = ['speakup', '--help']; main()")

    assert shown <= max(0.4, 4 * bare), f"help took {shown:.2f} s, Python with click alone {bare:.2f} s"


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(cli.speakup, ["--help"]).output

    assert all(f"  {name} " in shown for name in cli.COMMANDS)


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_of_the_table_exists_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(cli.speakup, [name, "--help"])

    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


def test_an_unknown_command_is_refused_without_repeating_it() -> None:
    result = CliRunner().invoke(cli.speakup, ["a-word-i-typed"])

    assert result.exit_code == 2
    assert "no such command" in result.output
    assert "a-word-i-typed" not in result.output


def test_our_errors_are_one_sentence_and_never_a_traceback() -> None:
    typed = ["desk", "--offline", "--device", "a-file-that-is-not-there", "list"]

    result = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", *typed],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert result.stderr == "Error: device file: cannot be read; give its path with --device\n"
