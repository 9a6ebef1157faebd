"""One device's desk: fetch, open, fold, and answer (protocol §9).

The store holds sealed bytes; opened texts live in this process only. What a focal point does is first done
towards the reporter (a reply under a tag), then told to the colleagues (a sealed event). What the server does
not take, or a desk without a server says, waits sealed in the store (`app/desk/outbox.py`).

Must never: write an opened text anywhere but where the person asks for it.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from app.desk import outbox
from app.desk.destroyed import destroyed, kept_after, may_go
from app.desk.leaving import is_forged, left_by, may_give
from app.desk.outbox import Waiting, Way
from app.desk.outgoing import Outgoing, reply_key_of
from app.desk.reading import Grant, Opener, Readable, Reading
from app.desk.resealing import seal_anew
from app.desk.session import Session
from app.desk.store import Store
from app.desk.whereabouts import look_around
from app.domain.case import Case, Done, fold, named
from app.domain.errors import BadInput, NotAllowed, NotFound, TooMany, Unavailable
from app.domain.payloads import CaseEvent, Event
from app.domain.recusal import recusal_of
from app.domain.status import CLOSURES, NEXT, Status, stands_as
from app.domain.templates import TEMPLATES
from app.domain.texts import Text
from app.sealing.devicekeys import Device
from app.sealing.opening import make_grant
from app.services.following import Following

SHORT = 4  # hex digits by which a case is named at least
LATER = (Unavailable, TooMany, NotAllowed)  # refusals after which it is worth going there again


@dataclass(frozen=True)
class Synced:
    """What a sync brought: envelopes, how much of ours that waited was sent, and how much still waits."""

    fetched: int
    sent: int
    waiting: int


class Desk:
    """The desk of one unlocked device. Without a session it reads what the store holds."""

    def __init__(
        self,
        device: Device,
        store: Store,
        following: Following,
        session: Session | None,
        now: Callable[[], datetime],
    ) -> None:
        self.device = device
        self.store = store
        self.following = following
        self.session = session
        self.now = now
        self.looked = False

    @property
    def online(self) -> Session:
        """The session.

        Raises:
            BadInput: this desk works offline.
        """
        if self.session is None:
            raise BadInput("offline", "this needs the server; leave out --offline")
        return self.session

    def sync(self) -> Synced:
        """Fetch what is new, which nothing that cannot be sent holds up, then send what waits.

        Nothing leaves before this desk knows what was said last: somebody may have stepped back from a case.
        """
        fetched = self.fetch()
        if fetched and self.store.outbox():
            seal_anew(self.store, self.outgoing, self.reading, self.cases)
            self.forget()
        sent = outbox.send(self.store, Way(self.online, self.following.newest.directory, self.now()))
        if sent:
            fetched += self.fetch()
        if fetched:
            self.leave()
        return Synced(fetched, sent, len(self.store.outbox()))

    def fetch(self) -> int:
        """Fetch what is new; how many envelopes. First it is seen whether the server still has the rest."""
        fetched = 0
        if not self.looked:
            look_around(self.store, self.online)
            self.looked = True
        for filed in self.online.envelopes(self.store.newest):
            self.store.keep(filed)
            fetched += 1
        for grant in self.online.grants(self.store.newest_grant):
            self.store.keep_grant(grant)
        self.forget()
        readable, kin = self.reading.readable, self.following.kin
        if any(position > 0 for position in destroyed(self.cases, readable, kin)):
            look_around(self.store, self.online)
            self.forget()
        last = kept_after(self.now().date(), self.following.newest.directory.policy.envelope_days)
        if gone := may_go(self.cases, self.reading.readable, kin, last):
            self.store.drop(gone)
            self.forget()
        return fetched

    def leave(self) -> None:
        """Drop what this disk holds of cases from which its officer stepped back, at whichever device."""
        left = left_by(self.cases, self.device.device, self.following.kin)
        held = [one for one in self.reading.readable if one.entry.payload.thread in left]
        gone = [one.position for one in held if not isinstance(one.entry.payload, CaseEvent)]
        if gone:
            self.store.drop(gone)
            self.forget()

    def forget(self) -> None:
        """Read everything anew when it is next asked for."""
        for name in ("reading", "cases", "names"):
            self.__dict__.pop(name, None)

    @cached_property
    def reading(self) -> Reading:
        """Everything in the store, opened."""
        opener = Opener(self.device, self.following.at, self.grants())
        return opener.read([*self.store.envelopes(), *outbox.events(self.store, self.now().date())])

    def grants(self) -> dict[int, list[Grant]]:
        """Grants for this device by position, from devices that the directory lists in its office."""
        found: dict[int, list[Grant]] = defaultdict(list)
        office = self.following.newest.directory.office(self.device.office)
        listed = {device.id: device for device in office.devices}
        for raw in self.store.grants():
            if raw["grantor"] in listed and raw["device"] == self.device.device:
                found[int(raw["position"])].append(Grant(listed[raw["grantor"]], b64decode(raw["grant"])))
        return found

    @cached_property
    def cases(self) -> list[Case]:
        """All cases, the oldest first."""
        readable, kin = self.reading.readable, self.following.kin
        own = kin(self.device.device)
        folded = fold(one.entry for one in readable if not is_forged(one, own)).values()
        left = left_by(folded, self.device.device, kin)
        cases = (stub(case) if case.thread in left else case for case in folded)
        return sorted(cases, key=lambda case: (case.received or "", case.thread))

    @cached_property
    def names(self) -> dict[str, str]:
        """For each thread the shortest beginning that no other case of the office shares."""
        threads = sorted(case.thread for case in self.cases)
        around = zip(threads, ["", *threads], [*threads[1:], ""], strict=False)
        return {one: one[: max(SHORT, shared(one, a) + 1, shared(one, b) + 1)] for one, a, b in around}

    def short(self, case: Case) -> str:
        """What a person calls a case."""
        return self.names[case.thread]

    def case(self, name: str) -> Case:
        """The case that `name`, the beginning of its id, means.

        Raises:
            NotFound: there is none.
            BadInput: there are several.
        """
        wanted = name.strip().lower()
        found = [case for case in self.cases if wanted and case.thread.startswith(wanted)]
        if not found:
            raise NotFound("a case of that name (`list` shows the names)")
        if len(found) > 1:
            raise BadInput("case", "several cases begin like this; type more of the name")
        return found[0]

    @property
    def outgoing(self) -> Outgoing:
        """Seals what this device says."""
        return Outgoing(self.device, self.following.newest, self.now(), self.following.kin)

    def opened(self, case: Case) -> bool:
        """Tell the colleagues, and the server in clear, that this case was opened here; once for what came.

        The server is also told of what was handed over and what cannot be proven: else it would count as
        waiting, and other offices be told. False: that waits on this disk.
        """
        if recusal_of(case, self.device.device, self.following.kin):
            return True  # nothing of it was shown but that its officer stepped back
        mine = [done for done in named(case.events, Event.OPENED) if done.event.by == self.device.device]
        shown = filter(None, map(self.reading.place, shown_since(case, mine)))
        for place in (place for place in shown if place.position > outbox.NOT_FILED):
            self.store.put_out(Waiting.MARK, outbox.mark(place.position))
        fresh = unread_claims(case, mine)
        if self.outgoing.lapsed:
            return not self.store.outbox() or self.sent()  # it reads on; nobody would believe what it says
        if not mine or unread(case, mine) or fresh:
            data = {"claims": tuple(text.ctx for text in fresh)} if fresh else {}
            return self.record(self.outgoing.event(case, Event.OPENED, data=data))
        return not self.store.outbox() or self.sent()

    def acknowledge(self, case: Case, text: str = "") -> bool:
        """Give the reporter the signed acknowledgement; whether the colleagues know already.

        Raises:
            BadInput: it is acknowledged already.
        """
        if case.acknowledged:
            raise BadInput("case", "is acknowledged already; use `reply` to write again")
        ack = self.outgoing.acknowledgement(case)
        j = self.post(case, self.outgoing.reply(case, text, ack))
        fields: dict[str, Any] = {"day": ack.day, "signature": ack.signature, "text": text, "j": j}
        return self.record(self.outgoing.event(case, Event.ACKNOWLEDGED, **fields))

    def reply(self, case: Case, text: str) -> bool:
        """Answer the reporter; whether the colleagues know already.

        Raises:
            BadInput: the text is empty.
        """
        if not text.strip():
            raise BadInput("text", "is empty")
        record = self.outgoing.event(
            case, Event.REPLIED, text=text, j=case.next_j
        )  # too long fails before sending
        j = self.post(case, self.outgoing.reply(case, text))
        if j != case.next_j:
            record = self.outgoing.event(case, Event.REPLIED, text=text, j=j)
        return self.record(record)

    def standard(self, case: Case, template: str) -> bool:
        """Answer the reporter with standard words; whether the colleagues know already.

        Raises:
            BadInput: there are no such words.
        """
        if template not in TEMPLATES:
            raise BadInput("standard answer", "is none of: " + ", ".join(TEMPLATES))
        j = self.post(case, self.outgoing.reply(case, "", template=template))
        return self.record(self.outgoing.event(case, Event.REPLIED, reason=template, j=j))

    def note(self, case: Case, text: str) -> bool:
        """Write a note that only this office reads."""
        if not text.strip():
            raise BadInput("text", "is empty")
        return self.record(self.outgoing.event(case, Event.NOTE, text=text))

    def status(self, case: Case, status: str, reason: str = "") -> bool:
        """Move the case on; a closing needs a reason.

        Raises:
            BadInput: the life cycle does not allow it; says what it allows.
        """
        now = stands_as(case.status, bool(case.handovers))
        if status not in NEXT[now]:
            allowed = ", ".join(sorted(NEXT[now]))
            raise BadInput("status", f"from {case.status} a case can go to: {allowed}")
        if status == Status.CLOSED and reason not in CLOSURES:
            raise BadInput("reason", "is needed to close a case, one of: " + ", ".join(CLOSURES))
        return self.record(self.outgoing.event(case, Event.STATUS, status=status, reason=reason))

    def grant(self, device_id: str) -> int:
        """Give all that this device reads to a device of the office that joined later; how many envelopes.

        Raises:
            NotFound: the office has no such device with a valid key.
        """
        office = self.following.newest.directory.office(self.device.office)
        wanted = next((device for device in office.devices if device.id.startswith(device_id)), None)
        key = wanted.seal_key(self.now()) if wanted else None
        if wanted is None or key is None:
            raise NotFound("a device of this office with that id (`people list` shows them)")
        filed = [one for one in self.reading.readable if one.position > outbox.NOT_FILED]
        kin = self.following.kin
        left, own = left_by(self.cases, wanted.id, kin), kin(wanted.id)
        missing = [one for one in filed if not is_named(one, wanted.id) and may_give(one, left, own)]
        grants = [
            (one.position, make_grant(one.opened, self.outgoing.key, bytes.fromhex(key))) for one in missing
        ]
        self.online.post_grants(wanted.id, grants)
        return len(missing)

    def post(self, case: Case, envelopes: list[bytes]) -> int:
        """Post a reply, each envelope under the next free tag; the number of the last one.

        Raises:
            NotFound: the reporter's key is not known.
        """
        j = case.next_j - 1
        for envelope in envelopes:
            j = self.post_one(case, envelope, j + 1)
        return j

    def post_one(self, case: Case, envelope: bytes, j: int) -> int:
        """Post one envelope of a reply, or let it wait; the number of its tag, as far as is known now."""
        if self.session is not None and not self.store.outbox():
            with suppress(*LATER):
                return self.outgoing.post(self.session, case, envelope, j)
        key = bytes.fromhex(reply_key_of(case).tag)
        self.store.put_out(Waiting.REPLY, outbox.under_tags(key, j, envelope))
        return j

    def record(self, *sealed: bytes) -> bool:
        """Tell the colleagues; False when the server does not take it now, and it waits in the store."""
        for event in sealed:
            self.store.put_out(Waiting.EVENT, event)
        return self.sent()

    def sent(self) -> bool:
        """Send what waits and look again; False when there is no server now, or it does not take all."""
        self.forget()
        if self.session is None:
            return False
        try:
            return self.sync().waiting == 0
        except LATER:
            return False


def stub(case: Case) -> Case:
    """What an officer who stepped back still sees of a case: that they did."""
    kept = tuple(done for done in case.events if done.event.event == Event.RECUSAL)
    nothing: dict[str, Any] = dict.fromkeys(
        ("reports", "assistance", "messages", "handovers", "claims", "unproven"), ()
    )
    return replace(case, **nothing, events=kept)


def shared(one: str, other: str) -> int:
    """How many first characters two names share."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)


