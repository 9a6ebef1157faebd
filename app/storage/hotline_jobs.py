"""What the hotline's worker takes out of the store: what is due, what has had its time, what waits.

Whatever is done outside is claimed here first: a claim names what the row was before, so that of two workers
one gets it. Large deletions go a slice at a time, a transaction each; every function that takes a slice says
how many rows it took, and 0 when none is left. Minutes and hours count from 1970.

Must never: give a row to two workers as it is, or delete what is still to be deleted at a provider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from app.storage.tables import answered, contacts, conversations, memos, opt_outs, outbox, removals

SLICE = 500  # rows in one transaction: a few megabytes of conversations
NEVER = 2**62  # `due` of what was given up: it stays for the operator, and no job takes it
MEDIA = "twilio_media"  # named after its message, "MM…/ME…", and deleted before it
MESSAGE = "twilio_message"
SID_LETTERS = 34  # two letters for the kind, 32 of hex


@dataclass(frozen=True, slots=True)
class Due:
    """Something to delete at a provider, as the row stands."""

    id: bytes
    kind: str
    thing: str = field(repr=False)
    since: int
    tries: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits. `oldest`: the minute since which the longest wait of the removals lasts."""

    removals: int
    oldest: int | None
    given_up: int
    outbox: int
    conversations: int
    contacts: int


def due_removals(view: Connection, minute: int, most: int) -> Sequence[Due]:
    """What is due, the longest first. A message waits for its media: without it they may not be found."""
    media = removals.alias("media")
    parents = select(func.substr(media.c.thing, 1, SID_LETTERS)).where(
        media.c.kind == MEDIA, media.c.due < NEVER
    )
    held_up = (removals.c.kind == MESSAGE) & removals.c.thing.in_(parents)
    columns = (removals.c.id, removals.c.kind, removals.c.thing, removals.c.since, removals.c.tries)
    ready = select(*columns).where(removals.c.due <= minute).where(~held_up)
    return [Due(*row) for row in view.execute(ready.order_by(removals.c.due).limit(most))]


def claim_removal(tx: Connection, row: Due, due: int) -> bool:
    """Count a try, due again at `due` if it fails; False when another worker was first."""
    same = (removals.c.id == row.id, removals.c.tries == row.tries, removals.c.due < NEVER)
    return tx.execute(update(removals).where(*same).values(tries=row.tries + 1, due=due)).rowcount == 1


def drop_removal(tx: Connection, name: bytes) -> None:
    """It is gone at the provider."""
    tx.execute(delete(removals).where(removals.c.id == name))


def give_up_removal(tx: Connection, name: bytes) -> None:
    """No further try; the row stays until the operator has seen to it."""
    tx.execute(update(removals).where(removals.c.id == name).values(due=NEVER))


def given_up(view: Connection) -> Sequence[tuple[str, str]]:
    """Kind and name at the provider of all that was given up."""
    rows = view.execute(select(removals.c.kind, removals.c.thing).where(removals.c.due == NEVER))
    return sorted((row.kind, row.thing) for row in rows)


def try_again(tx: Connection, minute: int) -> int:
    """Begin anew with all that was given up; how many."""
    anew = {"since": minute, "tries": 0, "due": minute}
    return tx.execute(update(removals).where(removals.c.due == NEVER).values(**anew)).rowcount


def forget_given_up(tx: Connection) -> int:
    """Delete the list of what was given up; how many."""
    return tx.execute(delete(removals).where(removals.c.due == NEVER)).rowcount


def waiting(view: Connection) -> Waiting:
    """How much waits."""
    still = removals.c.due < NEVER
    count, oldest = view.execute(select(func.count(), func.min(removals.c.since)).where(still)).one()
    return Waiting(
        removals=count,
        oldest=oldest,
        given_up=counted(view, removals, removals.c.due == NEVER),
        outbox=counted(view, outbox),
        conversations=counted(view, conversations, conversations.c.state.is_not(None)),
        contacts=counted(view, contacts),
    )


def counted(view: Connection, table: Table, *where: Any) -> int:
    """How many rows there are."""
    return int(view.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def contacts_after(view: Connection, name: bytes, most: int) -> Sequence[tuple[bytes, bytes]]:
    """Names and sealed contacts, in the order of their names, from the one after `name` on."""
    rows = select(contacts.c.name, contacts.c.contact).where(contacts.c.name > name)
    return [(row.name, row.contact) for row in view.execute(rows.order_by(contacts.c.name).limit(most))]


def change_contact(tx: Connection, name: bytes, before: bytes, after: bytes) -> bool:
    """Write a contact anew; False when it is not as it was, or gone."""
    same = (contacts.c.name == name, contacts.c.contact == before)
    return tx.execute(update(contacts).where(*same).values(contact=after)).rowcount == 1


def opted_out(view: Connection) -> Sequence[tuple[bytes, bytes]]:
    """Ids and sealed addresses of those who want no more texts."""
    return [(row.id, row.address) for row in view.execute(select(opt_outs.c.id, opt_outs.c.address))]


def drop_opt_outs(tx: Connection, ids: Sequence[bytes]) -> None:
    """They were seen to."""
    tx.execute(delete(opt_outs).where(opt_outs.c.id.in_(ids)))


def forget_states(tx: Connection, hour: int) -> int:
    """Erase a slice of the conversations whose last text came in that hour or before; the rows stay."""
    old = conversations.c.hour <= hour, conversations.c.state.is_not(None)
    return blank(tx, conversations, old, {"state": None})


def forget_answers(tx: Connection, hour: int) -> int:
    """Erase a slice of the answers given in that hour or before; that they were given stays."""
    return blank(tx, answered, (answered.c.hour <= hour, answered.c.answer.is_not(None)), {"answer": None})


def delete_conversations(tx: Connection, hour: int) -> int:
    """Delete a slice of the conversations whose last text came in that hour or before."""
    return delete_slice(tx, conversations, conversations.c.hour <= hour)


def delete_answered(tx: Connection, hour: int) -> int:
    """Delete a slice of the texts answered in that hour or before."""
    return delete_slice(tx, answered, answered.c.hour <= hour)


def delete_memos(tx: Connection, before: date) -> int:
    """Delete a slice of the memos kept before that day."""
    return delete_slice(tx, memos, memos.c.day < before)


def delete_contacts(tx: Connection, before: date) -> int:
    """Delete a slice of the contacts kept before that day."""
    return delete_slice(tx, contacts, contacts.c.day < before)


def blank(tx: Connection, table: Table, which: Sequence[Any], values: Mapping[str, None]) -> int:
    """Empty a column of a slice; what was written to meanwhile is passed over."""
    names = tx.execute(select(table.c.name).where(*which).limit(SLICE)).scalars().all()
    if names:
        tx.execute(update(table).where(table.c.name.in_(names), *which).values(**values))
    return len(names)


def delete_slice(tx: Connection, table: Table, which: Any) -> int:
    """Delete a slice; what was written to meanwhile is passed over."""
    names = tx.execute(select(table.c.name).where(which).limit(SLICE)).scalars().all()
    if names:
        tx.execute(delete(table).where(table.c.name.in_(names), which))
    return len(names)
