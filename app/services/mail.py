"""Notices by mail: one message in every language, of one size, whoever gets it and whatever it says.

    headers (To, Subject, …)  ||  X-Even: filler  ||  body, base64        MAIL_BYTES in all

The filler evens out addresses of unlike length and the two texts that there are. The line to the mail server
is encrypted; a plain one is allowed to this machine alone. A message names no case, office or count.

Must never: let an error of the mail server out, which quotes addresses.
"""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from enum import StrEnum
from typing import Any

from app.domain.notices import NoticeKind, NoticeWords
from app.services.notices import Fate

MAIL_BYTES = 8_192  # six languages take about 3,000 as base64; a filler line is at most 1,000 long
SECONDS = 30  # a mail server that greets late on purpose, against spam, does so within this
FILLER = "X-Even"
FILLER_LINE = 76
LONGEST_ADDRESS = 254  # RFC 5321
PERMANENT = 500
PORTS = {"tls": 465, "starttls": 587, "none": 25}


class Security(StrEnum):
    """How the line to the mail server is protected; `none` is for this machine alone."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class Line:
    """The way to the mail server."""

    host: str
    port: int
    security: Security = Security.TLS
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def open(self) -> smtplib.SMTP:
        """A connection that is ready to take messages. Raises whatever `smtplib` raises."""
        context = ssl.create_default_context()
        if self.security is Security.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.security is Security.STARTTLS:
                line.starttls(context=context)
            if self.user and self.password:
                line.login(self.user, self.password)
        except BaseException:
            line.close()
            raise
        return line


@dataclass(frozen=True)
class MailNotices:
    """Carries notices by mail. `words` by kind and language; `sender` is the address that they come from."""

    line: Line
    sender: str
    words: Mapping[NoticeKind, Mapping[str, NoticeWords]]

    def carry(self, place: Mapping[str, Any], kind: NoticeKind) -> Fate:
        """Send the message of that kind to one address."""
        address = place.get("address")
        if not isinstance(address, str) or not is_address(address):
            return Fate.GONE
        try:
            line = self.line.open()
        except (OSError, smtplib.SMTPException):
            return Fate.NOT_YET
        try:
            line.sendmail(self.sender, [address], message(self.sender, address, self.words[kind]))
        except (OSError, smtplib.SMTPException) as error:
            return fate_of(error)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
        return Fate.SENT


def fate_of(error: Exception) -> Fate:
    """What an error of the mail server means; nothing of its text is kept."""
    codes = [getattr(error, "smtp_code", 0)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    return Fate.REFUSED if any(int(code) >= PERMANENT for code in codes) else Fate.NOT_YET


def is_address(text: str) -> bool:
    """Whether a text can stand as the one address of a message: printable ASCII, one at-sign, no list."""
    local, at, domain = text.rpartition("@")
    printable = text.isascii() and text.isprintable() and not set(text) & set(' ,;:<>()[]"\\')
    return bool(
        printable and local and at and "." in domain and "@" not in local and len(text) <= LONGEST_ADDRESS
    )


def message(sender: str, address: str, words: Mapping[str, NoticeWords]) -> bytes:
    """The message as it goes on the wire: always `MAIL_BYTES` long."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = address
    made["Subject"] = next(iter(words.values())).title
    made["Date"] = formatdate()
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    # A language that is not translated yet would say it in English again.
    said = "\n\n".join(f"{each.title}.\n{each.body}" for each in dict.fromkeys(words.values()))
    made.set_content(said + "\n", cte="base64")
    return evened(made.as_bytes())


def evened(plain: bytes) -> bytes:
    """The message with a filler header before its body, folded, so that all is `MAIL_BYTES` long."""
    head, body = plain.split(b"\r\n\r\n", 1)
    room = MAIL_BYTES - len(plain) - len(f"\r\n{FILLER}: ")
    lines, rest = [], room
    while rest > FILLER_LINE + 4:
        lines.append(b"=" * FILLER_LINE)
        rest -= FILLER_LINE + len("\r\n ")
    lines.append(b"=" * rest)
    return head + f"\r\n{FILLER}: ".encode() + b"\r\n ".join(lines) + b"\r\n\r\n" + body
