"""What one message does: what was left in pieces, its files, its text, and what the engine asks for.

Works on values and calls `Doing`; nothing is kept here. When another message was kept in between, all of it
is done anew: sealing again harms nothing, since only what is kept goes out.

Must never: answer as if something was sent that could not be sealed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.conversation import outcomes
from app.conversation.engine import again, take_turn
from app.conversation.render import reply
from app.conversation.session import START
from app.conversation.world import Add, AskHelp, Check, Effect, EraseState, OptOut, Reply, Seal, Turn, World
from app.domain.errors import (
    BadInput,
    CannotBeTrusted,
    NotFound,
    ReceiptUnreadable,
    Taken,
    TooMany,
    Unavailable,
)
from app.reporter import NO_FILES
from app.sealing.contacts import seal_contact
from app.services.hotline.doing import Doing
from app.services.hotline.draft import FILES_MOST, Draft, Pieces, gathered, late
from app.services.hotline.incoming import Incoming
from app.services.hotline.keeping import NOTHING, Work

CLIP = "\N{PAPERCLIP}"  # stands for a file in what is added to a report
NOT_NOW = (Unavailable, CannotBeTrusted, NotFound, BadInput, Taken)


@dataclass(frozen=True)
class Moved:
    """A conversation after a turn: the draft, what to say, what to do.

    `over`: it is sealed or erased. `passed_on`: something was added elsewhere, and it goes on.
    """

    draft: Draft
    replies: tuple[Reply, ...] = field(default=(), repr=False)
    work: Work = NOTHING
    over: bool = False
    passed_on: bool = False
    receipt: bool = False

    def saying(self, *replies: Reply) -> "Moved":
        """The same, and these texts."""
        return replace(self, replies=(*self.replies, *replies))


@dataclass(frozen=True)
class Hearing:
    """One message being heard. `one_more` counts a code that is tried, and refuses too many.

    `one_less` takes it back, when it was not looked for after all.
    """

    incoming: Incoming
    world: World
    doing: Doing
    one_more: Callable[[], None]
    one_less: Callable[[], None]
    now: float

    def hear(self, moved: Moved) -> Moved:
        """All that this message does."""
        part = self.incoming.part
        if part is not None and part.total > 1:
            return self.piece(moved, gathered(moved.draft.pieces, part, self.incoming.text, self.now))
        moved = self.left_over(moved, None)
        if self.incoming.files or self.incoming.refused:
            return self.files(moved)
        return self.turn(moved, self.incoming.text)

    def piece(self, moved: Moved, pieces: Pieces) -> Moved:
        """A piece of a longer text waits for the others, and is heard with the last of them."""
        moved = self.left_over(moved, pieces)
        if pieces.whole or late(pieces, self.now):
            return self.turn(moved, pieces.text)
        return replace(moved, draft=replace(moved.draft, pieces=pieces))

    def left_over(self, moved: Moved, wanted: Pieces | None) -> Moved:
        """What is left of another text is heard as it is: it must not be lost."""
        left = moved.draft.pieces
        moved = replace(moved, draft=replace(moved.draft, pieces=None))
        same = left is not None and wanted is not None and left.since == wanted.since
        return moved if left is None or same else self.turn(moved, left.text)

    def files(self, moved: Moved) -> Moved:
        """Keep files, say so, and go on where the person is."""
        moved, kept = self.handed_in(moved)
        session = moved.draft.session
        if self.incoming.text or moved.draft.is_adding:
            return self.turn(moved, self.incoming.text or CLIP)
        begins = session.step == START and kept
        return self.settled(
            moved, take_turn(session, "1", self.world) if begins else again(session, self.world)
        )

    def handed_in(self, moved: Moved) -> tuple[Moved, bool]:
        """The draft with the files that could be kept, and what is said of them."""
        refused, entries = self.incoming.refused, NO_FILES.entries
        try:
            if len(moved.draft.files) + len(moved.draft.added) + len(self.incoming.files) > FILES_MOST:
                refused += len(self.incoming.files)
            elif self.incoming.files:
                entries = self.doing.hand_in(self.incoming.files).entries
        except NOT_NOW:
            refused += len(self.incoming.files)
        draft = moved.draft.with_files(entries)
        kept = "file_added" if draft.is_adding else "file_kept"
        keys = [kept] * bool(entries) + ["file_refused"] * bool(refused)
        said = (reply(draft.session, self.world, key) for key in keys)
        return replace(moved, draft=draft).saying(*said), bool(entries)

    def turn(self, moved: Moved, text: str) -> Moved:
        """Let the engine hear a text."""
        return self.settled(moved, take_turn(moved.draft.session, text, self.world))

    def settled(self, moved: Moved, turn: Turn) -> Moved:
        """A turn, and the effects that it asks for."""
        moved = replace(moved, draft=moved.draft.now_at(turn.session), over=False).saying(*turn.replies)
        for effect in turn.effects:
            moved = self.done(moved, effect)
        return moved

    def done(self, moved: Moved, effect: Effect) -> Moved:
        """One effect, and what is said of it; what cannot be done now leaves the conversation as it was."""
        session, world = moved.draft.session, self.world
        try:
            return self.carried_out(moved, effect)
        except ReceiptUnreadable:
            return self.settled(moved, outcomes.unknown_code(session, world))
        except TooMany:
            return self.settled(moved, outcomes.too_many(session, world))
        except NOT_NOW as refused:
            self.one_less()
            if isinstance(refused, NotFound) and isinstance(effect, Add | AskHelp):
                return moved.saying(reply(session, world, "adding_nowhere"))
            return self.settled(moved, outcomes.failed(session, world))

    def carried_out(self, moved: Moved, effect: Effect) -> Moved:
        """One effect, as long as nothing stands against it."""
        match effect:
            case Seal():
                return self.sealed(moved, effect)
            case Check(receipt=code, page=page):
                return self.checked(moved, code, page)
            case Add(receipt=code, text=text, lang=lang):
                self.one_more()
                channel = self.incoming.channel.name
                return self.added(
                    moved, self.doing.add(code, text, lang, channel, moved.draft.added_evidence)
                )
            case AskHelp(receipt=code, help=wanted, lang=lang):
                self.one_more()
                return self.added(moved, self.doing.ask_help(code, wanted, lang, moved.draft.session.country))
            case EraseState():
                return replace(moved, draft=replace(moved.draft, files=(), added=()), over=True)
            case OptOut():
                return replace(moved, work=moved.work + self.opted_out())
            case _:
                return moved

    def sealed(self, moved: Moved, wish: Seal) -> Moved:
        """The report, its files with it."""
        channel = self.incoming.channel.name
        groups, work = self.doing.seal(wish, moved.draft.evidence, channel, self.incoming.address)
        told = outcomes.sealed(moved.draft.session, self.world, groups)
        draft = replace(moved.draft, files=())
        moved = replace(moved, draft=draft, work=moved.work + work, receipt=True, passed_on=True)
        return self.settled(moved, told)

    def checked(self, moved: Moved, code: str, page: int) -> Moved:
        """What was answered; further pages of it are no further tries."""
        if not page:
            self.one_more()
        read = self.doing.answers(code)
        told = outcomes.checked(moved.draft.session, self.world, read.answers, page)
        return self.settled(replace(moved, work=moved.work + read.work), told)

    def added(self, moved: Moved, work: Work) -> Moved:
        """Something went to a report that is there already."""
        moved = replace(moved, work=moved.work + work, passed_on=True)
        return self.settled(moved, outcomes.added(moved.draft.session, self.world))

    def opted_out(self) -> Work:
        """Tell the worker, which alone can find what else was kept of this address."""
        if self.doing.notice_key is None:
            return NOTHING
        told = {"channel": self.incoming.channel.name, "address": self.incoming.address}
        return Work(opt_out=seal_contact(self.doing.notice_key, told))
