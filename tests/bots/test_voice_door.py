"""The door of the voice line: signatures, what it reads and says, bad days of provider and store."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Semaphore
from xml.etree import ElementTree

import httpx
import pytest
from twilio.request_validator import RequestValidator

from app.conversation.call_values import Hangup
from app.conversation.call_words import Piece, Prompt
from app.services.hotline.call_steps import FETCHES
from app.services.hotline.recordings import Recordings
from app.services.hotline.spoken import Spoken, read, written
from app.storage.database import Database, open_database
from bots.voice.audio import Audio
from bots.voice.prompts import main, prompts
from bots.voice.twiml import Rendering
from tests.bots.caller import PUBLIC, SPEECH, Switchboard, switchboard
from tests.bots.fake_twilio import TOKEN
from tests.conversation.worlds import WORLD
from tests.desk.world import world

DUTY, OURS = "+15005550001", "+15005550000"
VOICE = b"ID3 a voice that says hello"
TO_RECORD = ("1", "1", "1", "2", "1", "2", "1", "1")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Switchboard]:
    """One organisation and one gateway for all of them, with somebody on duty and one recorded voice."""
    folder = tmp_path_factory.mktemp("audio")
    (folder / "fr").mkdir()
    (folder / "fr/voice_safe.mp3").write_bytes(VOICE)
    (folder / "secret.mp3").write_bytes(b"not for anybody")
    with (
        world(tmp_path_factory.mktemp("organisation"), migrated_file) as served,
        switchboard(
            served,
            tmp_path_factory.mktemp("gateway"),
            migrated_file,
            voice_audio=folder,
            voice_duty_number=DUTY,
        ) as made,
    ):
        yield made


@pytest.fixture
def board(opened: Switchboard) -> Switchboard:
    opened.emptied()
    return opened


@pytest.mark.parametrize("path", ["/voice/twilio", "/voice/twilio/step?n=0", "/voice/twilio/status"])
@pytest.mark.parametrize("signature", [None, "", "AAAA", "☎"])
def test_what_is_not_signed_is_refused_and_does_nothing(
    board: Switchboard, path: str, signature: str | None
) -> None:
    headers = [] if signature is None else [(b"X-Twilio-Signature", signature.encode())]
    answer = board.http.post(path, data={"CallSid": "CA" + "0" * 32}, headers=headers)

    assert answer.status_code == 403
    assert answer.text == "Forbidden"
    assert board.kept() == 0


def test_a_signature_of_another_token_address_or_form_is_refused(board: Switchboard) -> None:
    caller = board.ring()
    form = {"CallSid": caller.sid, "Digits": "1"}
    good = RequestValidator(TOKEN).compute_signature(PUBLIC + caller.next, form)
    other_step = caller.next.replace("n=1", "n=2")

    assert board.post(caller.next, form, token="another").status_code == 403
    for path, sent in ((other_step, form), (caller.next, {**form, "Digits": "9"})):
        assert board.http.post(path, data=sent, headers={"X-Twilio-Signature": good}).status_code == 403
    assert board.http.post(caller.next, data=form, headers={"X-Twilio-Signature": good}).status_code == 200


@pytest.mark.parametrize("path", ["/voice/twilio", "/voice/twilio/step", "/voice/twilio/status"])
def test_calls_are_told_by_post_only(board: Switchboard, path: str) -> None:
    assert board.http.get(path).status_code == 405


@pytest.mark.parametrize("sid", ["", "CA", "CA" + "g" * 32, "SM" + "0" * 32, "../" * 12, "CA" + "0" * 33])
def test_a_call_without_a_proper_name_is_refused(board: Switchboard, sid: str) -> None:
    assert board.post("/voice/twilio", {"CallSid": sid}).status_code == 400
    assert board.post("/voice/twilio", {}).status_code == 400


@pytest.mark.parametrize("n", ["", "x", "-1", "1234567", "1.5"])
def test_a_step_without_a_proper_number_is_refused(board: Switchboard, n: str) -> None:
    caller = board.ring()
    assert board.post(f"/voice/twilio/step?n={n}", {"CallSid": caller.sid}).status_code == 400


def test_a_missing_caller_id_is_no_matter_and_a_given_one_is_kept_nowhere(board: Switchboard) -> None:
    assert "For English" in board.ring().text
    caller = board.ring(From="+15005550099", Caller="+15005550099", FromCity="A town of callers")
    caller.press("1", "1")
    store = board.gateway.database.engine.url.database
    files = [path for path in Path(str(store)).parent.iterdir() if path.is_file()]

    assert all(b"15005550099" not in path.read_bytes() for path in files)
    assert "15005550099" not in caller.answer.text
    assert "town of callers" not in caller.answer.text


def test_keys_are_asked_for_and_speech_never(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1")
    [gather] = [each for each in caller.verbs if each.tag == "Gather"]
    assert gather.attrib == {
        "input": "dtmf",
        "action": PUBLIC + caller.next,
        "method": "POST",
        "timeout": "8",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "numDigits": "1",
    }


def test_the_report_is_recorded_and_never_turned_into_text(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    [record] = [each for each in caller.verbs if each.tag == "Record"]

    assert "transcribe" not in caller.answer.text
    assert record.get("maxLength") == "600"
    assert record.get("finishOnKey") == "#9"
    assert record.get("recordingStatusCallback") == f"{PUBLIC}/voice/twilio/status"


def test_each_language_has_its_voice_and_what_is_recorded_is_played(board: Switchboard) -> None:
    caller = board.ring()
    heard = {(each.get("language"), each.get("voice")) for each in caller.verbs if each.tag == "Say"}
    assert len(heard) == 6
    caller.press("2", "1")
    [play] = [each.text for each in caller.verbs if each.tag == "Play"]
    assert play == f"{PUBLIC}/voice/audio/fr/voice_safe.mp3"
    assert board.http.get("/voice/audio/fr/voice_safe.mp3").content == VOICE


@pytest.mark.parametrize(
    "path",
    [
        "fr/voice_menu.mp3",
        "en/voice_safe.mp3",
        "fr/../secret.mp3",
        "fr/..%2fsecret.mp3",
        "../secret.mp3",
        "%2e%2e/secret.mp3",
    ],
)
def test_only_recorded_voices_are_given_out(board: Switchboard, path: str) -> None:
    raw = httpx.URL(str(board.http.base_url)).copy_with(raw_path=f"/voice/audio/{path}".encode())
    assert board.http.get(raw).status_code == 404


def test_names_lead_out_of_no_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.mp3").write_bytes(VOICE)
    assert Audio(tmp_path / "in").file("..", "out") is None
    assert Audio(tmp_path).file("in", "../out") is None
    assert Audio(None).file("fr", "voice_menu") is None


def test_nobody_on_duty_answers_so_a_report_can_be_left(board: Switchboard) -> None:
    caller = board.ring(To=OURS, From="+15005550099")
    caller.press("1")
    assert "press 0" in caller.text
    caller.ask(caller.next, Digits="0", To=OURS, From="+15005550099")
    [dial] = [each for each in caller.verbs if each.tag == "Dial"]
    assert (dial.text, dial.get("record"), dial.get("callerId")) == (DUTY, "do-not-record", OURS)

    leg = "CA" + "ee" * 16
    said = caller.ask(caller.next, DialCallStatus="no-answer", DialCallSid=leg)
    assert "Nobody can take the call just now." in said
    assert "Are you safe right now?" in said
    assert ("twilio_call", leg) in board.to_remove()


def test_after_a_talk_with_the_person_on_duty_the_call_ends(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1", "0")
    assert caller.ask(caller.next, DialCallStatus="completed") == "Goodbye."
    assert caller.does == "Hangup"
    assert board.kept() == 0


def test_a_caller_who_hangs_up_on_duty_leaves_no_leg_behind(board: Switchboard) -> None:
    caller = board.ring()
    caller.press("1", "0")
    leg = "CA" + "ef" * 16
    caller.ask(caller.next, DialCallStatus="completed", DialCallSid=leg, CallStatus="completed")
    assert board.to_remove() == {("twilio_call", leg), ("twilio_call", caller.sid)}
    assert board.kept() == 0


def test_a_recording_that_is_not_ready_is_waited_for(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    caller.speak(ready=False)
    assert caller.does == "Redirect"
    board.twilio.recording(caller.recording, SPEECH)
    assert "Nothing was passed on yet." in caller.wait()


def test_a_provider_that_is_down_costs_no_report_and_one_tries_again(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    board.twilio.down = True
    caller.speak()
    assert "To try again, press 1." in caller.wait()
    assert len([path for path, _ in caller.asked]) == len(TO_RECORD) + 1 + FETCHES
    board.twilio.down = False
    board.twilio.recording(caller.recording, SPEECH)
    assert "Nothing was passed on yet." in caller.press("1")


def test_giving_up_on_a_recording_deletes_it(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    board.twilio.down = True
    caller.speak()
    caller.wait()
    caller.press("9")
    board.twilio.down = False
    board.clean()
    assert board.twilio.existing == set()


def test_a_slow_provider_is_waited_for_but_never_so_long_that_the_call_breaks(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    board.twilio.slow = 4
    begun = time.monotonic()
    caller.speak()
    assert time.monotonic() - begun < 9
    assert caller.does == "Redirect"
    board.twilio.slow = 0
    assert "Nothing was passed on yet." in caller.wait()


def test_while_too_many_files_are_fetched_a_caller_is_asked_to_wait(board: Switchboard) -> None:
    caller, line, places = board.ring(), board.line, Semaphore(1)
    caller.press(*TO_RECORD)
    full = replace(line.calls.recordings, places=places, patience=0.05)
    board.line = replace(line, calls=replace(line.calls, recordings=full))
    with places:
        caller.speak()
        assert caller.does == "Redirect"
    said, again = caller.wait(), places.acquire(timeout=0)
    board.line = line

    assert "Nothing was passed on yet." in said
    assert again, "the place is free again"


def test_what_xml_cannot_carry_is_not_said() -> None:
    prompt = Prompt("safe", "en", (Piece("Call\x00 the\x1b office\ud800.", "", 0),))
    said = Rendering(PUBLIC, Audio(None), WORLD).render(Spoken((prompt,), Hangup(), 1, "en"))
    shown = ElementTree.fromstring(said)  # noqa: S314 -- our own answer
    assert shown.findtext("Say") == "Call  the  office ."


@pytest.mark.parametrize("data", [b"", b"<html>no</html>"])
def test_what_is_no_recording_is_not_kept_and_asked_for_again(board: Switchboard, data: bytes) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    assert "We heard nothing. Please try again." in caller.speak(data)
    assert caller.does == "Record"
    assert ("twilio_recording", caller.recording) in board.to_remove()


def test_a_recording_of_no_seconds_is_asked_for_once_more(board: Switchboard) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    assert "We heard nothing. Please try again." in caller.speak(RecordingDuration="0")
    assert "Goodbye." in caller.speak(RecordingDuration="0")
    assert board.kept() == 0
    board.clean()
    assert board.twilio.existing == set()


def test_a_recording_that_is_too_long_is_not_kept(board: Switchboard) -> None:
    caller, line = board.ring(), board.line
    caller.press(*TO_RECORD)
    short = replace(line.calls.recordings, most=len(SPEECH) - 1)
    board.line = replace(line, calls=replace(line.calls, recordings=short))
    said = caller.speak()
    board.line = line

    assert "We heard nothing." in said


def test_recordings_come_from_the_provider_of_the_settings_whatever_a_request_says(
    board: Switchboard,
) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD)
    caller.speak()  # names another address
    fetched = [each.path for each in board.twilio.requests if each.method == "GET"]
    assert fetched[-1].endswith(f"/Recordings/{caller.recording}.mp3")


def test_while_the_store_is_down_the_step_is_asked_again_and_nothing_is_lost(
    board: Switchboard, tmp_path: Path
) -> None:
    caller = board.ring()
    caller.press(*TO_RECORD[:-1])
    here = caller.text
    keeping, line = board.gateway.keeping, board.line
    board.line = replace(line, calls=replace(line.calls, keeping=replace(keeping, database=broken(tmp_path))))
    assert "To try again, press 1." in caller.press("2")
    assert "again=1" in caller.next
    board.line = line
    assert caller.press("1") == here, "the key is not taken for an answer"
    assert "After the tone" in caller.press("1")

    board.line = replace(line, calls=replace(line.calls, keeping=replace(keeping, database=broken(tmp_path))))
    caller.speak()
    assert caller.does == "Redirect"
    assert (
        board.post("/voice/twilio/status", {"CallSid": caller.sid, "CallStatus": "completed"}).status_code
        == 503
    )
    board.line = line
    assert "Nothing was passed on yet." in caller.wait()


def broken(folder: Path) -> Database:
    """A store without tables."""
    return open_database(f"sqlite:///{folder}/empty.db")


def test_what_was_said_is_kept_for_a_repeat_as_it_was() -> None:
    said = Spoken((Prompt("voice_bye", "en", (Piece("Goodbye.", "voice_bye", 1),)),), Hangup(), 3, "en")
    assert read(written(said)) == said


@pytest.mark.parametrize("lang", [each.id for each in WORLD.locales])
def test_every_prompt_of_a_language_can_be_recorded(lang: str) -> None:
    listed = list(prompts(WORLD, lang))
    names = [name for name, _ in listed]
    assert len(names) == len(set(names))
    assert {"voice_menu", "honesty_voice", "voice_language", "digit_0", "voice_review_1"} <= set(names)
    assert all(text.strip() and "{" not in text for _, text in listed)


def test_the_prompts_are_printed_and_an_unknown_language_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fr"]) == 0
    assert "voice_language\tPour le français, tapez 2." in capsys.readouterr().out
    assert main(["tlh"]) == 2
    assert "fr" in capsys.readouterr().err


def test_a_recording_with_another_name_is_never_asked_for() -> None:
    recordings = Recordings(httpx.Client(base_url="http://127.0.0.1:9"), "AC")
    with pytest.raises(Exception, match="has no such name"):
        recordings.fetch("../Messages/SM1")
