"""What a turn is given and what it gives back: the world around a conversation, replies, effects.

Everything here is a value or a pure function of the day's directory, so that a turn can be replayed. The
process that owns the channel builds the world, carries out the effects, and tells how they went
(`outcomes.py`).

Must never: do I/O, read a clock, draw a number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.content.hotline import Hotline
from app.content.items import Library
from app.content.locales import Locale
from app.conversation.session import Session
from app.domain.directory import Entity
from app.domain.facts import Facts
from app.domain.local_help import HelpService


@dataclass(frozen=True)
class Channel:
    """What a channel can do.

    `segments` bounds a page where a text is paid by the segment; `letters` bounds it elsewhere. `notices`:
    the person's address may be kept for one neutral text per answer. `silenced`: after a stop word the
    provider lets no answer of ours through.
    """

    name: str
    segments: int | None = None
    letters: int = 1_000
    notices: bool = False
    silenced: bool = False


SMS = Channel("sms", segments=2, silenced=True)
SMS_HEARD = replace(SMS, silenced=False)  # a provider that lets answers to a stop word through
WHATSAPP = Channel("whatsapp", silenced=True)
TELEGRAM = Channel("telegram")
VOICE = Channel("voice", letters=600)  # about 40 seconds of speech


@dataclass(frozen=True)
class Way:
    """Where a report with these facts goes: the office's name, and its names by short language name.

    `office` is empty when no office can receive it, `outside` says that nobody has authority.
    """

    office: str
    outside: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """All that a turn may look at.

    `translations`: by locale id, English to its translation; what is missing stays English. `way(facts,
    anyway)`: routing by the directory of the day; `anyway` when the person tells it though nobody has
    authority. `country`: where the channel is, as ISO 3166 alpha-2, or empty. `app`: address of the app.
    """

    hotline: Hotline
    library: Library
    locales: tuple[Locale, ...]
    translations: Mapping[str, Mapping[str, str]]
    channel: Channel
    way: Callable[[Facts, bool], Way]
    purposes: Mapping[str, str]  # question of the form to where its answer goes
    several: frozenset[str]  # questions of the form with several answers
    entities: tuple[Entity, ...] = ()
    services: tuple[HelpService, ...] = ()
    confirmed: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    app: str = ""

    def locale(self, lang: str) -> Locale:
        """The locale with this id, else the first."""
        return next((each for each in self.locales if each.id == lang), self.locales[0])


@dataclass(frozen=True)
class Reply:
    """One text to send. `key` says which, for transcripts; `choices` are buttons: what they send and show."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Seal:
    """Route this report, seal it, send it: the arguments of `Reporter.report`.

    `anyway`: to the office that listens though nobody has authority. `notify`: the address may be kept.
    """

    facts: Facts
    answers: Mapping[str, str | tuple[str, ...]] = field(repr=False)
    words: str = field(repr=False)
    consent: Mapping[str, str]
    help: tuple[str, ...]
    lang: str
    anyway: bool = False
    notify: bool = False


@dataclass(frozen=True)
class Check:
    """Look for answers under a receipt of twenty digits, and show them from a page on."""

    receipt: str = field(repr=False)
    page: int = 0


@dataclass(frozen=True)
class Add:
    """Seal a further text under a receipt."""

    receipt: str = field(repr=False)
    text: str = field(repr=False)
    lang: str = "en"


@dataclass(frozen=True)
class AskHelp:
    """Seal a wish for help under a receipt, for those who help."""

    receipt: str = field(repr=False)
    help: tuple[str, ...]
    lang: str = "en"


@dataclass(frozen=True)
class EraseState:
    """Delete all that is kept of this conversation, now."""


@dataclass(frozen=True)
class OptOut:
    """The person sent a stop word: report it to the provider where it has to be told."""


@dataclass(frozen=True)
class OptIn:
    """The person sent the provider's word to be written to again."""


Effect = Seal | Check | Add | AskHelp | EraseState | OptOut | OptIn


@dataclass(frozen=True)
class Turn:
    """What came of a text: the conversation now, what to send, what to do."""

    session: Session
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
