"""What a device says, sealed: events to its colleagues, replies and acknowledgements to the reporter.

Must never: seal to anyone but the devices of its own office in the newest directory, or to the reporter's
own key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from app.desk.outbox import TAGS
from app.desk.session import Session
from app.domain.case import Case
from app.domain.directory import Office, seal_keys
from app.domain.errors import BadInput, NotFound, Taken
from app.domain.payloads import (
    Acknowledgement,
    Assistance,
    CaseEvent,
    DirectoryRef,
    Event,
    Reply,
    ReplyKey,
    Report,
    as_json,
)
from app.domain.recusal import Kin, recusal_of
from app.domain.splitting import split
from app.domain.strict_json import dumps
from app.domain.templates import READ
from app.sealing.devicekeys import Device
from app.sealing.envelope import CAPACITY, EnvelopeClass, seal
from app.sealing.keys import BoxKeyPair
from app.sealing.signatures import sign
from app.sealing.tags import tag
from app.services.answers import ack_message
from app.services.following import Known

ITEM_BYTES = 16
AFTER_STEPPING_BACK = (Event.RECUSAL, Event.HANDOVER)  # that they did, and to whom it went
MOST_HEADS = 16  # envelopes that an event names as seen; the next one names the rest


@dataclass(frozen=True)
class Outgoing:
    """One device, at one moment, going by one directory."""

    device: Device
    newest: Known
    now: datetime
    kin: Kin

    @property
    def office(self) -> Office:
        """This device's office."""
        return self.newest.directory.office(self.device.office)

    @property
    def key(self) -> BoxKeyPair:
        """The seal key by which others know this device now.

        Raises:
            BadInput: the directory lists the device no more, or with no valid key that it holds.
        """
        listed = dict(seal_keys(self.office, self.now))
        for pair in self.device.seal_pairs:
            if pair.public.hex() in [key for device, key in listed.items() if device == self.device.device]:
                return pair
        raise BadInput("device", "has no valid key in the directory; renew it, or ask those who keep it")

    @property
    def lapsed(self) -> bool:
        """Whether the directory has no valid key of this device now: it reads on, and can say nothing."""
        return self.device.device not in dict(seal_keys(self.office, self.now))

    @property
    def named(self) -> DirectoryRef:
        """The directory version that colleagues and the reporter check this device against."""
        return DirectoryRef(version=self.newest.directory.version, hash=self.newest.hash.hex())

    def event(self, case: Case, event: Event, at: str = "", **fields: Any) -> bytes:
        """Seal an event to all devices of the office, this one included.

        Raises:
            TooLong: a text does not fit into one envelope.
            BadInput: the officer stepped back from the case, at whichever device.
        """
        if event not in AFTER_STEPPING_BACK:
            self.check_not_left(case)
        return self.to_office(self.written(case, event, at, **fields), self.readers(case))

    def check_not_left(self, case: Case) -> None:
        """Stop who stepped back from a case, at whichever device.

        Raises:
            BadInput: they did.
        """
        if recusal_of(case, self.device.device, self.kin):
            raise BadInput("case", "you stepped back from it; another office has it now")

    def written(self, case: Case, event: Event, at: str = "", **fields: Any) -> CaseEvent:
        """An event of this device, later than all that is known of the case unless `at` says when."""
        return CaseEvent(
            office=self.device.office,
            directory=self.named,
            recipients=tuple(device for device, _ in self.readers(case)),
            thread=case.thread,
            lang=case.lang,
            event=event,
            at=at or case.next_at(self.now),
            by=self.device.device,
            about=case.texts[-1].ctx if case.texts else None,
            heads=case.heads[:MOST_HEADS],
            **fields,
        )

    def readers(self, case: Case) -> list[tuple[str, str]]:
        """The devices of the office that read what is said of a case now, each with its key (hex).

        Who stepped back from it reads nothing more; only the very word of it reaches them too.
        """
        keys = seal_keys(self.office, self.now)
        return [(device, key) for device, key in keys if recusal_of(case, device, self.kin) is None]

    def to_office(self, payload: CaseEvent, readers: Sequence[tuple[str, str]]) -> bytes:
        """Seal an event to devices of the office."""
        recipients = [bytes.fromhex(key) for _, key in readers]
        return seal(dumps(as_json(payload)), self.key, recipients, EnvelopeClass.OFFICE).envelope

    def acknowledgement(self, case: Case) -> Acknowledgement:
        """Sign that this office opened the report today: the reporter's proof."""
        texts = case.reports or case.assistance
        if not texts:
            raise NotFound("a report in this case that could be opened")
        unsigned = Acknowledgement(
            device=self.device.device,
            office=self.device.office,
            ctx=texts[0].ctx,
            thread=case.thread,
            day=self.now.date().isoformat(),
            signature="",
        )
        signature = sign(self.device.sign, "ack", ack_message(unsigned)).hex()
        return Acknowledgement(**{**vars(unsigned), "signature": signature})

    def reply(
        self,
        case: Case,
        text: str,
        ack: Acknowledgement | None = None,
        template: str = READ,
        next_office: str | None = None,
    ) -> list[bytes]:
        """Seal a reply to the reporter, in as many envelopes as it needs; without text, standard words.

        `next_office`: where they are to write from now on.

        Raises:
            BadInput: the officer stepped back from the case, at whichever device.
        """
        self.check_not_left(case)
        payload = Reply(
            office=self.device.office,
            directory=self.named,
            recipients=("reporter",),
            thread=case.thread,
            lang=case.lang,
            item=token_hex(ITEM_BYTES),
            template=None if text else template,
            ack=ack,
            next_office=next_office,
        )
        reporter = bytes.fromhex(reply_key_of(case).key)
        parts = split(as_json(payload), {"text": text} if text else {}, CAPACITY[EnvelopeClass.REPORTER])
        return [seal(dumps(part), self.key, [reporter], EnvelopeClass.REPORTER).envelope for part in parts]

    def post(self, session: Session, case: Case, envelope: bytes, j: int) -> int:
        """Post one envelope under tag `j`, or the next one that is free; its number."""
        key = bytes.fromhex(reply_key_of(case).tag)
        for number in range(j, j + TAGS):
            try:
                session.post_reply(tag(key, number), envelope)
            except Taken:
                continue
            return number
        raise Taken("every reply tag that was tried")


def reply_key_of(case: Case) -> ReplyKey:
    """Where the reporter of a case looks for answers.

    Raises:
        NotFound: no report of this case could be opened.
    """
    for text in (*case.reports, *case.assistance):
        if isinstance(text.payload, Report | Assistance):
            return text.payload.reply
    raise NotFound("a report in this case that could be opened")
