"""What Telegram shows before the first word: the commands and a description, in every language.

Set at each start, in the background: nobody waits for it, and what Telegram refuses is logged.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from app.conversation.render import say
from app.conversation.world import World
from app.logs import Event, Log
from bots.telegram.sending import Line

COMMANDS = ("menu", "check", "help", "clear", "lang")


@dataclass(frozen=True)
class Introduction:
    """In one language; `code` is empty for whoever uses another than ours."""

    code: str
    commands: tuple[tuple[str, str], ...]
    short: str
    long: str


def introductions(world: World) -> Iterator[Introduction]:
    """English for everybody, then each language for its own."""
    texts = world.hotline.texts
    for code, lang in (("", "en"), *((each.short, each.id) for each in world.locales)):
        commands = tuple((name, say(world, lang, texts[f"command_{name}"])) for name in COMMANDS)
        yield Introduction(
            code, commands, say(world, lang, texts["about_short"]), say(world, lang, texts["about"])
        )


async def introduce(line: Line, world: World, log: Log) -> None:
    """Tell Telegram all of it; what it does not take waits for the next start."""
    for each in introductions(world):
        try:
            await tell(line, each)
        except TelegramError as error:
            log.record(Event.PROVIDER_AWAY, error=error)


async def tell(line: Line, told: Introduction) -> None:
    """Tell Telegram one language."""
    bot, code = line.bot, told.code or None
    commands = [BotCommand(name, text) for name, text in told.commands]
    private = BotCommandScopeAllPrivateChats()
    await line.call(lambda: bot.set_my_commands(commands, scope=private, language_code=code))
    await line.call(lambda: bot.set_my_short_description(told.short, language_code=code))
    await line.call(lambda: bot.set_my_description(told.long, language_code=code))
