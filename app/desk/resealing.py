"""What waited while somebody stepped back: sealed anew before it leaves, for those who may still read it.

A device that has no valid key can seal nothing anew: what would reach somebody who left is put aside then.

Must never: touch what has left, or seal to a device that it was not meant for.
"""

from collections.abc import Sequence
from typing import Any

from app.desk.outbox import NOT_FILED, Waiting
from app.desk.outgoing import Outgoing
from app.desk.reading import Reading
from app.desk.store import Store
from app.domain.case import Case
from app.domain.directory import seal_keys
from app.domain.errors import BadInput, CannotBeOpened
from app.domain.payloads import Event
from app.domain.recusal import Kin
from app.domain.strict_json import dumps
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.opening import open_envelope


def seal_anew(store: Store, outgoing: Outgoing, reading: Reading, cases: Sequence[Case]) -> int:
    """Seal again, or put aside, the events that wait and name somebody who stepped back; how many."""
    by_thread = {case.thread: case for case in cases}
    changed = 0
    for path in store.outbox():
        if not path.name.endswith(f"-{Waiting.EVENT}"):
            continue
        payload = opened(outgoing, path.read_bytes())
        case = by_thread.get(str(payload.get("thread")))
        gone = left(case, reading, outgoing.kin, payload["recipients"]) if case else set()
        if not gone:
            continue
        if can_seal(outgoing):
            store.write(f"outbox/{path.name}", sealed(outgoing, payload, gone))
        else:
            store.put_aside(path)
        changed += 1
    return changed


def can_seal(outgoing: Outgoing) -> bool:
    """Whether colleagues would believe what this device seals now."""
    try:
        return bool(outgoing.key)
    except BadInput:
        return False


def opened(outgoing: Outgoing, envelope: bytes) -> dict[str, Any]:
    """What this device said; empty when it was sealed to others only."""
    try:
        return open_envelope(envelope, outgoing.device.device, outgoing.device.seal_pairs).payload
    except CannotBeOpened:
        return {}


def left(case: Case, reading: Reading, kin: Kin, recipients: Sequence[str]) -> set[str]:
    """Those of the devices whose member has stepped back.

    What this device says itself counts when it has left: until then it must reach its own desk too.
    """
    said = (done for done in case.events if done.event.event == Event.RECUSAL)
    heard = [done.event.by for done in said if is_filed(reading, done.ctx)]
    return {device for device in recipients for by in heard if device in kin(by)}


def is_filed(reading: Reading, ctx: str) -> bool:
    """Whether the server has it."""
    place = reading.place(ctx)
    return place is not None and place.position != NOT_FILED


def sealed(outgoing: Outgoing, payload: dict[str, Any], gone: set[str]) -> bytes:
    """The same words, sealed to the rest."""
    meant = set(payload["recipients"]) - gone
    readers = [(device, key) for device, key in seal_keys(outgoing.office, outgoing.now) if device in meant]
    again = {**payload, "recipients": [device for device, _ in readers]}
    keys = [bytes.fromhex(key) for _, key in readers]
    return seal(dumps(again), outgoing.key, keys, EnvelopeClass.OFFICE).envelope
