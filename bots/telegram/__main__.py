"""The Telegram process: `python -m bots.telegram`. Asks Telegram for messages, or lets it bring them.

It asks (polling) unless SPEAKUP_TELEGRAM_WEBHOOK_SECRET_FILE and SPEAKUP_HOTLINE_URL are set; then it listens
on this machine for a front server that Telegram reaches. Ends cleanly on SIGTERM, after the turns in hand.

Must never: write the bot's token anywhere. The library puts it into addresses and into one of its errors, so
that its voice and the errors are kept to their types.
"""

import asyncio
import contextlib
import re
import signal
import sys
from time import monotonic

from telegram import LinkPreviewOptions
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, Defaults, ExtBot
from telegram.request import HTTPXRequest

from app import hotline_config, logs
from app.config import variable
from app.conversation.world import TELEGRAM
from app.domain.errors import Misconfigured
from app.hotline_config import HotlineSettings, secret_text
from app.logs import Event, Log
from app.wiring.gateway import Gateway, build
from bots.telegram.chats import Chats
from bots.telegram.files import Files
from bots.telegram.introducing import introduce
from bots.telegram.polling import TRY_AGAIN, WANTED, Polling
from bots.telegram.sending import Line
from bots.telegram.turns import Turns
from bots.telegram.webhook import Door

PATH = "telegram"  # below SPEAKUP_HOTLINE_URL
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what Telegram sends in a header
CONNECTIONS = 32
PATIENCE = 20.0  # seconds for one answer of Telegram
QUIET = Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True))  # or Telegram fetches the link

Bot = ExtBot[None]


def main() -> int:
    """Run until told to stop; 2 when the settings are wrong, 1 when Telegram refuses us."""
    log = logs.start("telegram")
    try:
        settings = hotline_config.load()
        bot = bot_of(settings)
        secret = webhook_secret(settings)
        gateway = build(settings, log)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        return 2
    line = Line(bot)
    turns = Turns(gateway.talk, line, Files(line), Chats(settings.hotline_hours * 3600.0, monotonic), log)
    gateway.background.alive()
    log.record(Event.STARTED)
    try:
        if secret:
            listen(settings, secret, turns, gateway)
        else:
            asyncio.run(poll(turns, gateway, log))
    except TelegramError as error:
        log.record(Event.UNEXPECTED_ERROR, error=error)
        return 1
    log.record(Event.STOPPED)
    return 0


def bot_of(settings: HotlineSettings) -> Bot:
    """The bot, with no word said to Telegram yet.

    Raises:
        Misconfigured: there is no token.
    """
    settings.require("telegram_token_file")
    token = secret_text(settings.telegram_token_file, "telegram_token_file")
    api = settings.telegram_api.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=HTTPXRequest(CONNECTIONS, read_timeout=PATIENCE, pool_timeout=PATIENCE),
        get_updates_request=HTTPXRequest(1, read_timeout=PATIENCE, pool_timeout=PATIENCE),
        defaults=QUIET,
    )


def webhook_secret(settings: HotlineSettings) -> str:
    """What Telegram sends along when it brings updates; empty when we ask for them.

    Raises:
        Misconfigured: there is a secret, and no address to bring them to, or Telegram would not take it.
    """
    if settings.telegram_webhook_secret_file is None:
        return ""
    settings.require("hotline_url")
    secret = secret_text(settings.telegram_webhook_secret_file, "telegram_webhook_secret_file")
    if not SECRET.fullmatch(secret):
        raise Misconfigured([variable("telegram_webhook_secret_file")])
    return secret


async def poll(turns: Turns, gateway: Gateway, log: Log) -> None:
    """Ask Telegram until a signal says to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    bot = turns.line.bot
    if not await reached(turns.line, log, stop):
        return
    world = await asyncio.to_thread(gateway.worlds.world, TELEGRAM)
    introducing = asyncio.create_task(introduce(turns.line, world, log))
    await Polling(bot, turns.take, log, stop).run()
    introducing.cancel()
    await bot.shutdown()


async def reached(line: Line, log: Log, stop: asyncio.Event) -> bool:
    """Begin with Telegram, however long it is away; False when told to stop before that.

    Raises:
        InvalidToken: Telegram does not know our token.
    """
    while not stop.is_set():
        try:
            await line.bot.initialize()
            return await line.bot.delete_webhook()  # or it answers no questions
        except InvalidToken:
            raise
        except TelegramError as error:
            log.record(Event.PROVIDER_AWAY, error=error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TRY_AGAIN[-1])
    return False


def listen(settings: HotlineSettings, secret: str, turns: Turns, gateway: Gateway) -> None:
    """Let Telegram bring updates until a signal says to stop."""

    begun: list[asyncio.Task[None]] = []

    async def begin(_: object) -> None:
        world = await asyncio.to_thread(gateway.worlds.world, TELEGRAM)
        begun.append(asyncio.create_task(introduce(turns.line, world, turns.log)))

    application = (
        Application.builder().bot(turns.line.bot).update_queue(Door(turns.take)).post_init(begin).build()
    )
    assert settings.hotline_url is not None
    application.run_webhook(
        port=settings.telegram_port,
        url_path=PATH,
        webhook_url=f"{settings.hotline_url.rstrip('/')}/{PATH}",
        allowed_updates=WANTED,
        secret_token=secret,
        bootstrap_retries=-1,
    )


if __name__ == "__main__":
    sys.exit(main())
