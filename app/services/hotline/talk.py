"""One message in, what to say out: the conversation of every channel that is text.

    said = talk.hear(Incoming(SMS, address, message, text))

Finds the conversation of that address, hears the message, and keeps all that comes of it in one transaction.
A message that comes again is answered the same and does nothing; two at once take turns.

Must never: keep an address unless the person said so, or answer before what it says is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.conversation import outcomes
from app.conversation.render import reply
from app.conversation.session import Session
from app.conversation.tongue import tongue
from app.conversation.world import Channel, Reply, World
from app.domain.errors import Unavailable
from app.services.hotline import draft as drafts
from app.services.hotline.doing import Doing
from app.services.hotline.hearing import Hearing, Moved
from app.services.hotline.incoming import Incoming, Said
from app.services.hotline.keeping import Found, Keeping, Overtaken, Work
from app.services.hotline.tries import Tries
from app.services.hotline.turns import Turns
from app.services.hotline.worlds import Worlds

ROUNDS = 40  # how often a message is heard anew because another was kept in between


@dataclass(frozen=True)
class Talk:
    """The conversations of one gateway. `hours`: how long a draft is kept without a text."""

    worlds: Worlds
    keeping: Keeping
    doing: Doing
    tries: Tries
    turns: Turns
    hours: int
    lang: str = "en"  # of those whose language does not show

    def hear(self, incoming: Incoming) -> Said:
        """Answer a message.

        Raises:
            Unavailable: the store cannot be used; nothing was kept, the person may send it again.
        """
        world = self.worlds.world(incoming.channel)
        with self.turns.of(incoming.channel.name, incoming.address):
            for _ in range(ROUNDS):
                found = self.keeping.find(incoming.channel.name, incoming.address, incoming.message)
                if found.again:
                    return self.said_before(found, incoming)
                try:
                    return self.kept(found, incoming, self.heard(found, incoming, world))
                except Overtaken:
                    continue
        raise Unavailable

    def busy(self, channel: Channel, lang: str = "en") -> Reply:
        """What to say when nothing can be done now."""
        return reply(Session(lang=lang), self.worlds.world(channel), "busy")

    def heard(self, found: Found, incoming: Incoming, world: World) -> Moved:
        """The conversation as it was kept, after this message."""
        moved = Moved(drafts.read(found.state, self.language(incoming, world)))
        if found.timed_out:
            moved = moved.saying(*outcomes.timed_out(moved.draft.session, world, self.hours).replies)
        now = self.keeping.now().timestamp()
        tries, name = self.tries, found.lock.name
        one_more, one_less = partial(tries.one_more, name), partial(tries.one_less, name)
        return Hearing(incoming, world, self.doing, one_more, one_less, now).hear(moved)

    def language(self, incoming: Incoming, world: World) -> str:
        """The locale to begin in: what the text shows, what the channel knows, what is usual here."""
        offered = [each.id for each in world.locales]
        shown = tongue(incoming.text, world.hotline, world.locales)
        wanted = (shown, incoming.lang, self.lang)
        return next((each for each in wanted if each in offered), offered[0])

    def kept(self, found: Found, incoming: Incoming, moved: Moved) -> Said:
        """Keep a turn, and say what came of it."""
        draft = moved.draft.with_marks(incoming.marks)
        done = moved.over or moved.passed_on
        marks = draft.marks if done else ()
        draft = replace(draft, marks=()) if done else draft
        said = Said(moved.replies, draft.session.lang, done, moved.receipt, marks)
        work = moved.work + Work(removals=incoming.at_provider)
        self.keeping.keep(found, None if moved.over else draft.to_json(), written(said), work)
        return said

    def said_before(self, found: Found, incoming: Incoming) -> Said:
        """The answer that this message got; when that is too long ago, that it should be sent again."""
        if found.answer is None:
            return Said((self.busy(incoming.channel),), "en", repeated=True)
        replies = tuple(
            Reply(key, text, tuple((value, label) for value, label in choices))
            for key, text, choices in found.answer["replies"]
        )
        told = found.answer
        return Said(replies, told["lang"], told["over"], told["receipt"], tuple(told["marks"]), repeated=True)


def written(said: Said) -> Mapping[str, Any]:
    """An answer as it is kept for a repeat."""
    replies = [[each.key, each.text, [list(choice) for choice in each.choices]] for each in said.replies]
    return {
        "replies": replies,
        "lang": said.lang,
        "over": said.over,
        "receipt": said.receipt,
        "marks": list(said.marks),
    }
