"""Passing a case on from a terminal: through a real server and relay, to a real desk of another office."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.desk.archives import make, open_archive
from app.desk.desk import Desk
from app.desk.files import files_of, opened
from app.desk.handover import (
    audience,
    granted_to,
    office_named,
    offices,
    pack_outside,
    pass_on,
    recuse,
    source_of,
    stands_in,
)
from app.domain.audience import Audience, Purpose
from app.domain.case import Case
from app.domain.errors import BadInput, CannotBeOpened, NotFound, TooLong
from app.domain.facts import Facts
from app.domain.handing_over import Choice, identity_goes
from app.domain.payloads import Event
from app.domain.recusal import recusal_of
from app.domain.registers import latest
from app.domain.status import Status
from app.sealing.archive import read, write
from app.services.evidence import File
from tests.desk.world import World, world

HARASSMENT = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")
FRESH = timedelta(hours=1)  # ago
WORDS = "Marker Amina saw it at the depot."
PHOTO = File("depot.jpg", "image/jpeg", b"\xff\xd8 a photo")
NO_NAME = {"contact": "yes", "identity": "none"}
NAME = {"contact": "yes", "identity": "investigators"}


@pytest.fixture
def two(tmp_path: Path, migrated_file: Path) -> Iterator[World]:
    """Two offices; the second stands in for the first, which alone gets reports."""
    with world(tmp_path, migrated_file) as made:
        draft = made.workspace.draft()
        offices = {each["id"]: each for each in draft["offices"]}
        offices[made.offices["conduct"]]["alternate"] = [made.offices["oversight"]]
        for row in draft["routing"]:
            row.pop("copy", None)
        made.workspace.keep(draft)
        made.publish(FRESH)
        yield made


def reported(world: World, consent: dict[str, str] = NO_NAME, files: tuple[File, ...] = ()):  # type: ignore[no-untyped-def]  # a tuple of two
    """A report that conduct got and acknowledged: the reporter's side, its receipt, the desk."""
    reporter = world.reporter()
    sent = reporter.report(
        HARASSMENT, {"category": ["harassment"], "nickname": "A."}, WORDS, "en", consent, files=files
    )
    world.relay()
    desk = world.desk()
    desk.acknowledge(only(desk))
    return reporter, sent.receipt, desk


def only(desk: Desk) -> Case:
    (case,) = desk.cases
    return case


def oversight(world: World) -> Desk:
    """The desk of the second office, with all that came."""
    world.relay()
    return world.desk("Focal point B1")


def referral(desk: Desk, **more: object) -> Choice:
    made = {"purpose": Purpose.REFERRAL, "audience": Audience.INVESTIGATORS, "checked": True, **more}
    return Choice(**made)  # type: ignore[arg-type]  # a test's own values


def test_a_referral_reaches_the_office_with_its_giver_named_and_without_the_name(two: World) -> None:
    _, _, desk = reported(two, files=(PHOTO,))
    office = office_named(desk, "office b")

    assert pass_on(
        desk, only(desk), office, referral(desk, passages=("Amina",), note="Please look."), "REF 7"
    )

    case = only(oversight(two))
    (handed,) = case.handovers
    assert (handed.office, handed.by, handed.purpose) == (
        two.offices["conduct"],
        desk.device.device,
        "referral",
    )
    assert handed.body is not None
    assert handed.body.texts[0].words == "Marker […] saw it at the depot."
    assert handed.body.withheld == ("answers.nickname", "attachments", "passages")
    assert (handed.body.contact, handed.body.note) == ("stays", "Please look.")
    assert case.reports == ()


def test_what_was_passed_on_is_written_down(two: World) -> None:
    _, _, desk = reported(two)
    desk.status(only(desk), "triaged")

    pass_on(desk, only(desk), office_named(desk, "office b"), referral(desk), "REF 7")

    case = only(desk)
    passed, told = (latest(case.events, event) for event in (Event.REFERRAL, Event.NEED_TO_KNOW))
    assert {name: said.value for name, said in passed.items()} == {
        "office": two.offices["oversight"],
        "to": "",
        "purpose": "referral",
        "identity": "no",
        "withheld": ("answers.nickname",),
        "reference": "REF 7",
        "day": desk.now().date().isoformat(),
    }
    assert (told["role"].value, told["what"].value, told["identity"].value) == ("oios", "allegation", "no")
    assert case.status is Status.REFERRED_INVESTIGATION
    assert case.replies[-1].event.reason == "passed_on"


