"""When a stranger writes under a reporter's thread, the office sees both, and chooses whom it answers."""

from dataclasses import replace
from secrets import token_bytes

import pytest

from app.desk import recording, searching
from app.desk.cases import page
from app.desk.desk import Desk
from app.domain.case import Case
from app.domain.errors import BadInput
from app.domain.payloads import ReplyKey, Report, as_json
from app.domain.strict_json import dumps
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.keys import BoxKeyPair
from tests.desk.world import HARASSMENT, World


def written_by_another(desk: Desk, case: Case, words: str) -> str:
    """File a report under the thread of a case by another key; that key."""
    keys = BoxKeyPair.generate()
    [first] = case.reports
    assert isinstance(first.payload, Report)
    reply = ReplyKey(key=keys.public.hex(), tag=token_bytes(32).hex())
    report = replace(first.payload, words=words, reply=reply, item=None, part=1, parts=1)
    recipients = [bytes.fromhex(key) for _, key in desk.outgoing.readers(case)]
    desk.online.post_event(seal(dumps(as_json(report)), keys, recipients, EnvelopeClass.OFFICE).envelope)
    return keys.public.hex()


def test_what_another_key_wrote_is_shown_searched_told_and_can_be_answered_instead(
    organisation: World,
) -> None:
    organisation.reporter().report(HARASSMENT, {"where": "Here."}, "The real one.")
    organisation.relay()
    desk = organisation.desk()
    first = desk.cases[0].reporter
    assert first is not None
    assert desk.opened(desk.cases[0])
    assert desk.acknowledge(desk.cases[0])
    other = written_by_another(desk, desk.cases[0], "A mistake.")
    desk.sync()
    desk.forget()
    [case] = desk.cases
    keys = {first: "The real one.", other: "A mistake."}
    assert case.reporter is not None
    claimant = next(key for key in keys if key != case.reporter)

    shown = "\n".join(page(desk, case))
    assert f"SOMEBODY WITH ANOTHER KEY ({claimant[:8]})" in shown
    assert all(words in shown for words in keys.values())
    assert "NOT PROVEN" not in shown
    assert searching.found(desk.cases, keys[claimant]) == [case]
    assert desk.opened(case)
    assert case.claims[0].texts[0].ctx in desk.cases[0].events[-1].event.data["claims"]
    told = len(desk.cases[0].events)
    assert desk.opened(desk.cases[0])
    assert len(desk.cases[0].events) == told, "once is enough"

    with pytest.raises(BadInput, match="8 digits"):
        recording.triage(desk, case, {"reporter": ["ff" * 8]})
    assert recording.triage(desk, desk.cases[0], {"reporter": [claimant[:8]]})

    [chosen] = organisation.desk("Focal point A2").cases
    assert (chosen.reporter, [claim.key for claim in chosen.claims]) == (claimant, [case.reporter])
    [written] = [text.payload for text in chosen.reports]
    assert isinstance(written, Report)
    assert written.words == keys[claimant]
    assert (chosen.acknowledged, chosen.next_j) == (None, 0), (
        "what went to the other key is no answer to this one"
    )
