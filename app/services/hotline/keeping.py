"""Keeps conversations: found and opened while a message is in hand, kept in one transaction with its work.

    found = keeping.find("sms", address, message)      the state, or the answer that this message already got
    keeping.keep(found, state, answer, work)           all of it, or Overtaken: then find again

A message that the provider sends again finds its answer and does nothing; two messages at once take turns,
because the second to be kept finds another turn than it began with.

Must never: write an address, or anything a person said, but sealed under that address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.domain.errors import SpeakUpError
from app.domain.strict_json import dumps, loads
from app.reporter import Deposit
from app.sealing.conversations import Lock, of_address
from app.services.hotline.incoming import Removal
from app.services.hotline.secrets import Secrets
from app.storage import hotline
from app.storage.database import Database

STATE, ANSWER = "state", "answer"


class Overtaken(SpeakUpError):
    """Another message of the same person was kept in between; look again."""


@dataclass(frozen=True)
class Work:
    """What a turn leaves to do, kept together with it."""

    deposits: tuple[Deposit, ...] = ()
    removals: tuple[Removal, ...] = ()
    memo: tuple[bytes, bytes] | None = field(default=None, repr=False)  # name, sealed
    contact: tuple[bytes, bytes] | None = field(default=None, repr=False)  # name, sealed
    forget: bytes | None = None  # the name of a contact that is not to be texted any more
    opt_out: bytes | None = field(default=None, repr=False)  # sealed

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.deposits + other.deposits,
            self.removals + other.removals,
            other.memo or self.memo,
            other.contact or self.contact,
            other.forget or self.forget,
            other.opt_out or self.opt_out,
        )


NOTHING = Work()


@dataclass(frozen=True)
class Found:
    """What there is of an address: the state (None: nothing yet), and the answer to this very message.

    `timed_out`: there was a draft, and its hours are over. `again`: this message was answered before;
    `answer` is None when that was too long ago to tell how.
    """

    lock: Lock
    message: bytes | None  # its name; None when the provider gave none
    row: hotline.Row | None = field(repr=False)
    state: Mapping[str, Any] | None = field(repr=False)
    timed_out: bool = False
    again: bool = False
    answer: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Keeping:
    """The store of conversations, with the secrets that open them."""

    database: Database
    secrets: Secrets
    now: Callable[[], datetime]

    def find(self, channel: str, address: str, message: str = "") -> Found:
        """What is kept of this address, and whether this message was answered.

        Raises:
            Unavailable: the store cannot be used.
        """
        locks = [of_address(secret, channel, address) for secret in self.secrets.held()]
        names = {lock.name_of(message): lock for lock in locks} if message else {}
        with self.database.read() as view:
            told = hotline.answer(view, names)
            row = hotline.conversation(view, [lock.name for lock in locks])
        by_name = {lock.name: lock for lock in locks}
        opened = opened_json(by_name[row.name], STATE, row.state) if row else None
        answer = opened_json(names[told[0]], ANSWER, told[1]) if told else None
        return Found(
            lock=locks[0],
            message=next(iter(names), None),
            row=row,
            state=opened,
            timed_out=row is not None and row.state is None,
            again=told is not None,
            answer=answer,
        )

    def keep(
        self, found: Found, state: Mapping[str, Any] | None, answer: Mapping[str, Any], work: Work = NOTHING
    ) -> None:
        """Keep a turn whole; a `state` of None erases the conversation.

        Raises:
            Overtaken: another message came between; nothing was kept.
            Unavailable: the store cannot be used; nothing was kept.
        """
        now = self.now()
        hour, minute = int(now.timestamp()) // 3600, int(now.timestamp()) // 60
        with self.database.begin() as tx:
            if found.message and not hotline.put_answer(
                tx, found.message, hour, found.lock.seal(ANSWER, dumps(dict(answer)))
            ):
                raise Overtaken
            self.keep_state(tx, found, state, hour)
            hotline.put_outbox(tx, [(bytes.fromhex(each.office), each.envelope) for each in work.deposits])
            hotline.put_removals(tx, [(each.kind, each.thing) for each in work.removals], minute)
            self.keep_for_receipts(tx, work, now)

    def keep_state(self, tx: Connection, found: Found, state: Mapping[str, Any] | None, hour: int) -> None:
        """The new state instead of the one that was found; under today's secret."""
        row = found.row
        moved = row is not None and row.name != found.lock.name
        if (
            row is not None
            and (moved or state is None)
            and not hotline.drop_conversation(tx, row.name, row.turn)
        ):
            raise Overtaken
        if state is None:
            return
        turn = row.turn + 1 if row is not None and not moved else 1
        sealed = found.lock.seal(STATE, dumps(dict(state)))
        if not hotline.put_conversation(tx, found.lock.name, turn, hour, sealed):
            raise Overtaken

    def keep_for_receipts(self, tx: Connection, work: Work, now: datetime) -> None:
        """What is kept beside the conversation, under names that only a receipt gives."""
        if work.memo:
            hotline.put_memo(tx, work.memo[0], now.date(), work.memo[1])
        if work.contact:
            hotline.put_contact(tx, work.contact[0], now.date(), work.contact[1])
        if work.forget:
            hotline.drop_contact(tx, work.forget)
        if work.opt_out:
            hotline.put_opt_out(tx, work.opt_out)

    def remove_later(self, things: tuple[Removal, ...]) -> None:
        """Have things deleted at a provider."""
        minute = int(self.now().timestamp()) // 60
        with self.database.begin() as tx:
            hotline.put_removals(tx, [(each.kind, each.thing) for each in things], minute)

    def memo(self, lock: Lock) -> Mapping[str, Any] | None:
        """Where the report of this receipt went, if it came over the hotline."""
        with self.database.read() as view:
            sealed = hotline.memo(view, lock.name)
        return opened_json(lock, "memo", sealed)


def opened_json(lock: Lock, purpose: str, sealed: bytes | None) -> Mapping[str, Any] | None:
    """What was kept, or None when there is nothing or it does not open."""
    plain = lock.open(purpose, sealed) if sealed else None
    return loads(plain) if plain is not None else None
