"""Pictures that come with texts through Twilio: fetched from one place only, kept, and deleted there."""

import threading
import time

import pytest
from werkzeug.datastructures import MultiDict

from bots.sms.account import PLACE as DOOR
from bots.sms.media import fetch
from tests.bots.fake_twilio import ACCOUNT, FakeTwilio
from tests.bots.twilio.texting import PATH, STORY, session, to_delete
from tests.bots.twilio_requests import Door, sid, sms

PICTURE = b"\xff\xd8" + bytes(range(256)) * 40


def with_files(twilio: FakeTwilio, *files: bytes) -> dict[str, str]:
    """A text with pictures."""
    message = sid("MM")
    form = sms("", MessageSid=message, NumMedia=str(len(files)))
    for number, data in enumerate(files):
        form[f"MediaUrl{number}"] = twilio.media(message, sid("ME"), "image/jpeg", data)
        form[f"MediaContentType{number}"] = "image/jpeg"
    return form


def test_a_picture_is_kept_and_deleted_at_twilio(door: Door, twilio: FakeTwilio) -> None:
    form = with_files(twilio, PICTURE)
    said = door.says(PATH, form)
    assert any("picture or recording is kept" in each for each in said)
    media = form["MediaUrl0"].rpartition("/")[2]
    assert ("twilio_media", f"{form['MessageSid']}/{media}") in to_delete(door)
    assert ("twilio_message", form["MessageSid"]) in to_delete(door)


def test_of_several_files_those_that_are_gone_are_said_to_be_refused(door: Door, twilio: FakeTwilio) -> None:
    form = with_files(twilio, PICTURE, b"second")
    twilio.data.pop(form["MediaUrl1"].rpartition("/")[2])
    said = door.says(PATH, form)
    assert any("is kept" in each for each in said)
    assert any("NOT kept" in each for each in said)


def test_a_file_that_is_too_long_is_said_to_be_refused(door: Door, twilio: FakeTwilio) -> None:
    said = door.says(PATH, with_files(twilio, b"x" * (5 * 1024 * 1024 + 1)))
    assert any("NOT kept" in each for each in said)
    assert not any("is kept" in each for each in said)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/2010-04-01/Accounts/{account}/Messages/MM{zeros}/Media/ME{zeros}",
        "{api}@evil.example.com/2010-04-01/Accounts/{account}/Messages/MM{zeros}/Media/ME{zeros}",
        "{api}/2010-04-01/Accounts/AC{zeros}/Messages/MM{zeros}/Media/ME{zeros}",
        "{api}/2010-04-01/Accounts/{account}/Messages/MM{zeros}/Media/../../Calls.json",
        "file:///etc/hostname",
        "",
    ],
)
def test_a_file_is_fetched_from_nowhere_but_our_account(door: Door, twilio: FakeTwilio, url: str) -> None:
    place = url.format(account=ACCOUNT, api=twilio.address, zeros="0" * 32)
    said = door.says(PATH, sms("", NumMedia="1", MediaUrl0=place, MediaContentType0="image/jpeg"))
    assert any("NOT kept" in each for each in said)
    assert twilio.requests == []


def test_twilio_may_send_on_to_its_own_store_only(door: Door, twilio: FakeTwilio) -> None:
    form = with_files(twilio, PICTURE)
    with FakeTwilio() as elsewhere:
        twilio.redirect = f"{elsewhere.address}/anything"
        assert any("NOT kept" in each for each in door.says(PATH, form))
        assert elsewhere.requests == []
    twilio.redirect = twilio.recording(sid("RE"), PICTURE) + ".mp3"
    assert any("is kept" in each for each in door.says(PATH, with_files(twilio, PICTURE)))


def test_a_slow_or_dead_store_of_files_costs_the_file_and_not_the_text(
    door: Door, twilio: FakeTwilio
) -> None:
    form = with_files(twilio, PICTURE) | {"Body": STORY}
    twilio.down = True
    assert any("NOT kept" in each for each in door.says(PATH, form))
    assert "UN-Habitat" in session(door)


def test_while_too_many_files_are_fetched_more_are_refused_and_deleted_all_the_same(
    door: Door, twilio: FakeTwilio
) -> None:
    form = MultiDict(with_files(twilio, PICTURE))
    account = door.client.application.extensions[DOOR]
    places = threading.Semaphore(1)
    assert len(fetch(account, form, places).files) == 1
    assert places.acquire(timeout=0), "the place is free again"
    late = fetch(account, form, places, 0.05)
    assert (late.files, late.refused, len(late.at_provider)) == ((), 1, 1)
    assert fetch(account, MultiDict(sms("hello")), places).refused == 0


@pytest.mark.slow
def test_slow_files_are_given_up_in_time(door: Door, twilio: FakeTwilio) -> None:
    form = with_files(twilio, PICTURE, PICTURE, PICTURE, PICTURE)
    twilio.slow, begun = 5.0, time.monotonic()
    assert any("NOT kept" in each for each in door.says(PATH, form))
    assert time.monotonic() - begun < 13


@pytest.mark.parametrize("count", ["-1", "x", "", "999", "٣"])
def test_a_count_of_files_that_is_none_is_no_error(door: Door, count: str) -> None:
    assert door.says(PATH, sms("hello", NumMedia=count))