def test_without_the_reporters_word_the_officer_must_have_read_the_texts(two: World) -> None:
    _, _, desk = reported(two, files=(PHOTO,))
    office = office_named(desk, "office b")

    for choice in (referral(desk, checked=False), referral(desk, files=(1,))):
        with pytest.raises(BadInput):
            pass_on(desk, only(desk), office, choice)

    assert oversight(two).cases == []


def test_files_are_sealed_anew_and_open_at_the_other_office(two: World) -> None:
    _, _, desk = reported(two, NAME, (PHOTO,))
    mine = files_of(only(desk))[0].entry

    pass_on(desk, only(desk), office_named(desk, "office b"), referral(desk, files=(1,)))

    other = oversight(two)
    body = only(other).handovers[0].body
    assert body is not None
    assert body.withheld == ()
    (entry,) = [each.entry for each in files_of(only(other)) if each.entry]
    assert opened(other, entry) == PHOTO.data
    assert mine is not None
    assert not set(entry.bricks) & set(mine.bricks)  # the server cannot tell whose files these are


def test_a_transfer_takes_the_reporter_along(two: World) -> None:
    reporter, receipt, desk = reported(two)

    pass_on(
        desk,
        only(desk),
        office_named(desk, "office b"),
        referral(desk, purpose=Purpose.TRANSFER, contact="moves"),
    )

    letters, _ = reporter.letters(receipt)
    assert letters[-1].reply.next_office == two.offices["oversight"]
    assert letters[-1].reply.template == "handed_over"
    for deposit in reporter.add(receipt, "Is anybody there?"):
        assert deposit.office == two.offices["oversight"]
    case = only(oversight(two))
    assert case.handovers[0].body is not None
    assert case.reporter == case.handovers[0].body.reporter
    (report,) = case.reports
    assert report.payload.words == "Is anybody there?"  # type: ignore[union-attr]  # a report


def test_who_steps_back_is_sealed_nothing_more(two: World) -> None:
    reporter, receipt, desk = reported(two)
    colleague = two.desk("Focal point A2")

    assert recuse(desk, only(desk), "It is about my brother.")

    assert recusal_of(only(desk), desk.device.device, desk.following.kin) is not None
    colleague.sync()
    colleague.note(only(colleague), "Marker note after it.")
    desk.sync()
    assert "Marker note after it." not in str(desk.reading.readable)
    assert [each.check for each in desk.reading.unreadable] == ["slot"]
    letters, _ = reporter.letters(receipt)
    assert letters[-1].reply.next_office == two.offices["oversight"]
    body = only(oversight(two)).handovers[0].body
    assert body is not None
    assert body.texts[0].words == WORDS


def test_a_case_that_was_handed_over_can_be_passed_on_again(two: World) -> None:
    _, _, desk = reported(two, NAME)
    pass_on(desk, only(desk), office_named(desk, "office b"), referral(desk, note="First."))
    other = oversight(two)

    source = source_of(only(other), granted_to(other))

    assert [text.words for text in source.texts] == [WORDS]
    assert source.reporter == only(desk).reporter


def test_nobody_but_the_reporter_gives_their_permission(two: World) -> None:
    reporter, receipt, desk = reported(two, {"contact": "yes", "identity": "none"})
    for deposit in reporter.seal_message(
        receipt, two.offices["conduct"], "Yes.", consent={"identity": "investigators"}
    ):
        reporter.send(deposit)
    two.relay()
    desk.sync()
    (message,) = only(desk).messages

    assert granted_to(desk) == frozenset()
    assert source_of(only(desk), {message.ctx}).second_hand == (only(desk).texts.index(message),)
    assert not identity_goes(source_of(only(desk), {message.ctx}), Audience.INVESTIGATORS)
    assert not identity_goes(source_of(only(desk)), Audience.INVESTIGATORS)


