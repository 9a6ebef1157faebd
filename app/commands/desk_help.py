"""How `speakup desk` explains itself: its subcommands in the order of an officer's day, and what to do next.

Must never: repeat what was typed, or say less than the error itself says.
"""

from collections.abc import Mapping
from typing import Any

import click

from app.domain.errors import CannotBeTrusted, NotAllowed, NotBuilt, SpeakUpError, Unavailable

HELP = frozenset({"-h", "--help"})
ELSE = "Besides"
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "The day": {
        "today": "What is overdue, due, new, and waiting for the reporter.",
        "list": "All cases, and what could not be opened.",
        "search": "Cases that hold all these words.",
        "open": "Show a case; its files too.",
        "sync": "Fetch what is new, and send what waits.",
    },
    "Answering": {
        "acknowledge": "Tell the reporter that you opened it.",
        "reply": "Answer, in your words or in standard ones.",
    },
    "Working on a case": {
        "triage": "Answer the checklist, safety first.",
        "status": "Move it on, or close it.",
        "assign": "Give it to a colleague.",
        "note": "Write a note that only your office reads.",
        "link": "Say that two cases belong together.",
        "assistance": "Write down a step of help.",
        "need-to-know": "Write down who was told what, and why.",
        "partner": "Checklist for a partner's case.",
        "authority": "Write down a step towards an authority of a State.",
    },
    "Passing it on": {
        "offices": "Offices that can receive a case now.",
        "refer": "To an office that must act; yours keeps it.",
        "transfer": "It had come to the wrong office.",
        "refer-outside": "A readable file for somebody outside.",
        "archive": "One sealed file for a stick, made or opened.",
        "recuse": "Step back; another office takes over.",
    },
    "Accounting for it": {
        "code": "Fill in the statistical record.",
        "count": "Count cases; how what came in adds up.",
        "annual": "The annual package: letter, table, data.",
        "trail": "Whether anything of a case is missing.",
        "print": "Pages to print, or to save as a PDF.",
        "export": "A readable copy of cases, as text or data.",
        "disposal": "Destroy a closed case, by two.",
    },
    "People and devices": {
        "join": "Make your keys and ask to join an office.",
        "people": "Invite, approve, keep a lost device out.",
        "grant": "Let a device read what came before it.",
        "notices": "Be told once a day to look at your desk.",
        "renew": "Ask for this device's next key.",
        "recover": "Your key file again, from its twelve words.",
    },
}

NOT_REACHED = (
    "the server cannot be reached, or does not answer as it should. Try again in some minutes; or work with "
    "what is on this disk, with --offline: what you say then waits here, sealed, for the next `sync`"
)
NOT_LET_IN = (
    "the server does not let this device do that. Look whether --server is exactly the address by which the "
    "server calls itself, and ask a colleague whether the device is kept out (`people list`). A device that "
    "has just joined comes in when the root holders have published it"
)
OLDER = (
    "The server gives an older or another one than this desk has seen. Do not go on: tell who runs the "
    "server, and a root holder, over another way. With --offline you still read what is here"
)
OTHER_FORM = "It is not in the form that was agreed. Update this program, or tell who runs the server"
TRUST: Mapping[str, str] = {
    "expired": "It has ended: the root holders must publish a new one. With --offline you still read",
    "issued": "By its date it was signed in the future: set the clock of this computer",
    "version": OLDER,
    "previous": OLDER,
    "signatures": "The root keys that this desk trusts did not sign it. Look at --server and --pins; if both "
    "are right, tell a root holder over another way",
    "organisation": "It is that of another organisation: look at --server and --device",
    "keys": "It lists a key for this device that --device does not hold. If that file is an old copy, take "
    "the newest, or `recover` from the twelve words; else tell a root holder over another way: somebody may "
    "want to read what is meant for you",
}


class DeskGroup(click.Group):
    """Lists its subcommands by what they are for, and lets their help be read without a device key file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember whether somebody asks for help only."""
        ctx.meta[__name__] = bool(HELP & set(args))
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the subcommands, each under its part; one that is in no part comes last."""
        rest = dict.fromkeys(self.list_commands(ctx))
        for part, names in SECTIONS.items():
            with formatter.section(part):
                formatter.write_dl([(name, said) for name, said in names.items() if name in rest])
            rest = {name: None for name in rest if name not in names}
        others = [(name, self.commands[name].get_short_help_str()) for name in rest]
        if others:
            with formatter.section(ELSE):
                formatter.write_dl(others)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; of an error that an officer can do something about, say what."""
        try:
            return super().invoke(ctx)
        except SpeakUpError as error:
            if said := advice(error):
                raise click.ClickException(said) from None
            raise


def asks_for_help(ctx: click.Context) -> bool:
    """Whether only help is wanted."""
    return bool(ctx.meta[__name__])


def advice(error: SpeakUpError) -> str | None:
    """The error with what to do now; None when it says that itself."""
    if isinstance(error, CannotBeTrusted):
        return f"{error}. {TRUST.get(error.check, OTHER_FORM)}."
    if isinstance(error, Unavailable) and not isinstance(error, NotBuilt):
        return f"{NOT_REACHED}."
    return f"{NOT_LET_IN}." if isinstance(error, NotAllowed) else None
