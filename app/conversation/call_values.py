"""A call as far as it has come, what the line does next, and what a step gives back: values.

Must never: hold a number of a person, or a word of what was said; a recording is known by that it is there.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from app.conversation.call_words import Prompt
from app.conversation.session import Said, Session, members, said_in
from app.conversation.world import Add, Check, EraseState, Seal, World
from app.domain.errors import BadInput

START = "language"
MENU = "menu"
RECORD_SECONDS = 600
THINKING_SECONDS = 15  # of silence that end a recording: it is hard to speak of such things
RING_SECONDS = 25  # shorter than most mailboxes wait


@dataclass(frozen=True)
class Call:
    """One call. The answers are those of the hotline's steps, in the order in which they were given."""

    lang: str = ""  # the id of a locale; empty until one was chosen
    step: str = START
    said: tuple[Said, ...] = ()
    silences: int = 0  # how often nothing was heard at this step
    rule: int = 0  # the rule that is read, from 1
    code: str = field(default="", repr=False)  # the receipt that is said, or the code that was entered

    @property
    def session(self) -> Session:
        """The same as a conversation by text, for the facts and the answers."""
        return Session(lang=self.lang, said=self.said)

    def at(self, step: str) -> "Call":
        """The same call at another step."""
        return replace(self, step=step, silences=0)

    def fresh(self, step: str = MENU) -> "Call":
        """The call in the same language, with nothing of what was told."""
        return Call(lang=self.lang, step=step)

    def to_json(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self) | {"said": [[each.step, each.value] for each in self.said]})

    @classmethod
    def from_json(cls, text: str) -> "Call":
        """Read what `to_json` wrote.

        Raises:
            BadInput: it is something else.
        """
        return cls(**{name: _value(name, value) for name, value in members(cls, "call", text)})


@dataclass(frozen=True)
class Gather:
    """Wait for keys: so many, or until `finish`; `timeout` seconds after the last word or key."""

    digits: int | None = 1
    finish: str = ""
    timeout: int = 8


@dataclass(frozen=True)
class Record:
    """Record until one of the keys `finish`, so many seconds of silence, or the longest time."""

    seconds: int = RECORD_SECONDS
    finish: str = "#9"
    silence: int = THINKING_SECONDS


@dataclass(frozen=True)
class Dial:
    """Call the person on duty; this is not recorded."""

    timeout: int = RING_SECONDS


@dataclass(frozen=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True)
class Redirect:
    """Ask again at once, or after some seconds."""

    pause: int = 0


Action = Gather | Record | Dial | Hangup | Redirect


@dataclass(frozen=True)
class Fetch:
    """Fetch the recording from the provider and seal it."""


CallEffect = Seal | Check | Add | EraseState | Fetch


@dataclass(frozen=True)
class Line:
    """The world of a call. `duty`: somebody can be called who is on duty."""

    world: World
    duty: bool = False


@dataclass(frozen=True)
class CallTurn:
    """What came of a step: the call now, what to say, what the line does then, what else to do."""

    call: Call
    prompts: tuple[Prompt, ...]
    action: Action
    effects: tuple[CallEffect, ...] = ()


KINDS: Mapping[str, type] = {each.name: type(getattr(Call(), each.name)) for each in fields(Call)}


def _value(name: str, value: Any) -> Any:
    if name == "said" and (said := said_in(value)) is not None:
        return said
    if name != "said" and type(value) is KINDS[name]:
        return value
    raise BadInput("call", "has a field of another shape")
