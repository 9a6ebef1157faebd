"""Sends each answer to a message at most once, however often the message comes, in however many processes.

    fate = Once(keeping, "sms", address, message).send(0, lambda: post(…))      the first text of the answer

Before a text goes out, a note of the try is kept, beside the answers and as long as they; whoever finds it
there does not try. Only when a text surely was not taken a second note opens the next try. So a process that
dies in between, or a provider that does not say, costs that text; never a second copy on somebody's phone.
A message without a name cannot be told from the next one: its answer is simply sent.

Must never: write an address or a text; the notes are sealed under the address as everything else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.errors import Unavailable
from app.services.hotline.keeping import Keeping, Overtaken
from app.services.hotline.notifying import Fate

TRIES = 20  # of one text; nobody delivers a message more often
SURELY_NOT = frozenset({Fate.NOT_YET, Fate.REFUSED})


@dataclass(frozen=True)
class Once:
    """The answer to one message. `tries`: how often a text may be tried that surely was not taken."""

    keeping: Keeping
    channel: str
    address: str = field(repr=False)
    message: str = field(repr=False)
    tries: int = TRIES

    def send(self, number: int, post: Callable[[], Fate]) -> Fate:
        """Send text `number` of the answer, unless it was tried; what is not certain counts as sent.

        NOT_YET and REFUSED mean that it surely was not taken, and nobody is trying.
        """
        if not self.message:
            return post()
        try:
            return self.tried(number, post)
        except Unavailable:
            return Fate.NOT_YET

    def tried(self, number: int, post: Callable[[], Fate]) -> Fate:
        """The next try, if there may be one."""
        for round_ in range(self.tries):
            name = f"{number}.{round_}"
            if self.note(name):
                fate = post()
                if fate in SURELY_NOT:
                    self.note(f"{name}.failed")
                return fate
            if not self.noted(f"{name}.failed"):
                return Fate.SENT
        return Fate.REFUSED

    def note(self, name: str) -> bool:
        """Keep a note; False when it was there."""
        found = self.keeping.find(self.place, self.address, f"{self.message}/{name}")
        if found.again:
            return False
        try:
            self.keeping.keep(found, None, {})
        except Overtaken:
            return False
        return True

    def noted(self, name: str) -> bool:
        """Whether there is such a note."""
        return self.keeping.find(self.place, self.address, f"{self.message}/{name}").again

    @property
    def place(self) -> str:
        """Beside the conversations of the channel, not among them."""
        return f"{self.channel}/sent"
