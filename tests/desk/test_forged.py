"""What one colleague says in another's name, and whose message a granted one is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.desk.reading import Readable, vouched_messages
from app.domain.case import Entry, fold
from app.domain.payloads import Event, as_json, parse
from app.domain.strict_json import dumps
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.opening import make_grant, open_envelope
from tests.desk.world import HARASSMENT, World


def written(kind: str, **fields: Any) -> dict[str, Any]:
    common = {"v": 1, "kind": kind, "office": "00" * 16, "recipients": ["x"], "thread": "aa" * 16}
    return {**common, "directory": {"version": 1, "hash": "00" * 32}, **fields}


def report(ctx: str, day: str, key: str) -> Entry:
    reply = {"key": key, "tag": "00" * 32}
    return Entry(ctx * 32, day, parse(written("report", channel="app", words=key[:2], reply=reply)), key)


def test_a_granted_message_is_of_the_key_that_the_thread_belongs_to_as_in_the_browser() -> None:
    real, false = "11" * 32, "22" * 32
    message = Entry("cc" * 32, "2026-11-02", parse(written("message", text="Mine")), "")
    opened: Any = None
    readable = [
        Readable(1, report("bb", "2026-11-01", real), opened),
        Readable(2, message, opened, "a colleague"),
        Readable(3, report("dd", "2026-11-03", false), opened),
    ]

    [case] = fold(one.entry for one in vouched_messages(readable)).values()

    assert [text.payload for text in case.messages] == [message.payload]
    assert [claim.key for claim in case.claims] == [false]


@pytest.mark.parametrize("towards", ["Focal point A1", "Focal point A3"])
def test_nobody_is_told_by_a_colleague_that_they_or_another_one_who_could_have_said_so_stepped_back(
    organisation: World, towards: str
) -> None:
    world = organisation
    world.add_device("conduct", "Focal point A3")
    world.publish(timedelta(days=3))
    world.reporter().report(HARASSMENT, {"where": "Here."}, "Here.")
    world.relay()
    victim, forger, told = (world.desk(title) for title in ("Focal point A1", "Focal point A2", towards))
    own = forger.outgoing.key
    word = replace(forger.outgoing.written(forger.cases[0], Event.RECUSAL), by=victim.device.device)
    sealed = seal(dumps(as_json(word)), own, [own.public], EnvelopeClass.OFFICE).envelope
    position = forger.online.post_event(sealed)
    opened = open_envelope(sealed, forger.device.device, forger.device.seal_pairs)
    grant = make_grant(opened, own, told.outgoing.key.public)
    forger.online.post_grants(told.device.device, [(position, grant)])

    desk = world.desk(towards)

    assert [one.check for one in desk.reading.unreadable] == ["sender"]
    assert [len(case.reports) for case in desk.cases] == [1]
    assert victim.device.device in {device for device, _ in desk.outgoing.readers(desk.cases[0])}