def test_an_archive_opens_at_the_office_that_it_is_for_and_nowhere_else(two: World) -> None:
    _, _, desk = reported(two, NAME, (PHOTO,))
    data = make(desk, only(desk), office_named(desk, "office b"), referral(desk, files=(1,)))

    found = open_archive(two.desk("Focal point B2"), data)

    assert (found.handover.office, found.handover.by) == (two.offices["conduct"], desk.device.device)
    assert found.body.texts[0].words == WORDS
    assert found.file(1) == PHOTO.data
    assert WORDS.encode() not in data
    with pytest.raises(CannotBeOpened, match="slot"):
        open_archive(two.desk("Focal point A2"), data)
    with pytest.raises(NotFound):
        found.file(2)


def test_an_archive_with_a_brick_too_many_or_changed_is_refused(two: World) -> None:
    _, _, desk = reported(two, NAME, (PHOTO,))
    data = make(desk, only(desk), office_named(desk, "office b"), referral(desk, files=(1,)))
    parts, other = read(data), two.desk("Focal point B1")

    with pytest.raises(CannotBeOpened, match="bricks"):
        open_archive(other, write(parts.envelopes, (*parts.bricks, *parts.bricks)))
    changed = data[:-1] + bytes([data[-1] ^ 1])
    with pytest.raises(CannotBeOpened, match="hash"):
        open_archive(other, changed).file(1)


def test_a_desk_without_a_server_passes_on_later(two: World) -> None:
    _, _, desk = reported(two)
    offline = two.entrance("Focal point A1").offline()

    assert not pass_on(offline, only(offline), office_named(offline, "office b"), referral(desk))
    assert oversight(two).cases == []
    desk.sync()

    assert only(oversight(two)).handovers[0].body is not None


def test_what_goes_outside_of_the_directory_is_written_down(two: World) -> None:
    _, _, desk = reported(two)

    choice = referral(desk, audience=Audience.OTHERS)
    body, sealed = pack_outside(desk, only(desk), "A national authority", choice)
    before = [done.event.event for done in only(desk).events]
    assert before == [Event.ACKNOWLEDGED], "nothing is said before there is a file"
    assert desk.record(*sealed)

    assert body.texts[0].words == WORDS
    assert latest(only(desk).events, Event.REFERRAL)["to"].value == "A national authority"
    with pytest.raises(BadInput):
        pack_outside(desk, only(desk), " ", referral(desk))


def test_what_cannot_be_written_down_does_not_go(two: World) -> None:
    _, _, desk = reported(two)

    with pytest.raises(TooLong):
        pass_on(desk, only(desk), office_named(desk, "office b"), referral(desk, note="too long " * 4_000))

    assert desk.store.outbox() == []
    assert [done.event.event for done in only(desk).events] == [Event.ACKNOWLEDGED]


def test_offices_are_found_by_name_and_by_id(two: World) -> None:
    _, _, desk = reported(two)

    assert [each.id for each in offices(desk)] == [two.offices["oversight"]]
    assert office_named(desk, two.offices["oversight"][:8]) == stands_in(desk)
    assert audience(stands_in(desk)) is Audience.INVESTIGATORS
    with pytest.raises(NotFound):
        office_named(desk, "office a")  # our own


def test_the_server_sees_no_marker_and_no_receiver(two: World) -> None:
    _, _, desk = reported(two)
    posted = []
    desk.online.http.event_hooks["request"] = [lambda request: posted.append(request)]

    pass_on(desk, only(desk), office_named(desk, "office b"), referral(desk))

    intakes = [each for each in posted if each.url.path == "/api/v1/intake"]
    assert len(intakes) == 1
    assert "Authorization" not in intakes[0].headers
    sent = b"".join(each.content for each in posted if isinstance(each, httpx.Request))
    assert bytes.fromhex(two.offices["oversight"]) not in sent
    assert b"Marker" not in sent


def test_what_another_office_passed_on_can_be_triaged_though_there_is_nobody_to_acknowledge_to(
    two: World,
) -> None:
    _, _, desk = reported(two)
    pass_on(desk, only(desk), office_named(desk, "office b"), referral(desk))
    other = oversight(two)
    other.opened(only(other))

    other.status(only(other), "triaged")

    assert only(other).status is Status.TRIAGED
    assert only(other).refused == ()
