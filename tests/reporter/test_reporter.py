"""From a report to the answer, all sealed: what the reporter's side sends, and what it believes."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from app.desk import cases
from app.domain.errors import CannotBeTrusted, NotFound, Unavailable
from app.domain.facts import Facts
from app.domain.strict_json import dumps, loads
from app.reporter import Help, Reporter
from app.sealing.directory import Pins
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.outer import OUTER_BYTES
from app.sealing.receipt import new_receipt, parse
from app.sealing.tags import tag
from tests.desk.world import HARASSMENT, World

WORDS = "The marker word is heliotrope."
SEA = Facts(accused="un_staff", entity="un-habitat", categories=("sea",), child="no")


def test_a_report_is_answered_and_the_answer_is_found_with_the_receipt_alone(organisation: World) -> None:
    sent = organisation.reporter().report(HARASSMENT, {"category": ["harassment"]}, WORDS)
    organisation.relay()
    desk = organisation.desk()
    (case,) = desk.cases
    desk.acknowledge(case)
    desk.reply(desk.case(case.thread), "We look into it.")

    (receipt,) = parse(" ".join(sent.receipt.words()))
    acknowledged, answered = organisation.reporter().replies(receipt)

    assert acknowledged.proven
    assert acknowledged.reply is not None
    assert acknowledged.reply.ack is not None
    assert acknowledged.reply.ack.office == organisation.offices["conduct"]
    assert answered.reply is not None
    assert answered.reply.text == "We look into it."
    assert answered.device == desk.device.device


def test_another_receipt_finds_nothing(organisation: World) -> None:
    organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    desk = organisation.desk()
    desk.reply(desk.cases[0], "We look into it.")

    assert organisation.reporter().replies(new_receipt()) == []


def test_a_report_to_two_offices_has_one_thread_and_unlike_reply_keys(organisation: World) -> None:
    sent = organisation.reporter().report(SEA, {"category": ["sea"]}, WORDS)
    organisation.relay()

    cases = [organisation.desk(title).cases[0] for title in ("Focal point A1", "Focal point B1")]

    assert len(sent.deposits) == 2
    assert cases[0].thread == cases[1].thread
    tags = {case.reports[0].payload.reply.tag for case in cases}
    assert len(tags) == 2, "an office could compute the tags of the other"


def test_a_long_report_arrives_whole(organisation: World) -> None:
    words = "They said 你好 and مرحبا. " * 2_000
    sent = organisation.reporter().report(HARASSMENT, {"where": "x" * 9_000}, words)
    organisation.relay()

    (case,) = organisation.desk().cases

    assert len(sent.deposits) > 3
    assert case.gaps == ()
    assert case.reports[0].missing == ()
    assert case.reports[0].payload.words == words


def test_a_later_message_joins_its_case(organisation: World) -> None:
    reporter = organisation.reporter()
    sent = reporter.report(HARASSMENT, {}, WORDS)
    reporter.write(sent.receipt, organisation.offices["conduct"], "One more thing.")
    organisation.relay()

    (case,) = organisation.desk().cases

    assert [text.payload.text for text in case.messages] == ["One more thing."]
    assert case.waiting == "office"


def test_help_is_asked_for_without_the_narrative(organisation: World) -> None:
    reporter = organisation.reporter()
    keys = reporter.keys(new_receipt())

    (deposit,) = reporter.seal_help(
        keys, organisation.offices["oversight"], Help(("medical",), "by day", "KE"), "en"
    )
    reporter.send(deposit)
    organisation.relay()

    (case,) = organisation.desk("Focal point B1").cases
    assert case.reports == ()
    assert case.assistance[0].payload.help == ("medical",)


def test_sealing_needs_no_network_once_the_directory_is_known(organisation: World) -> None:
    reporter = organisation.reporter()
    reporter.refresh()
    reporter.http = httpx.Client(base_url="http://127.0.0.1:1")

    sealed = reporter.seal_report(HARASSMENT, {}, WORDS)

    with pytest.raises(Unavailable):
        reporter.send(sealed.deposits[0])
    reporter.http = httpx.Client(base_url=organisation.address)
    reporter.send(sealed.deposits[0])
    organisation.relay()
    assert len(organisation.desk().cases) == 1


def test_the_same_deposit_sent_twice_is_one_report(organisation: World) -> None:
    reporter = organisation.reporter()
    sealed = reporter.seal_report(HARASSMENT, {}, WORDS)

    for _ in range(2):
        reporter.send(sealed.deposits[0])
    organisation.relay()

    (case,) = organisation.desk().cases
    assert len(case.reports) == 1


def test_an_intake_that_does_not_sign_with_the_directorys_key_is_not_believed(organisation: World) -> None:
    other = SignKeyPair.generate()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.get(organisation.address + request.url.path)
        assert len(request.content) == OUTER_BYTES
        signed = {"leaf": "00" * 32, "key": other.public.hex(), "signature": "00" * 64}
        return httpx.Response(202, content=dumps(signed))

    reporter = Reporter(
        httpx.Client(base_url=organisation.address, transport=httpx.MockTransport(answer)),
        organisation.workspace.pins(),
    )

    with pytest.raises(CannotBeTrusted, match="intake"):
        reporter.report(HARASSMENT, {}, WORDS)


def test_a_directory_under_other_roots_is_not_believed(organisation: World) -> None:
    strangers = Pins((SignKeyPair.generate().public,), 1)

    with pytest.raises(CannotBeTrusted, match="signatures"):
        Reporter(httpx.Client(base_url=organisation.address), strangers).refresh()


def test_without_pins_the_first_directory_is_trusted_and_that_is_said(organisation: World) -> None:
    reporter = Reporter(httpx.Client(base_url=organisation.address))

    assert reporter.refresh().first_use
    assert reporter.following.pins.threshold == 2


def test_a_newer_directory_is_followed_and_an_older_one_refused(organisation: World) -> None:
    reporter = organisation.reporter()
    reporter.refresh()
    organisation.publish(timedelta(days=2))
    organisation.publish(timedelta(days=1))
    assert reporter.refresh().newest.directory.version == 3

    first = httpx.get(f"{organisation.address}/api/v1/directory/1")
    reporter.http = httpx.Client(
        base_url=organisation.address, transport=httpx.MockTransport(lambda _: first)
    )

    with pytest.raises(CannotBeTrusted, match="version"):
        reporter.refresh()


def test_a_route_without_an_office_seals_nothing(organisation: World) -> None:
    outside = replace(HARASSMENT, accused="other_force", entity=None)

    with pytest.raises(NotFound):
        organisation.reporter().report(outside, {}, WORDS)


def test_a_reply_from_no_device_of_the_office_is_shown_as_refused(
    organisation: World,
) -> None:
    sent = organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    desk = organisation.desk()
    (case,) = desk.cases
    stranger = BoxKeyPair.generate()
    envelope = desk.outgoing.reply(case, "We close this.")[0]
    reporter = organisation.reporter()
    from app.sealing.opening import open_envelope

    payload = open_envelope(envelope, "reporter", reporter.keys(sent.receipt).box).payload
    forged = seal(dumps(payload), stranger, [bytes.fromhex(case.reporter or "")], EnvelopeClass.REPORTER)
    key = bytes.fromhex(case.reports[0].payload.reply.tag)
    desk.online.post_reply(tag(key, 0), forged.envelope)

    (answer,) = reporter.replies(sent.receipt)

    assert answer.check == "sender"
    assert answer.reply is None


def test_the_marker_word_is_nowhere_on_the_server(organisation: World) -> None:
    organisation.reporter().report(HARASSMENT, {"where": "heliotrope"}, WORDS)
    organisation.relay()

    for path in organisation.folder.glob("speakup.db*"):
        assert b"heliotrope" not in path.read_bytes()


def test_an_answer_that_is_no_json_is_no_proof(organisation: World) -> None:
    reporter = organisation.reporter()

    with pytest.raises(CannotBeTrusted, match="intake"):
        reporter.check_signed(b"<html>", b"\0" * 32)
    assert loads(dumps({})) == {}


def test_a_long_answer_comes_as_one_letter(organisation: World) -> None:
    sent = organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    desk = organisation.desk()
    text = "We look into it. " * 400
    desk.reply(desk.cases[0], text)

    letters, unread = organisation.reporter().letters(sent.receipt)

    assert unread == []
    assert [(letter.reply.text, letter.missing) for letter in letters] == [(text, ())]


def test_a_name_that_is_withdrawn_later_is_what_counts_at_the_desk(organisation: World) -> None:
    reporter = organisation.reporter()
    allowed = {"contact": "yes", "identity": "helpers_and_investigators"}
    sent = reporter.report(HARASSMENT, {}, WORDS, consent=allowed)
    for deposit in reporter.seal_message(
        sent.receipt, organisation.offices["conduct"], "", consent={"identity": "none"}
    ):
        reporter.send(deposit)
    organisation.relay()
    desk = organisation.desk()
    (case,) = desk.cases

    assert (case.consent.contact, case.consent.identity) == ("yes", "none")
    assert case.consent.changed is not None
    page = "\n".join(cases.page(desk, case))
    assert "Who may learn who they are: none" in page
    assert "The reporter changed this on" in page
