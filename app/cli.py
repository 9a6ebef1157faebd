"""The command line: `speakup COMMAND`.

A table of names, where each command lives, and one line of help. A command's module is imported
only when it is called, so that `speakup --help` costs nothing and no process loads what is not its own.

Must never: show a traceback to the person who typed a command, or repeat what they typed in a log.
"""

from importlib import import_module
from typing import Any, NamedTuple

import click

from app.domain.errors import SpeakUpError


class Place(NamedTuple):
    """Where a command lives, `module:name`, and its line in `speakup --help`."""

    target: str
    help: str


COMMANDS = {
    "org": Place("app.commands.org:group", "Root keys, offices, devices and the signed directory."),
    "joins": Place("app.commands.joins:group", "On the server: who joins, and which devices are kept out."),
    "desk": Place("app.commands.desk:group", "Read, acknowledge and answer reports in a terminal."),
    "report": Place("app.commands.report:command", "Send a test report, or read its answers."),
    "chat": Place("app.commands.chat:command", "Talk with the hotline in this terminal."),
    "verify": Place("app.commands.verify:command", "Check a certificate, or a proof of an acknowledgement."),
    "demo": Place("app.commands.demo:command", "Start the whole demonstration on this machine."),
    "database": Place("app.commands.database:group", "Create and migrate the database."),
    "hotline": Place("app.commands.hotline:group", "Prepare the hotline, and see what waits."),
    "notices": Place("app.commands.notices:group", "Make the keys for notices, and try the mail."),
    "words": Place("app.commands.words:group", "Build and check the translations."),
    "conformance": Place("app.commands.conformance:command", "Run the protocol's test vectors."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the table, in its order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None for a name that is not in the table."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].target.split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.help) for name, place in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; our own errors become one sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except SpeakUpError as error:
            raise click.ClickException(str(error)) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the person named.

        Raises:
            click.UsageError: there is none; says where to look.
        """
        if args[0] not in COMMANDS:
            raise click.UsageError("there is no such command; `speakup --help` lists them", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="speakup", prog_name="SpeakUp")
def speakup() -> None:
    """Reports of sexual exploitation and abuse and of misconduct, in confidence."""


def main() -> None:
    """Run the command line: exit code 0, 1 for an error of ours, 2 for a command typed wrongly."""
    speakup(prog_name="speakup")
