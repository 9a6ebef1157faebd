"""What a desk says without a server waits sealed and in order, and is carried by whoever has a way there."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.desk.desk import Desk
from app.desk.outbox import TAGS, for_office, mark, under_tags
from app.desk.outgoing import reply_key_of
from app.desk.store import Store
from app.domain.errors import Unavailable
from app.sealing.tags import tag
from app.services.following import Known
from tests.desk.world import HARASSMENT, World

WORDS = "The marker word is heliotrope."


@pytest.fixture
def room(organisation: World) -> Desk:
    """A desk without a network, with one report on its disk."""
    organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    organisation.desk()
    return organisation.entrance("Focal point A1").offline()


def test_an_answer_from_the_room_takes_the_next_tag_when_a_colleague_was_quicker(
    room: Desk, organisation: World
) -> None:
    assert not room.reply(room.cases[0], "From the room.")
    colleague = organisation.desk("Focal point A2")
    assert colleague.reply(colleague.cases[0], "From outside.")

    carried = organisation.desk("Focal point A1")

    assert carried.store.outbox() == []
    texts = {done.event.text for done in carried.cases[0].replies}
    assert texts == {"From the room.", "From outside."}
    assert len(carried.cases[0].replies) == 2
    third = organisation.desk("Focal point A2")
    assert third.reply(third.cases[0], "And a third.")


def test_what_was_said_is_seen_in_the_room_at_once_and_once_only_when_it_was_sent(
    room: Desk, organisation: World
) -> None:
    room.opened(room.cases[0])
    room.note(room.cases[0], "Seen in the room.")
    assert [done.event.text for done in room.cases[0].notes] == ["Seen in the room."]
    assert [one.position for one in room.reading.readable][-2:] == [0, 0]

    sent = organisation.desk("Focal point A1")

    assert [done.event.text for done in sent.cases[0].notes] == ["Seen in the room."]
    assert 0 not in [one.position for one in sent.reading.readable]
    assert sent.cases == organisation.desk("Focal point A2").cases


def test_what_waits_is_sealed_numbered_and_stays_until_the_server_took_it(
    room: Desk, organisation: World
) -> None:
    room.note(room.cases[0], WORDS)
    room.reply(room.cases[0], WORDS)
    names = [path.name for path in room.store.outbox()]
    parts = [(number, kind) for number, _, kind in (name.split("-") for name in names)]
    assert parts == [("0000000001", "event"), ("0000000002", "reply"), ("0000000003", "event")]
    assert not any(b"heliotrope" in path.read_bytes() for path in room.store.outbox())

    desk = organisation.entrance("Focal point A1")
    with pytest.raises(Unavailable):
        desk.online(httpx.Client(base_url="http://127.0.0.1:1"), organisation.address)

    assert [path.name for path in room.store.outbox()] == names


def test_a_mark_of_an_envelope_that_is_gone_holds_up_nothing(room: Desk, organisation: World) -> None:
    room.store.put_out("mark", mark(999))
    room.note(room.cases[0], "Behind it.")

    desk = organisation.desk("Focal point A1")

    assert desk.store.outbox() == []
    assert [done.event.text for done in desk.cases[0].notes] == ["Behind it."]


def test_two_windows_that_take_the_same_number_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Store(tmp_path), Store(tmp_path)
    monkeypatch.setattr(other, "listed", lambda name: [])  # as it was before the first window wrote

    one.put_out("event", b"one")
    other.put_out("event", b"other")

    assert sorted(path.read_bytes() for path in one.outbox()) == [b"one", b"other"]


def test_what_the_server_never_takes_holds_up_neither_what_is_behind_it_nor_what_comes(
    room: Desk, organisation: World
) -> None:
    colleague = organisation.desk("Focal point A2")
    reply_key, own = bytes.fromhex(reply_key_of(room.cases[0]).tag), room.outgoing.reply(room.cases[0], "")
    for number in range(TAGS):
        theirs = colleague.outgoing.reply(colleague.cases[0], "")
        colleague.online.post_reply(tag(reply_key, number), theirs[0])
    room.store.put_out("reply", under_tags(reply_key, 0, own[0]))
    room.store.put_out("event", b"too short")
    room.note(room.cases[0], "Behind it.")

    desk = organisation.desk("Focal point A1")

    assert desk.store.outbox() == []
    assert [path.name.split("-")[-1] for path in desk.store.refused()] == ["reply", "event"]
    assert [done.event.text for done in desk.cases[0].notes] == ["Behind it."]


def test_news_come_even_when_something_cannot_be_sent(room: Desk, organisation: World) -> None:
    room.store.put_out("deposit", for_office(organisation.offices["oversight"], bytes(16_384)))
    organisation.reporter().report(HARASSMENT, {}, "News.")
    organisation.relay()

    desk = organisation.entrance("Focal point A1").online(
        httpx.Client(base_url=organisation.address), organisation.address
    )
    desk.following = replace(desk.following, newest=without_relays(desk.following.newest))
    synced = desk.sync()

    assert (synced.fetched, synced.sent, synced.waiting) == (1, 0, 1)
    assert desk.store.refused() == []


def test_what_goes_to_another_office_stays_until_the_directorys_intake_key_signed_for_it(
    room: Desk, organisation: World
) -> None:
    desk = organisation.desk("Focal point A1")
    known, office = desk.following.newest, organisation.offices["oversight"]
    desk.store.put_out("deposit", for_office(office, bytes(16_384)))

    desk.following = replace(
        desk.following, newest=replace(known, directory=replace(known.directory, intake=()))
    )
    assert desk.sync().waiting == 1
    desk.following = replace(desk.following, newest=known)

    assert (desk.sync().sent, desk.store.outbox()) == (1, [])


def without_relays(known: Known) -> Known:
    """The same directory, in which no relay key is valid."""
    return replace(known, directory=replace(known.directory, relays=()))
