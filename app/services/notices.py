"""The port for notices by mail: "something waits at your desk", and not a word more.

A notice names an office and a kind. It never holds content, a position, a count, or a time, because mail is
read on the way. Who receives it, and the mail itself, are the business of an adapter of the worker.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TextIO


class NoticeKind(StrEnum):
    """What a notice may say."""

    WAITING = "waiting"  # something has waited unopened for too long
    OVERDUE = "overdue"  # an acknowledgement is overdue
    DIRECTORY_EXPIRES = "directory_expires"  # the signed directory must be renewed soon


@dataclass(frozen=True, slots=True)
class Notice:
    """For which office (16 bytes), and of what kind."""

    office: bytes
    kind: NoticeKind


class Notices(Protocol):
    """Whatever carries notices to people."""

    def send(self, notice: Notice) -> None:
        """Carry one notice.

        Raises:
            Unavailable: it could not be handed over; the caller tries again later.
        """


@dataclass(frozen=True)
class ConsoleNotices:
    """The twin for a machine without mail: writes a line."""

    out: TextIO

    def send(self, notice: Notice) -> None:
        """Write the kind of the notice and its office."""
        self.out.write(f"notice {notice.kind} for office {notice.office.hex()}\n")
