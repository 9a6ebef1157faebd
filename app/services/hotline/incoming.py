"""What a channel hands over, and what it gets back: values, the same for every provider.

Must never: be logged, or kept as they are.
"""

from dataclasses import dataclass, field

from app.conversation.world import Channel, Reply
from app.services.evidence import File


@dataclass(frozen=True)
class Removal:
    """Something of this person at a provider, to be deleted there: a kind (`removing.py`) and its name."""

    kind: str
    thing: str


@dataclass(frozen=True)
class Part:
    """Which piece of a long text this is: number `number` (from 1) of `total` under one reference."""

    reference: str
    number: int
    total: int


@dataclass(frozen=True)
class Incoming:
    """One message. `address` is opaque: whatever the channel answers to.

    `message`: the provider's id of it, so that a repeat acts once; empty when there is none. `files`: what
    came with it; `refused` counts those that could not be fetched. `at_provider`: what to delete there as
    soon as this text is kept here. `marks`: names of what the channel itself deletes when it is all over.
    `lang`: the locale to begin in, when the channel knows one.
    """

    channel: Channel
    address: str = field(repr=False)
    message: str = field(repr=False)
    text: str = field(default="", repr=False)
    files: tuple[File, ...] = field(default=(), repr=False)
    refused: int = 0
    part: Part | None = None
    at_provider: tuple[Removal, ...] = field(default=(), repr=False)
    marks: tuple[str, ...] = field(default=(), repr=False)
    lang: str = ""


@dataclass(frozen=True)
class Said:
    """What to send back. `over`: something was sealed or erased, so `marks` can be deleted now.

    `lang`: the locale of the replies. `receipt`: one of them shows a receipt. `repeated`: this message was
    answered before, and nothing was done this time.
    """

    replies: tuple[Reply, ...] = field(repr=False)
    lang: str
    over: bool = False
    receipt: bool = False
    marks: tuple[str, ...] = field(default=(), repr=False)
    repeated: bool = False