def is_named(one: Readable, device: str) -> bool:
    """Whether an envelope was sealed to a device already."""
    return device in one.entry.payload.recipients


def unread(case: Case, mine: Sequence[Done]) -> bool:
    """Whether a text of the reporter stands after the newest that `mine`, who opened the case, are about."""
    about = {done.event.about for done in mine}
    read = max((n for n, text in enumerate(case.texts, 1) if about & set(text.ctxs)), default=0)
    return read < len(case.texts)


def unread_claims(case: Case, mine: Sequence[Done]) -> list[Text]:
    """What other keys wrote and none of `mine` says was shown."""
    shown = {ctx for done in mine for ctx in done.event.data.get("claims", ())}
    return [text for claim in case.claims for text in claim.texts if text.ctx not in shown]


def shown_since(case: Case, mine: Sequence[Done]) -> list[str]:
    """The envelopes (ctx) that came since the case was opened; those of that day count too."""
    since = max((done.day for done in mine), default="")
    texts = [ctx for text in case.texts if text.day >= since for ctx in text.ctxs]
    handed = [ctx for each in case.handovers if each.day >= since for ctx in each.ctxs]
    claimed = [ctx for text in unread_claims(case, mine) for ctx in text.ctxs]
    return texts + handed + claimed + ([] if mine else [*case.unproven, *case.unknown])
