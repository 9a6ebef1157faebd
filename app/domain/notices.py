"""What a notice to an officer may say: one of two things, and neither is about a report.

A notice never holds content, an office, a position, a count, or a time: mail and pushes are read on the way.
"""

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice may say."""

    DAILY = "daily"  # look at your desk, whether or not something came
    ELSEWHERE = "elsewhere"  # something waits in an office that you stand in for


class Way(StrEnum):
    """How an officer is told."""

    MAIL = "mail"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A title and a sentence or two, in one language."""

    title: str
    body: str
