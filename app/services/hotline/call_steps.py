"""What one step of a call does: its key, its recording, and what the engine asks for.

Works on values and calls `Doing`; nothing is kept here. When another step was kept in between, all of it is
done anew: sealing again harms nothing, since only what is kept goes out.

Must never: say that something was sent that could not be sealed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.conversation import call_outcomes as outcomes
from app.conversation.call import HOLDING, NOT_A_TRY, take_step
from app.conversation.call_values import Call, CallEffect, CallTurn, Fetch, Line
from app.conversation.world import VOICE, Add, Check, EraseState, Seal
from app.domain.errors import (
    BadInput,
    CannotBeTrusted,
    NotFound,
    ReceiptUnreadable,
    Taken,
    TooMany,
    Unavailable,
)
from app.services.evidence import Evidence
from app.services.hotline.doing import Doing
from app.services.hotline.incoming import Removal
from app.services.hotline.keeping import NOTHING, Work
from app.services.hotline.recordings import Recordings

FETCHES = 5  # how often a recording is asked for, before the caller is told
NOT_NOW = (Unavailable, CannotBeTrusted, BadInput, Taken)
FETCH = (Fetch(),)
BEGUN = Call()


@dataclass(frozen=True)
class CallEvent:
    """What the provider tells of a call. `n`: the step that this answers; 0 begins.

    `keys` is what was pressed, or a word of `app/conversation/call.py`. `recording`: the provider's name of
    what was just recorded. `leg`: its name of the call to the person on duty.
    """

    call: str = field(repr=False)
    n: int = 0
    keys: str = field(default="", repr=False)
    recording: str = ""
    leg: str = ""


@dataclass(frozen=True)
class Held:
    """What is kept of a call: where it is, the number of the next step, sealed files, a recording to fetch.

    `waiting`: the line comes back by itself to ask for the recording again.
    """

    call: Call = BEGUN
    n: int = 0
    files: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    recording: str = ""
    fetches: int = 0
    waiting: bool = False

    @property
    def evidence(self) -> Evidence:
        """The files as a report names them."""
        return Evidence(tuple(dict(each) for each in self.files))

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        files = [dict(each) for each in self.files]
        kept = {"call": self.call.to_json(), "n": self.n, "files": files, "recording": self.recording}
        return {**kept, "fetches": self.fetches, "waiting": self.waiting}


def held_of(state: Mapping[str, Any]) -> Held:
    """What was kept."""
    kept = dict(state)
    return Held(Call.from_json(kept.pop("call")), files=tuple(kept.pop("files")), **kept)


@dataclass(frozen=True)
class Moved:
    """A call after a step: what is kept, what is said, what is to do."""

    held: Held
    turn: CallTurn
    work: Work = NOTHING

    @property
    def over(self) -> bool:
        """Whether nothing of the call is to be kept."""
        return any(isinstance(each, EraseState) for each in self.turn.effects)

    def to(self, turn: CallTurn, work: Work = NOTHING) -> "Moved":
        """The same after another turn, with more to do."""
        return replace(self, turn=turn, work=self.work + work)

    def settled(self) -> "Moved":
        """The same; what the call is not about any more is let go of, here and at the provider."""
        held = replace(self.held, call=self.turn.call, n=self.held.n + 1)
        if self.over or self.turn.call.step not in HOLDING:
            work = self.work + removed("twilio_recording", held.recording)
            held = replace(held, files=(), recording="", fetches=0, waiting=False)
            return Moved(held, self.turn, work)
        return replace(self, held=held)


@dataclass(frozen=True)
class Hearing:
    """One step being heard. `one_more` counts a code that is tried, and refuses too many."""

    line: Line
    doing: Doing
    recordings: Recordings
    one_more: Callable[[], None]

    def hear(self, held: Held, event: CallEvent) -> Moved:
        """All that this step does."""
        work = removed("twilio_call", event.leg)
        if held.waiting:
            return self.fetched(Moved(held, CallTurn(held.call, (), outcomes.AT_ONCE, FETCH), work))
        turn = take_step(held.call, event.keys, self.line.world, self.line.duty)
        if event.recording and turn.effects == FETCH:
            held = replace(held, recording=event.recording)
        else:
            work += removed("twilio_recording", event.recording)
        return self.done(Moved(held, turn, work))

    def done(self, moved: Moved) -> Moved:
        """What the engine asked for, and what is said of it."""
        call, line = moved.turn.call, self.line
        for effect in moved.turn.effects:
            try:
                return self.carried_out(moved, effect)
            except ReceiptUnreadable:
                return moved.to(outcomes.bad_code(call, line))
            except TooMany:
                return moved.to(outcomes.too_many(call, line))
            except NotFound:
                return moved.to(outcomes.no_office(call, line))
            except NOT_NOW:
                asking = isinstance(effect, Check)
                return moved.to((outcomes.unread if asking else outcomes.failed)(call, line))
        return moved

    def carried_out(self, moved: Moved, effect: CallEffect) -> Moved:
        """One effect, as long as nothing stands against it."""
        call, line = moved.turn.call, self.line
        match effect:
            case Fetch():
                return self.fetched(moved)
            case Seal():
                groups, work = self.doing.seal(effect, moved.held.evidence, VOICE.name)
                return moved.to(outcomes.sealed(call, line, groups), work)
            case Add(receipt=code, text=text, lang=lang):
                work = self.doing.add(code, text, lang, VOICE.name, moved.held.evidence)
                return moved.to(outcomes.answered(call, line), work)
            case Check(receipt=code, page=page):
                if page != NOT_A_TRY:
                    self.one_more()
                read = self.doing.answers(code)
                return moved.to(outcomes.checked(call, line, read.answers), read.work)
            case _:
                return moved

    def fetched(self, moved: Moved) -> Moved:
        """The recording, sealed here and deleted there; while it is not ready, the line waits a little."""
        call, held = moved.turn.call, moved.held
        try:
            file = self.recordings.fetch(held.recording)
        except BadInput:
            return moved.to(outcomes.not_recorded(call, self.line))
        except Unavailable:
            return self.later(moved)
        try:
            entries = self.doing.hand_in([file]).entries
        except NOT_NOW:
            return self.later(moved)
        gone = removed("twilio_recording", held.recording)
        kept = replace(held, files=entries, recording="", fetches=0, waiting=False)
        return Moved(kept, outcomes.recorded(call, self.line), moved.work + gone)

    def later(self, moved: Moved) -> Moved:
        """Wait, a few times; then the caller decides."""
        call, fetches = moved.turn.call, moved.held.fetches + 1
        waiting = fetches < FETCHES
        held = replace(moved.held, fetches=fetches if waiting else 0, waiting=waiting)
        turn = outcomes.not_yet(call) if waiting else outcomes.not_fetched(call, self.line)
        return replace(moved, held=held, turn=turn)


def removed(kind: str, thing: str) -> Work:
    """What is to be deleted at the provider, if it has a name."""
    return Work(removals=(Removal(kind, thing),)) if thing else NOTHING
