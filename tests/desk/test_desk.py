"""The desk opens what is for it, shows what it cannot open, and answers so that all its devices agree."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from app.desk import cases
from app.desk.desk import Desk
from app.desk.entry import device_file, unlocked
from app.desk.session import Session
from app.domain.directory import seal_keys
from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted, NotAllowed, NotFound
from app.domain.payloads import Event, as_json
from app.domain.status import Status
from app.domain.strict_json import dumps
from app.sealing.directory import Pins
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.outer import seal_outer
from app.services import ceremony
from tests.desk.world import HARASSMENT, PASSPHRASE, World

WORDS = "The marker word is heliotrope."


def reported(organisation: World, words: str = WORDS) -> Desk:
    """A desk with one report on it."""
    organisation.reporter().report(HARASSMENT, {"category": ["harassment"]}, words)
    organisation.relay()
    return organisation.desk()


def shown(desk: Desk) -> str:
    return "\n".join(cases.listing(desk))


def test_a_report_is_listed_opened_acknowledged_answered_and_moved_on(organisation: World) -> None:
    desk = reported(organisation)
    name = desk.short(desk.cases[0])
    assert desk.cases[0].waiting == "office"

    desk.opened(desk.case(name))
    assert desk.acknowledge(desk.case(name))
    assert desk.reply(desk.case(name), "We look into it.")
    assert desk.note(desk.case(name), "Ask for the date.")
    assert desk.status(desk.case(name), Status.TRIAGED)

    case = desk.case(name)
    assert case.status is Status.TRIAGED
    assert case.waiting == "reporter"
    assert case.next_j == 2
    page = "\n".join(cases.page(desk, case))
    for text in (WORDS, "We look into it.", "Ask for the date.", "Focal point A1"):
        assert text in page


def test_the_colleague_sees_the_same_case(organisation: World) -> None:
    desk = reported(organisation)
    desk.opened(desk.cases[0])
    desk.acknowledge(desk.cases[0])

    colleague = organisation.desk("Focal point A2")

    assert colleague.cases == desk.cases
    assert colleague.cases[0].acknowledged is not None


def test_opening_twice_is_told_once(organisation: World) -> None:
    desk = reported(organisation)

    for _ in range(2):
        desk.opened(desk.cases[0])

    assert [done.event.event for done in desk.cases[0].events] == [Event.OPENED]


def test_two_colleagues_who_answer_at_once_take_two_tags(organisation: World) -> None:
    desk = reported(organisation)
    colleague = organisation.desk("Focal point A2")

    desk.reply(desk.cases[0], "From the first.")
    colleague.reply(colleague.cases[0], "From the second.")

    desk.sync()
    assert sorted(done.event.j or 0 for done in desk.cases[0].replies) == [0, 1]
    assert desk.cases == colleague.cases


def test_a_long_answer_goes_in_parts_under_tags_in_a_row(organisation: World) -> None:
    desk = reported(organisation)

    desk.reply(desk.cases[0], "We look into it. " * 400)

    assert desk.cases[0].next_j > 2


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_answer_is_not_sent(organisation: World, text: str) -> None:
    desk = reported(organisation)

    with pytest.raises(BadInput, match="text"):
        desk.reply(desk.cases[0], text)


def test_a_status_that_may_not_follow_is_refused_with_those_that_may(organisation: World) -> None:
    desk = reported(organisation)

    with pytest.raises(BadInput, match="opened"):
        desk.status(desk.cases[0], Status.CLOSED)


def test_a_case_that_nobody_knows_is_not_found(organisation: World) -> None:
    desk = reported(organisation)

    for name in ("zz", "", "f" * 33):
        with pytest.raises(NotFound):
            desk.case(name)


def test_an_office_that_was_not_written_to_gets_nothing(organisation: World) -> None:
    reported(organisation)

    other = organisation.desk("Focal point B1")

    assert other.cases == []
    assert other.store.newest == 0


def test_an_envelope_that_cannot_be_opened_stays_visible(organisation: World) -> None:
    reporter = organisation.reporter()
    office, stranger = organisation.offices["conduct"], BoxKeyPair.generate()
    sealed = seal(b'{"recipients":[]}', stranger, [stranger.public], EnvelopeClass.OFFICE)
    relay_key = bytes.fromhex(reporter.directory.relays[0].key)
    outer = seal_outer(bytes.fromhex(office), sealed.envelope, relay_key)
    reporter.http.post("/api/v1/intake", content=outer, headers={"Content-Type": "application/octet-stream"})

    desk = reported(organisation)

    assert [one.check for one in desk.reading.unreadable] == ["slot"]
    assert len(desk.cases) == 1
    assert "could not be opened on this device" in shown(desk)
    assert "(slot)" in shown(desk)


def test_an_event_that_no_device_of_the_office_sealed_is_shown_as_refused(organisation: World) -> None:
    desk = reported(organisation)
    colleague, other = organisation.desk("Focal point A2"), organisation.desk("Focal point B1")
    payload = desk.outgoing.written(desk.cases[0], Event.STATUS, status="opened")
    keys = [bytes.fromhex(key) for _, key in seal_keys(desk.outgoing.office, desk.now())]

    for sender in (BoxKeyPair.generate(), other.outgoing.key):
        forged = seal(dumps(as_json(payload)), sender, keys, EnvelopeClass.OFFICE)
        desk.online.post_event(forged.envelope)

    colleague.sync()
    assert [one.check for one in colleague.reading.unreadable] == ["sender", "sender"]
    assert colleague.cases[0].status is Status.RECEIVED
    assert "not sealed by whom it should be" in shown(colleague)


def test_an_event_under_a_colleagues_name_is_shown_as_not_proven(organisation: World) -> None:
    desk = reported(organisation)
    colleague = organisation.desk("Focal point A2")
    payload = desk.outgoing.written(desk.cases[0], Event.NOTE, text="I did it.")

    readers = desk.outgoing.readers(desk.cases[0])
    desk.online.post_event(desk.outgoing.to_office(replace(payload, by=colleague.device.device), readers))

    colleague.sync()
    assert len(colleague.cases[0].unproven) == 1
    assert colleague.cases[0].notes == ()
    assert "NOT PROVEN" in "\n".join(cases.page(colleague, colleague.cases[0]))


def test_an_event_written_to_another_office_is_refused_here(organisation: World) -> None:
    desk = reported(organisation)
    payload = desk.outgoing.written(desk.cases[0], Event.NOTE, text="Hello.")

    elsewhere = replace(payload, office=organisation.offices["oversight"])
    desk.online.post_event(desk.outgoing.to_office(elsewhere, desk.outgoing.readers(desk.cases[0])))
    desk.sync()

    assert [one.check for one in desk.reading.unreadable] == ["office"]
    assert desk.cases[0].events == ()


@pytest.mark.parametrize(("ago", "believed"), [(timedelta(days=1), True), (timedelta(days=4), False)])
def test_what_a_revoked_device_files_counts_until_the_grace_period_ends(
    organisation: World, ago: timedelta, believed: bool
) -> None:
    desk = reported(organisation)
    note = desk.outgoing.event(desk.cases[0], Event.NOTE, text="From a device that was lost.")
    organisation.add_device("conduct", "Focal point A3")
    ceremony.revoke_device(organisation.workspace, desk.device.device)
    organisation.publish(ago)
    colleague = organisation.desk("Focal point A2")

    colleague.online.post_event(note)

    colleague.sync()
    assert len(colleague.cases[0].notes) == (1 if believed else 0)
    assert len(colleague.reading.unreadable) == (0 if believed else 1)


def test_a_revoked_device_gets_no_session(organisation: World) -> None:
    organisation.add_device("conduct", "Focal point A3")
    revoked = unlocked(device_file(organisation.devices["Focal point A1"]), PASSPHRASE)
    ceremony.revoke_device(organisation.workspace, revoked.device)
    organisation.publish(timedelta(days=1))

    with pytest.raises(NotAllowed):
        Session(httpx.Client(base_url=organisation.address), organisation.address, revoked).open()


def test_a_session_signed_for_another_address_is_refused(organisation: World) -> None:
    device = unlocked(device_file(organisation.devices["Focal point A1"]), PASSPHRASE)
    elsewhere = organisation.address.replace("127.0.0.1", "localhost")

    with pytest.raises(NotAllowed):
        Session(httpx.Client(base_url=organisation.address), elsewhere, device).open()


def test_a_stolen_token_opens_nothing(organisation: World) -> None:
    desk = reported(organisation)
    thief = organisation.entrance("Focal point B1", "thief").online(
        httpx.Client(base_url=organisation.address), organisation.address
    )
    thief.online.token = desk.online.token

    stolen = list(thief.online.envelopes(0))

    assert len(stolen) == 1
    for filed in stolen:
        thief.store.keep(filed)
    assert thief.cases == []
    assert [one.check for one in thief.reading.unreadable] == ["slot"]


def test_a_device_that_joined_later_reads_earlier_reports_by_grant(organisation: World) -> None:
    desk = reported(organisation)
    organisation.reporter()
    organisation.add_device("conduct", "Focal point A3")
    organisation.publish(timedelta(days=1))
    newcomer = organisation.desk("Focal point A3")
    assert newcomer.cases == []
    desk = organisation.desk()

    assert desk.grant(newcomer.device.device) == 1
    newcomer.sync()

    assert newcomer.cases == desk.cases
    assert newcomer.reading.readable[0].vouched == desk.device.device
    assert desk.grant(newcomer.device.device[:8]) == 1, "granting again is harmless"


def test_the_store_holds_sealed_bytes_only(organisation: World) -> None:
    desk = reported(organisation)
    desk.reply(desk.cases[0], "Heliotrope, you said.")

    kept = [path for path in desk.store.folder.rglob("*") if path.is_file()]

    assert len(kept) > 2
    for path in kept:
        assert b"heliotrope" not in path.read_bytes().lower()


def test_cases_are_read_offline_and_what_needs_the_server_says_so(organisation: World) -> None:
    online = reported(organisation)

    offline = organisation.entrance("Focal point A1").offline()

    assert offline.cases == online.cases
    with pytest.raises(BadInput, match="offline"):
        offline.sync()


def test_a_desk_that_was_never_online_has_nothing_to_read_offline(organisation: World) -> None:
    with pytest.raises(NotFound, match="sync"):
        organisation.entrance("Focal point A1").offline()


def test_an_event_that_the_server_did_not_take_waits_sealed_and_is_sent_later(organisation: World) -> None:
    desk = reported(organisation)
    working, broken = desk.online.http, httpx.Client(base_url="http://127.0.0.1:1")
    desk.online.http = broken

    assert not desk.note(desk.cases[0], "Written while the line was down.")
    assert len(desk.store.outbox()) == 1
    desk.online.http = working

    assert desk.sync().sent == 1
    assert [done.event.text for done in desk.cases[0].notes] == ["Written while the line was down."]


def test_a_server_that_rolls_the_directory_back_is_not_believed(organisation: World) -> None:
    organisation.publish(timedelta(days=1))
    organisation.desk()
    first = httpx.get(f"{organisation.address}/api/v1/directory/1")
    lying = httpx.Client(base_url=organisation.address, transport=httpx.MockTransport(lambda _: first))

    with pytest.raises(CannotBeTrusted, match="version"):
        organisation.entrance("Focal point A1").online(lying, organisation.address)


def test_what_a_server_gives_for_a_directory_takes_the_place_of_none_that_was_verified(
    organisation: World,
) -> None:
    organisation.publish(timedelta(days=1))
    desk = reported(organisation)
    assert desk.following.at(1) is not None
    wrong = httpx.Response(200, json={"document": "e30=", "signatures": []})
    lying = httpx.Client(base_url=organisation.address, transport=httpx.MockTransport(lambda _: wrong))

    with pytest.raises(CannotBeTrusted):
        organisation.entrance("Focal point A1").online(lying, organisation.address)

    room = organisation.entrance("Focal point A1").offline()
    assert room.cases == desk.cases
    assert room.following.at(1) is not None


def test_a_directory_under_other_roots_is_not_believed(organisation: World) -> None:
    strangers = Pins((SignKeyPair.generate().public,), 1)
    entrance = replace(organisation.entrance("Focal point A1"), pins=strangers)

    with pytest.raises(CannotBeTrusted, match="signatures"):
        entrance.online(httpx.Client(base_url=organisation.address), organisation.address)


def test_a_wrong_passphrase_unlocks_nothing(organisation: World) -> None:
    with pytest.raises(CannotBeOpened, match="passphrase"):
        unlocked(device_file(organisation.devices["Focal point A1"]), "another one")


def test_standard_words_go_to_the_reporter_and_colleagues_see_which(organisation: World) -> None:
    sent = organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    desk = organisation.desk()

    assert desk.standard(desk.cases[0], "check_in")

    (letter,) = organisation.reporter().letters(sent.receipt)[0]
    assert (letter.reply.template, letter.reply.text) == ("check_in", "")
    colleague = organisation.desk("Focal point A2")
    assert "treated badly" in "\n".join(cases.page(colleague, colleague.cases[0]))
    with pytest.raises(BadInput, match="standard answer"):
        desk.standard(desk.cases[0], "anything")
