"""Texts through Twilio: who is believed, what is answered, what is deleted."""

import threading
from pathlib import Path

import pytest

from tests.bots import served
from tests.bots.fake_twilio import FakeTwilio
from tests.bots.twilio.texting import PATH, STORY, opened, session, to_delete
from tests.bots.twilio_requests import (
    BASE,
    OTHER_PHONE,
    PHONE,
    SHARED_KEY,
    Door,
    secret_file,
    sid,
    sms,
    status,
    texts,
)
from tests.desk.world import World


def test_a_first_text_is_told_who_can_read_it_and_where_its_copies_are_to_be_deleted(door: Door) -> None:
    form = sms("hello")
    answer = door.post(PATH, form)
    assert answer.mimetype == "text/xml"
    assert [said.partition(".")[0] for said in texts(answer)] == [
        "Texts are not secret: the phone company can read them",
        "SpeakUp: 1 Report 2 Rules 3 Questions 4 Quiz 5 Help now 6 Check a report",
    ]
    assert answer.data.count(f'statusCallback="{BASE}/sms/twilio/status"'.encode()) == 2
    assert b"action=" not in answer.data, "behind it no further text would be sent"
    assert to_delete(door) == [("twilio_message", form["MessageSid"])]


def test_the_host_that_a_request_names_does_not_matter(door: Door) -> None:
    assert door.post(PATH, sms("hello"), headers={"Host": "elsewhere.example.com"}).status_code == 200


def test_a_request_signed_for_another_host_is_refused(door: Door) -> None:
    forged = Door(door.client, base="https://elsewhere.example.com")
    answer = forged.post(PATH, sms("hello"), headers={"Host": "elsewhere.example.com"})
    assert answer.status_code == 403


@pytest.mark.parametrize("signature", ["", "bm9uc2Vuc2U=", "\x00", "ж"])
def test_without_a_right_signature_nothing_is_done_and_nothing_repeated(door: Door, signature: str) -> None:
    answer = door.post(PATH, sms(STORY), headers={"X-Twilio-Signature": signature.encode().decode("latin-1")})
    assert answer.status_code == 403
    assert b"UN-Habitat" not in answer.data
    assert PHONE.encode() not in answer.data
    assert session(door) == ""
    assert to_delete(door) == []


def test_a_request_without_the_header_is_refused(door: Door) -> None:
    assert door.client.post(PATH, data=sms("hello")).status_code == 403


def test_one_changed_parameter_breaks_the_signature(door: Door) -> None:
    form = sms("hello")
    pairs = [*form.items()]
    answer = door.post(PATH, pairs, query_string="From=%2B15005550009")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "text", ["  spaces around \n", "a=b&c=d%20+", "новость 消息 خبر 🙂", "nul\x00in it", ""]
)
def test_the_signature_counts_over_the_text_as_it_came(door: Door, text: str) -> None:
    assert door.says(PATH, sms(text))


def test_a_parameter_that_comes_twice_is_signed_with_both(door: Door) -> None:
    pairs = [*sms("hello").items(), ("Extra", "b"), ("Extra", "a"), ("From", OTHER_PHONE)]
    assert door.says(PATH, pairs)
    assert session(door)
    assert not session(door, OTHER_PHONE)


def test_with_a_shared_key_only_requests_signed_by_it_count(
    organisation: World, tmp_path: Path, migrated_file: Path, twilio: FakeTwilio
) -> None:
    key = secret_file(tmp_path, "key", SHARED_KEY)
    with opened(organisation, tmp_path, migrated_file, twilio, twilio_shared_key_file=key) as app:
        only_signed_by_the_key(Door(app.test_client()))


def only_signed_by_the_key(door: Door) -> None:
    named = "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256"
    assert Door(door.client, secret=SHARED_KEY, algorithm="HMAC_SHA256", settings=named).says(
        PATH, sms("hello")
    )
    for forged in (
        Door(door.client),
        Door(door.client, settings=named),
        Door(door.client, secret=SHARED_KEY),
        Door(door.client, algorithm="HMAC_SHA256", settings=named),
        Door(door.client, secret=SHARED_KEY, algorithm="HMAC_SHA256"),
        Door(door.client, secret=SHARED_KEY, settings="key=webhooks_sharedkey_01,algorithm=HMAC_SHA1"),
        Door(door.client, secret=SHARED_KEY, algorithm="HMAC_SHA256", settings=named.replace("256", "512")),
    ):
        assert forged.post(PATH, sms("hello")).status_code == 403


def test_only_post_is_answered(door: Door) -> None:
    assert door.client.get(PATH).status_code == 405
    assert door.client.get("/sms/twilio/status").status_code == 405


def test_a_replayed_request_is_answered_the_same_and_does_nothing(door: Door) -> None:
    door.says(PATH, sms(STORY))
    form = sms("SEND")
    first = door.says(PATH, form)
    assert door.says(PATH, form) == first
    assert "Your code" in first[0]
    assert to_delete(door).count(("twilio_message", form["MessageSid"])) == 1


def test_the_same_id_with_another_text_is_the_same_message(door: Door) -> None:
    name = sid()
    first = door.says(PATH, sms(STORY, MessageSid=name))
    assert door.says(PATH, sms("Something else entirely happened there too.", MessageSid=name)) == first
    assert "entirely" not in session(door)


