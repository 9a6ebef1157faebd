"""Opening an office's stream on one device: what opens becomes an entry of a case, what does not is listed.

Checks run in the order of protocol §3. Whatever fails one is shown with the name of the check, never skipped;
the name stays on this device.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from app.desk.store import Filed
from app.domain.authorship import Versions, author, key_of, member_of
from app.domain.case import Entry, reporter_of
from app.domain.directory import Device as ListedDevice
from app.domain.errors import BadInput, CannotBeOpened
from app.domain.payloads import Assistance, CaseEvent, Event, HandoverPart, Message, Payload, Report, parse
from app.sealing.devicekeys import Device
from app.sealing.opening import Agreements, Opened, open_envelope, open_granted


@dataclass(frozen=True)
class Grant:
    """A grant for this device: the grantor's device id, its seal keys by the directory, and the 160 bytes."""

    grantor: ListedDevice
    grant: bytes


@dataclass(frozen=True)
class Readable:
    """An envelope that opened: its place, and the entry for the fold. `vouched` names a grantor, if any."""

    position: int
    entry: Entry
    opened: Opened
    vouched: str | None = None


@dataclass(frozen=True)
class Unreadable:
    """An envelope that did not open, with the first check that failed."""

    position: int
    day: date
    check: str


@dataclass(frozen=True)
class Reading:
    """Everything that one device can and cannot read of its office's stream."""

    readable: tuple[Readable, ...]
    unreadable: tuple[Unreadable, ...]

    def place(self, ctx: str) -> Readable | None:
        """Where the content `ctx` (hex) stands."""
        return next((one for one in self.readable if one.entry.ctx == ctx), None)


@dataclass(frozen=True)
class Opener:
    """Opens envelopes for one unlocked device."""

    device: Device
    versions: Versions
    grants: Mapping[int, Sequence[Grant]]
    # Keys shared with colleagues met before, as secret as the device key: an X25519 less for each event.
    agreements: Agreements = field(default_factory=dict, repr=False, compare=False)

    def read(self, stream: Iterable[Filed]) -> Reading:
        """Open what can be opened."""
        readable, unreadable = [], []
        for filed in stream:
            try:
                readable.append(self.readable(filed))
            except CannotBeOpened as refused:
                unreadable.append(Unreadable(filed.position, filed.day, refused.check))
            except BadInput:
                unreadable.append(Unreadable(filed.position, filed.day, "schema"))
        return Reading(tuple(vouched_messages(readable)), tuple(unreadable))

    def readable(self, filed: Filed) -> Readable:
        """Open one envelope and find out who sealed it.

        Raises:
            CannotBeOpened, BadInput: a check failed.
        """
        opened, vouched = self.opened(filed)
        payload = parse(opened.payload)
        if payload.office != self.device.office:
            raise CannotBeOpened("office")
        if vouched and self.is_doubtful(payload, vouched, filed.day):
            raise CannotBeOpened("sender")
        sender = payload_sender(payload) if vouched else self.sender(payload, opened.sender, filed.day)
        entry = Entry(opened.ctx.hex(), filed.day.isoformat(), payload, sender, self.member(payload, sender))
        return Readable(filed.position, entry, opened, vouched)

    def opened(self, filed: Filed) -> tuple[Opened, str | None]:
        """Open with this device's own slot, else with a grant; who vouches in that case."""
        try:
            pairs = self.device.seal_pairs
            return open_envelope(filed.envelope, self.device.device, pairs, known=self.agreements), None
        except CannotBeOpened as refused:
            for grant in self.grants.get(filed.position, ()):
                found = self.opened_by(filed, grant)
                if found is not None:
                    return found, grant.grantor.id
            raise refused from None

    def opened_by(self, filed: Filed, grant: Grant) -> Opened | None:
        """Open with one grant, or None: another one may do."""
        for dated in grant.grantor.seal:
            try:
                return open_granted(
                    filed.envelope, grant.grant, self.device.seal_pairs, bytes.fromhex(dated.key)
                )
            except CannotBeOpened:
                continue
        return None

    def sender(self, payload: Payload, key: bytes, day: date) -> str:
        """The device that sealed an event or a handover, or the key that sealed anything else (hex).

        Raises:
            CannotBeOpened: sender; an event was sealed by no device of this office, a handover by none of
                the office that it names.
        """
        if not isinstance(payload, CaseEvent | HandoverPart):
            return key.hex()
        office = payload.by_office if isinstance(payload, HandoverPart) else self.device.office
        found = author(office, payload.directory, key.hex(), midnight(day), self.versions)
        if found is None:
            raise CannotBeOpened("sender")
        return found.id

    def member(self, payload: Payload, sender: str) -> str:
        """Whose device an event came from, as `late_in` of the fold wants to know."""
        if not isinstance(payload, CaseEvent):
            return ""
        return member_of(self.device.office, payload.directory, sender, self.versions)

    def is_doubtful(self, payload: Payload, grantor: str, day: date) -> bool:
        """Whether a grantor says what they cannot know.

        They may say what a colleague said, but not what we said: that we know ourselves. Nor that a colleague
        stepped back, when that colleague would have sealed it to this device as well: it would silence them.
        """
        if not isinstance(payload, CaseEvent):
            return False
        own = self.device.device
        if payload.by == own:
            return True
        if payload.event != Event.RECUSAL or payload.by == grantor:
            return False
        key = key_of(self.device.office, payload.directory, own, midnight(day), self.versions)
        return key is None or key in {pair.public.hex() for pair in self.device.seal_pairs}


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def payload_sender(payload: Payload) -> str:
    """Who a granted envelope says it is from; only the grantor vouches for it."""
    if isinstance(payload, CaseEvent | HandoverPart):
        return payload.by
    return payload.reply.key if isinstance(payload, Report | Assistance) else ""


def vouched_messages(readable: Sequence[Readable]) -> Iterator[Readable]:
    """The same, with granted messages under the key of their thread: they do not name it themselves."""
    threads: dict[str, dict[str, Entry]] = {
        one.entry.payload.thread: {}
        for one in readable
        if one.vouched and isinstance(one.entry.payload, Message)
    }
    concerned = [one.entry for one in readable if one.entry.payload.thread in threads]
    for entry in sorted(concerned, key=lambda entry: (entry.day, entry.ctx, entry.sender)):
        threads[entry.payload.thread].setdefault(entry.ctx, entry)
    keys = {thread: reporter_of([*found.values()]) for thread, found in threads.items()}
    for one in readable:
        if one.vouched and isinstance(one.entry.payload, Message):
            key = keys[one.entry.payload.thread] or ""
            yield replace(one, entry=replace(one.entry, sender=key))
        else:
            yield one
