"""One step of a call in, what to say and to do out: the conversation of the voice line.

    spoken = calls.hear(CallEvent(call, n=7, keys="1"))

The state is kept under the provider's name of the call, never under a number: who calls is not asked, and
not read. Each answer carries the number of the next step; a step that comes again is answered the same and
does nothing. A recording is fetched and sealed as soon as it is there and deleted at the provider; its
entries wait in the encrypted state until 1 is pressed at the review, and go with the state otherwise.

Must never: pass anything on before that, or leave a recording with the provider.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.conversation.call import AGAIN, goodbye, take_step
from app.conversation.call_prompts import say_key
from app.conversation.call_values import Call, Gather, Line
from app.conversation.world import VOICE
from app.domain.errors import Unavailable
from app.services.hotline import spoken
from app.services.hotline.call_steps import CallEvent, Hearing, Held, Moved, held_of, removed
from app.services.hotline.doing import Doing
from app.services.hotline.keeping import NOTHING, Found, Keeping, Overtaken, Work
from app.services.hotline.recordings import Recordings
from app.services.hotline.spoken import Spoken
from app.services.hotline.tries import Tries
from app.services.hotline.turns import Turns
from app.services.hotline.worlds import Worlds

CHANNEL = VOICE.name
ROUNDS = 40  # how often a step is heard anew because another was kept in between
RECORDS = frozenset({"record", "answer"})


@dataclass(frozen=True)
class Calls:
    """The calls of one gateway. `duty`: there is a number of somebody on duty."""

    worlds: Worlds
    keeping: Keeping
    doing: Doing
    tries: Tries
    turns: Turns
    recordings: Recordings
    duty: bool = False

    def hear(self, event: CallEvent) -> Spoken:
        """Answer a step.

        Raises:
            Unavailable: the store cannot be used; nothing was kept, the step may be asked again.
        """
        line = Line(self.worlds.world(VOICE), self.duty)
        with self.turns.of(CHANNEL, event.call):
            for _ in range(ROUNDS):
                found = self.keeping.find(CHANNEL, event.call, f"step {event.n}")
                if found.again and found.answer is not None:
                    return spoken.read(found.answer)
                held = held_of(found.state) if found.state is not None else None
                if event.n != (held.n if held else 0) or found.again:
                    return self.elsewhere(event, held, line)
                try:
                    return self.kept(found, event, self.heard(found, held or Held(), event, line))
                except Overtaken:
                    continue
        raise Unavailable

    def busy(self, lang: str) -> Spoken:
        """What to say when nothing can be kept now; any key asks the step again, with number 0 to be set."""
        line = Line(self.worlds.world(VOICE), self.duty)
        return Spoken((say_key(Call(lang=lang), line, "voice_not_sent"),), Gather(), 0, lang)

    def over(self, event: CallEvent) -> None:
        """The call has ended: erase what is kept of it, here and at the provider.

        Raises:
            Unavailable: the store cannot be used; nothing was erased, tell it again.
        """

        def erased(held: Held | None) -> tuple[Held | None, Work]:
            left = removed("twilio_recording", held.recording if held else "")
            left += removed("twilio_recording", event.recording) + removed("twilio_call", event.leg)
            return None, left + removed("twilio_call", event.call)

        self.changed(event.call, erased)

    def was_recorded(self, call: str, recording: str) -> None:
        """The provider has a recording: one that no step will ask for is deleted.

        Raises:
            Unavailable: as above.
        """

        def noted(held: Held | None) -> tuple[Held | None, Work]:
            if held is not None and held.call.step in RECORDS:
                return replace(held, recording=recording), NOTHING
            awaited = held is not None and held.recording == recording
            return held, NOTHING if awaited else removed("twilio_recording", recording)

        self.changed(call, noted)

    def changed(self, call: str, change: Callable[[Held | None], tuple[Held | None, Work]]) -> None:
        """Change what is kept of a call, between its steps."""
        with self.turns.of(CHANNEL, call):
            for _ in range(ROUNDS):
                found = self.keeping.find(CHANNEL, call)
                held, work = change(held_of(found.state) if found.state is not None else None)
                try:
                    return self.keeping.keep(found, held.to_json() if held else None, {}, work)
                except Overtaken:
                    continue
        raise Unavailable

    def heard(self, found: Found, held: Held, event: CallEvent, line: Line) -> Moved:
        """The call after this step; the first one only asks."""
        if not event.n:
            return Moved(held, take_step(held.call, AGAIN, line.world, line.duty))
        one_more = lambda: self.tries.one_more(found.lock.name)  # noqa: E731 -- said once, used once
        return Hearing(line, self.doing, self.recordings, one_more).hear(held, event)

    def kept(self, found: Found, event: CallEvent, moved: Moved) -> Spoken:
        """Keep a step whole, and say what came of it."""
        after = moved.settled()
        said = Spoken(after.turn.prompts, after.turn.action, after.held.n, after.turn.call.lang)
        state = None if after.over else after.held.to_json()
        ended = removed("twilio_call", event.call if after.over else "")
        self.keeping.keep(found, state, spoken.written(said), after.work + ended)
        return said

    def elsewhere(self, event: CallEvent, held: Held | None, line: Line) -> Spoken:
        """A step that is not the next one: say where the call is, or that it is over; nothing changes."""
        stray = event.recording if held is None or held.recording != event.recording else ""
        left = removed("twilio_recording", stray) + removed("twilio_call", event.leg)
        if left.removals:
            self.keeping.remove_later(left.removals)
        if held is None:
            turn = goodbye(Call(), line)
            return Spoken(turn.prompts, turn.action, event.n, "")
        turn = take_step(held.call, AGAIN, line.world, line.duty)
        return Spoken(turn.prompts, turn.action, held.n, held.call.lang)
