"""`speakup chat`: the hotline in a terminal, as a feature phone, WhatsApp or Telegram would show it.

The real conversation and the real sealing, without a provider. Lines come from standard input: each is one
message. Without a server the demonstration organisation is started, and ended afterwards.

Only what the help needs is imported here; what a conversation needs comes with `conversing`.
"""

from pathlib import Path

import click

CHANNELS = ("sms", "whatsapp", "telegram")


@click.command()
@click.option("--channel", default="sms", show_default=True, type=click.Choice(CHANNELS))
@click.option("--lang", default="en", show_default=True, help="The language to begin in, such as fr.")
@click.option("--server", help="The server's address; by default SPEAKUP_SERVER, else a demonstration.")
@click.option(
    "--folder",
    default=Path("var/demo"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where the demonstration's data lie.",
)
def command(channel: str, lang: str, server: str | None, folder: Path) -> None:
    """Talk with the hotline in this terminal; Ctrl-D ends it.

    Each line is one message. When standard input is no terminal, only the answers are printed, behind `> `.
    """
    from app.commands import conversing  # the engine, the sealing and a store: half a second

    conversing.converse(channel, conversing.locale(lang), server, folder.resolve())
