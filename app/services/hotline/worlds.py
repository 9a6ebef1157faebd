"""The world that a turn happens in: the texts and the library as built, the offices of the day.

Everything that does not change is read once; the routing is that of the directory that was followed last.

Must never: wait for the network in the middle of a turn, but for the very first directory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.content import forms, hotline, library, locales, words
from app.conversation.ways import ways
from app.conversation.world import Channel, Way, World
from app.domain.facts import Facts
from app.services.hotline.following import Follower


@dataclass(frozen=True)
class Worlds:
    """Makes worlds. `base` has no offices in it."""

    base: World
    follower: Follower
    notices: frozenset[str] = field(default_factory=frozenset)  # channels that may text a person later

    def world(self, channel: Channel) -> World:
        """The world of this moment, on a channel."""
        channel = replace(channel, notices=channel.name in self.notices)
        directory = self.follower.directory()
        if directory is None:
            return replace(self.base, channel=channel)
        return replace(
            self.base,
            channel=channel,
            way=ways(directory, self.follower.now()),
            entities=directory.entities,
            services=directory.organisation.help,
            confirmed=directory.organisation.confirmed,
        )


def base(root: Path, country: str, app: str) -> World:
    """All that does not change while the process runs, read from the tree at `root`."""
    offered, form = locales.load(root), forms.load()
    questions = form.questions.values()
    return World(
        hotline=hotline.load(root),
        library=library.load(root),
        locales=tuple(offered.values()),
        translations={name: singular(name) for name in offered},
        channel=Channel("sms"),
        way=nowhere,
        purposes={each.id: each.purpose.value for each in questions},
        several=frozenset(each.id for each in questions if each.kind is forms.Kind.CHOICES),
        country=country,
        app=app,
    )


def singular(locale: str) -> Mapping[str, str]:
    """The translations of a language that have no plural."""
    return {text: said for text, said in words.translations(locale).items() if isinstance(said, str)}


def nowhere(_facts: Facts, _anyway: bool) -> Way:
    """While there is no directory nobody can receive anything, and the person is told."""
    return Way("")