def test_the_same_id_from_another_address_is_another_message(door: Door) -> None:
    name = sid()
    door.says(PATH, sms(STORY, MessageSid=name))
    door.says(PATH, sms("Another story of another person in the camp.", MessageSid=name, From=OTHER_PHONE))
    assert "camp" in session(door, OTHER_PHONE)
    assert "camp" not in session(door)


@pytest.mark.parametrize("sender", ["", "MPESA", "12345", "anonymous", "+1", "+" + "9" * 40, "\x00", "🙂"])
def test_whom_no_answer_can_reach_gets_none_and_the_text_is_deleted(door: Door, sender: str) -> None:
    form = sms("Your balance is 5.", From=sender)
    assert door.says(PATH, form) == []
    assert to_delete(door) == [("twilio_message", form["MessageSid"])]


def test_a_missing_sender_is_no_error(door: Door) -> None:
    form = sms("hello")
    del form["From"]
    assert door.says(PATH, form) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1600,
        "🙂" * 800,
        "Это правда and 这是真的 وهذا صحيح. " * 20,
        "\x00\x01\x02\x7f",
        "\ufffd" * 50,
        "]]>&lt;<Message>",
    ],
)
def test_whatever_a_text_holds_it_is_answered(door: Door, text: str) -> None:
    door.says(PATH, sms("hello"))
    said = door.says(PATH, sms(text))
    assert said
    assert text.strip() not in "".join(said), "never repeated back"


def test_a_text_of_1600_letters_is_kept_whole(door: Door) -> None:
    text = ("He said it again, and then again, in front of all of us there. " * 30)[:1600]
    door.says(PATH, sms(text))
    assert text.strip() in session(door)


@pytest.mark.parametrize("type_", ["application/json", "text/plain", "", "multipart/form-data"])
def test_another_type_of_content_is_refused(door: Door, type_: str) -> None:
    answer = door.client.post(PATH, data=b'{"From":"+15005550006"}', content_type=type_)
    assert answer.status_code == 403
    assert PHONE.encode() not in answer.data


def test_bytes_that_are_no_text_are_refused(door: Door) -> None:
    answer = door.client.post(
        PATH, data=b"Body=%ff%fe\xff&From=\xff", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 403


def test_a_body_that_is_too_large_is_refused(door: Door) -> None:
    assert door.post(PATH, sms("x" * 300_000)).status_code == 413


@pytest.mark.parametrize("word", ["STOP", "Basta ya", "2"])
def test_what_twilio_took_as_a_stop_word_erases_and_gets_no_answer(door: Door, word: str) -> None:
    door.says(PATH, sms(STORY))
    assert door.says(PATH, sms(word, OptOutType="STOP")) == []
    assert session(door) == ""


def test_a_stop_word_of_another_language_erases_and_gets_no_answer(door: Door) -> None:
    door.says(PATH, sms(STORY))
    assert door.says(PATH, sms("Arrêt")) == []
    assert session(door) == ""


def test_start_and_help_are_answered(door: Door) -> None:
    assert door.says(PATH, sms("START", OptOutType="START"))
    assert "Help near you" in door.says(PATH, sms("HELP", OptOutType="HELP"))[0] or door.says(
        PATH, sms("HELP")
    )


@pytest.mark.parametrize(
    ("how", "deleted"),
    [
        ("queued", 0),
        ("sending", 0),
        ("sent", 1),
        ("delivered", 1),
        ("failed", 1),
        ("undelivered", 1),
        ("nonsense", 0),
    ],
)
def test_the_copy_of_an_answer_is_deleted_once_it_left(door: Door, how: str, deleted: int) -> None:
    name = sid()
    assert door.post("/sms/twilio/status", status(name, how)).status_code == 204
    assert to_delete(door) == [("twilio_message", name)] * deleted


def test_a_status_that_nobody_signed_deletes_nothing(door: Door) -> None:
    assert door.client.post("/sms/twilio/status", data=status(sid(), "sent")).status_code == 403
    assert to_delete(door) == []


def test_a_status_of_a_name_that_is_none_deletes_nothing(door: Door) -> None:
    assert door.post("/sms/twilio/status", status("../../Calls", "sent")).status_code == 204
    assert to_delete(door) == []


def test_sixty_four_texts_at_once_take_turns_and_none_is_lost(door: Door) -> None:
    door.says(PATH, sms("hello"))
    door.says(PATH, sms(STORY))
    door.says(PATH, sms("ADD"))
    told = [f"Sentence {number} of it." for number in range(64)]
    answers: list[list[str]] = []

    def send(text: str) -> None:
        answers.append(Door(door.client.application.test_client()).says(PATH, sms(text)))

    threads = [threading.Thread(target=send, args=(text,)) for text in told]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 64
    kept = session(door)
    assert [text for text in told if text not in kept] == []


def test_without_the_store_the_person_is_told_to_send_it_again(
    organisation: World, tmp_path: Path, migrated_file: Path, twilio: FakeTwilio
) -> None:
    with opened(organisation, tmp_path, migrated_file, twilio) as app:
        for file in tmp_path.glob("hotline.db*"):
            file.rename(tmp_path / f"away-{file.name}")
        served.gateway_of(app).database.close()
        door = Door(app.test_client())
        [said] = door.says(PATH, sms(STORY))
        assert said.startswith("We could not do that just now.")
        assert door.post("/sms/twilio/status", status(sid(), "sent")).status_code == 204
