"""What `speakup desk` says of itself is whole, in the order of the day, and says what to do next."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app.cli import speakup
from app.commands.desk import group
from app.commands.desk_help import SECTIONS, advice
from app.domain.errors import BadInput, CannotBeTrusted, NotAllowed, NotBuilt, SpeakUpError, Unavailable


def leaves(command: click.Command, name: str = "desk") -> Iterator[tuple[str, click.Command]]:
    """Every subcommand, whatever stands above it."""
    yield name, command
    if isinstance(command, click.Group):
        for each, below in command.commands.items():
            yield from leaves(below, f"{name} {each}")


def test_every_subcommand_stands_in_one_part_of_the_list_and_no_other_does() -> None:
    listed = [name for names in SECTIONS.values() for name in names]

    assert sorted(listed) == sorted(group.commands)
    shown = CliRunner().invoke(speakup, ["desk", "--help"]).output
    assert shown.index("The day:") < shown.index("Answering:") < shown.index("People and devices:")
    assert "..." not in shown.partition("The day:")[2].partition("Examples:")[0]


def test_every_subcommand_says_what_it_does_and_every_option_what_it_is_for() -> None:
    silent = [name for name, command in leaves(group) if not command.help]
    silent += [
        f"{name} {option.opts[0]}"
        for name, command in leaves(group)
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]

    assert silent == []


def test_options_that_stay_the_same_may_be_said_once(tmp_path: Path) -> None:
    runner = CliRunner(env={"SPEAKUP_DESK_DEVICE": str(tmp_path / "none.json")})

    said = runner.invoke(speakup, ["desk", "--offline", "list"])

    assert (said.exit_code, said.output) == (
        1,
        "Error: device file: cannot be read; give its path with --device\n",
    )


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (Unavailable(), "with --offline"),
        (NotAllowed(), "people list"),
        (CannotBeTrusted("expired"), "expired. It has ended"),
        (CannotBeTrusted("version"), "Do not go on"),
        (CannotBeTrusted("signatures"), "--pins"),
        (CannotBeTrusted("keys"), "the directory cannot be trusted: keys. "),
        (CannotBeTrusted("anything"), "Update this program"),
        (NotBuilt("it"), None),
        (BadInput("text", "is empty"), None),
    ],
)
def test_an_error_says_what_to_do(error: SpeakUpError, says: str | None) -> None:
    said = advice(error)

    assert said is None if says is None else says in str(said)
