"""A mail server that takes everything, or refuses as it is told: real SMTP over a real line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.services.mail import Line, Security
from tests.processes import free_port


@dataclass(frozen=True)
class Mail:
    """One message: to whom, and its exact bytes."""

    to: str
    sender: str
    content: bytes = field(repr=False)

    @property
    def read(self) -> EmailMessage:
        """As a mail program reads it."""
        found = message_from_bytes(self.content, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        """Its body."""
        return str(self.read.get_content())


@dataclass
class Mailbox:
    """What came; `refusals` by address: the answer of the server instead."""

    port: int
    came: list[Mail] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> Line:
        """The way to it."""
        return self.line_by(Security.NONE)

    def line_by(self, security: Security, **more: str) -> Line:
        """The way to it, protected like this."""
        return Line("127.0.0.1", self.port, security, **more)

    def to(self, address: str) -> list[Mail]:
        """What came for an address."""
        return [mail for mail in self.came if mail.to == address]

    async def handle_RCPT(  # noqa: N802 -- the library's name
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """Take the address, or refuse it."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- the library's name
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        """Take the message."""
        assert isinstance(envelope.content, bytes)
        [to] = envelope.rcpt_tos
        self.came.append(Mail(to, str(envelope.mail_from), envelope.content))
        return "250 OK"


@contextmanager
def mailbox(**options: object) -> Iterator[Mailbox]:
    """A mail server for the length of a block; `options` go to the library as they are."""
    made = Mailbox(free_port())
    controller = Controller(made, hostname="127.0.0.1", port=made.port, **options)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
