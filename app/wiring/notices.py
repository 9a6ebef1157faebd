"""Builds what tells officers: the offer of the web process, and the daily job of the worker.

Only the worker has the key that opens contacts, the mail password and the push key; the web process has the
public halves. A worker without its key tells nobody and says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.config import Settings, pinned, secret_bytes
from app.domain.errors import BadInput, Misconfigured
from app.logs import Event, Log
from app.services.desk_notices import Offer

if TYPE_CHECKING:
    from app.sealing.keys import BoxKeyPair
    from app.services.mail import Line
    from app.services.notices import Carrier, DailyNotices

KEY_BYTES = 32
HOURS = 24


@dataclass(frozen=True)
class Daily:
    """The hour of notices (UTC), and what is done then; it returns how many went."""

    hour: int
    run: Callable[[datetime], int]


SILENT = Daily(0, lambda _: 0)


def offer(settings: Settings) -> Offer:
    """What the web process offers to desks.

    Raises:
        Misconfigured: the key is none, or the hour is out of bounds.
    """
    key = None
    if settings.desk_notice_key:
        try:
            key = bytes.fromhex(settings.desk_notice_key)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise Misconfigured(["SPEAKUP_DESK_NOTICE_KEY"])
    return Offer(key, settings.mail_from, settings.push_key, hour(settings))


def build(settings: Settings, log: Log) -> Daily:
    """Build the daily job; connects to nothing yet.

    Raises:
        Misconfigured: names what is missing or wrong of the ways that are set up in part.
    """
    if settings.desk_notice_key_file is None:
        return SILENT
    job = daily_notices(settings)

    def run(now: datetime) -> int:
        if not job.signed(now):
            log.record(Event.NOTICE_KEY_NOT_SIGNED)
        outcome = job.run(now)
        if outcome.unsent:
            log.record(Event.NOTICES_UNSENT, count=outcome.unsent)
        if outcome.unreadable:
            log.record(Event.CONTACTS_UNREADABLE, count=outcome.unreadable)
        return outcome.sent

    return Daily(hour(settings), run)


def daily_notices(settings: Settings) -> "DailyNotices":
    """The job itself; the libraries for mail and pushes are loaded here, by the worker alone."""
    from app.sealing.directory import Pins
    from app.services.notices import DailyNotices
    from app.services.trusted_directory import TrustedDirectory
    from app.storage.database import open_database

    settings.require("database_url", "pins_file")
    assert settings.pins_file is not None
    threshold, roots = pinned(settings.pins_file)
    database = open_database(settings.database_url)
    trusted = TrustedDirectory(database, Pins(roots, threshold))
    return DailyNotices(database, trusted, notice_pair(settings), carriers(settings))


def carriers(settings: Settings) -> "dict[str, Carrier]":
    """The ways that are set up, by the kind of contact."""
    from app.content.notices import in_every_language
    from app.domain.notices import Way

    words = in_every_language()
    made: dict[str, Carrier] = {}
    if settings.mail_server:
        from app.services.mail import MailNotices

        settings.require("mail_from")
        made[Way.MAIL] = MailNotices(mail_line(settings), settings.mail_from or "", words)
    if settings.push_key_file:
        from app.services.push import PushNotices, vapid_key

        settings.require("push_contact")
        key = vapid_key(settings.push_key_file)
        services = settings.push_services.split()
        made[Way.PUSH] = PushNotices(key, settings.push_contact or "", services, words)
    return made


def mail_line(settings: Settings) -> "Line":
    """The way to the mail server: `host` or `host:port`.

    Raises:
        Misconfigured: it cannot be read, or is plain and leads off this machine.
    """
    from app.services.mail import PORTS, Line, Security

    host, _, port = (settings.mail_server or "").partition(":")
    try:
        security = Security(settings.mail_security)
        line = Line(host, int(port or PORTS[security]), security, settings.mail_user, password(settings))
    except ValueError:
        raise Misconfigured(["SPEAKUP_MAIL_SERVER", "SPEAKUP_MAIL_SECURITY"]) from None
    if security is Security.NONE and host not in ("127.0.0.1", "localhost"):
        raise Misconfigured(["SPEAKUP_MAIL_SECURITY"])
    return line


def password(settings: Settings) -> str | None:
    """The mail password; none is needed where there is no user.

    Raises:
        Misconfigured: there is a user without one.
    """
    if not settings.mail_user:
        return None
    try:
        assert settings.mail_password_file is not None
        return settings.mail_password_file.read_text("utf-8").strip()
    except (AssertionError, OSError, ValueError):
        raise Misconfigured(["SPEAKUP_MAIL_PASSWORD_FILE"]) from None


def notice_pair(settings: Settings) -> "BoxKeyPair":
    """The worker's key pair, which must be the other half of the web's key where both are named here.

    Raises:
        Misconfigured: it is no key, or another one.
    """
    from app.sealing.keys import BoxKeyPair

    assert settings.desk_notice_key_file is not None
    try:
        pair = BoxKeyPair.from_secret(secret_bytes(settings.desk_notice_key_file, "desk_notice_key_file"))
    except BadInput:
        raise Misconfigured(["SPEAKUP_DESK_NOTICE_KEY_FILE"]) from None
    if settings.desk_notice_key and settings.desk_notice_key.strip().lower() != pair.public.hex():
        raise Misconfigured(["SPEAKUP_DESK_NOTICE_KEY", "SPEAKUP_DESK_NOTICE_KEY_FILE"])
    return pair


def hour(settings: Settings) -> int:
    """The hour of notices.

    Raises:
        Misconfigured: it is none.
    """
    if not 0 <= settings.mail_hour < HOURS:
        raise Misconfigured(["SPEAKUP_MAIL_HOUR"])
    return settings.mail_hour
