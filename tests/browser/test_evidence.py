"""Files of a report in a real browser: made safe, sealed, sent over a bad network, read at the desk."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import PASSPHRASE, Officer
from tests.browser.photos import MAKE, TAKEN, markers, photo, size_of
from tests.browser.reporter import SENT_MS, Reporter
from tests.browser.test_phone import AXE, axe, stored

ONE_OFFICE = {"category": "harassment", "accused_affiliation": "un_staff", "entity": "un-habitat"}
DEVICE = "Focal point A — UN-Habitat, conduct and discipline focal point"
# A microphone that hums; headless browsers have none.
HUMMING = """() => {
    navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext();
        const out = context.createMediaStreamDestination();
        for (const [frequency, loudness] of [[210, 0.3], [420, 0.2], [630, 0.2], [1050, 0.1]]) {
            const voice = new OscillatorNode(context, {frequency, type: "sine"});
            voice.connect(new GainNode(context, {gain: loudness})).connect(out);
            voice.start();
        }
        return out.stream;
    };
    const address = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.newest = blob; return address.call(URL, blob); };
}"""
DENIED = """() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


@pytest.fixture
def at_files(open_page: OpenPage) -> Reporter:
    """Somebody who has answered the questions and is asked for files."""
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers("See the photo.", ONE_OFFICE, until="evidence")
    return reporter


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def add_photo(page: Page, data: bytes, name: str = "IMG_20261121_093000.jpg") -> None:
    """Answer the question before the first photo, and choose one."""
    if page.get_by_role("button", name="Add photos", exact=True).count():
        press(page, "Add photos")
        press(page, "No")
    page.get_by_label("Add photos").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})


def add_document(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Add papers or recordings").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )


def desk(demonstration: Demonstration, *arguments: str) -> str:
    """What `speakup desk` says to the focal point of the demonstration."""
    devices = (demonstration.folder / "org" / "devices").glob("*.json")
    device = next(file for file in devices if json.loads(file.read_bytes())["label"] == DEVICE)
    command = [str(Path(sys.executable).parent / "speakup"), "desk", "--server", demonstration.address]
    environment = {**os.environ, "SPEAKUP_PASSPHRASE": PASSPHRASE}
    done = subprocess.run(
        [*command, "--device", str(device), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return done.stdout


def case_with(demonstration: Demonstration, page: Page, words: str, folder: Path) -> None:
    """Open every case until the one with these words is found; its files are written to `folder`."""
    for attempt in range(30):
        cases = re.findall(r"^[0-9a-f]{4,32}(?=  )", desk(demonstration, "list"), re.MULTILINE)
        for number, case in enumerate(cases):
            if words in desk(demonstration, "open", case, "--files", str(folder / f"{attempt}-{number}")):
                (folder / f"{attempt}-{number}").rename(folder / "found")
                return
        page.wait_for_timeout(1_500)
    raise AssertionError("the report did not come to the desk")


@pytest.mark.slow
def test_a_photo_sent_over_a_network_that_breaks_arrives_without_the_place_where_it_was_taken(
    at_files: Reporter, demonstration: Demonstration, open_page: OpenPage, tmp_path: Path
) -> None:
    page = at_files.page
    original = photo(page, 2600, 1300)
    assert MAKE in original
    add_photo(page, original)
    page.locator('[data-kept="1"]').wait_for()
    arrived: list[str] = []
    page.context.route("**/api/v1/bricks/**", cut_after(2, arrived))
    at_files.presses_on()
    at_files.waits_for("readers")
    at_files.types_back(at_files.takes_the_receipt())

    stuck = page.locator('[data-progress="upload"]')
    expect(stuck).to_have_attribute("data-done", "2", timeout=SENT_MS)
    expect(page.get_by_text("There is no connection.").first).to_be_visible()
    total = int(stuck.get_attribute("data-total") or 0)
    assert total > 2
    assert page.locator("[data-sent]").count() == 0
    kept = stored(page)
    assert not any(word in kept for word in (MAKE.decode()[:-1], "photo-1", "image/jpeg", "JFIF"))

    page.close()  # later, in another visit
    again: list[str] = []
    at_files.page.context.unroute("**/api/v1/bricks/**")
    later = at_files.page.context.new_page()
    later.on("request", lambda asked: again.append(asked.url) if "/bricks/" in asked.url else None)
    later.goto(demonstration.address)
    Reporter(later).chooses("en")
    later.locator("[data-pending]").wait_for()
    expect(later.locator("[data-pending]")).to_have_count(0, timeout=SENT_MS)

    assert len(again) == total - 2
    assert not set(again) & set(arrived)
    case_with(demonstration, later, "See the photo.", tmp_path)
    (file,) = (tmp_path / "found").iterdir()
    found = file.read_bytes()
    assert file.name == "01-photo-1.jpg"
    assert size_of(found) == (1024, 2048)  # upright, and not longer than 2,048
    assert markers(found) <= {0xE0, 0xDB, 0xC0, 0xC4}  # picture and tables only, no EXIF, no comment
    assert not any(secret in found for secret in (MAKE, TAKEN, b"Exif", b"GPS", b"IMG_"))

    officer = Officer(open_page("/desk", LAPTOP))
    officer.unlocks("UN-Habitat, conduct and discipline focal point", "Focal point B")
    officer.sees_the_cases()
    officer.finds("See the photo.")
    listed = officer.page.locator('[data-file="1"]')
    listed.get_by_role("button", name="Show").click()
    expect(listed.locator("img")).to_have_js_property("naturalHeight", 2048)
    with officer.page.expect_download() as saved:
        listed.get_by_role("button", name="Save a readable copy").click()
    assert saved.value.suggested_filename == "01-photo-1.jpg"
    assert saved.value.path().read_bytes() == found


def cut_after(count: int, arrived: list[str]) -> Callable[[Route], None]:
    """Let so many bricks through, then lose the network."""

    def handle(route: Route) -> None:
        if len(arrived) >= count:
            route.abort("internetdisconnected")
        else:
            arrived.append(route.request.url)
            route.continue_()

    return handle


@pytest.mark.slow
def test_what_must_not_be_sent_is_refused_in_plain_words(at_files: Reporter) -> None:
    page = at_files.page
    press(page, "Add photos")
    press(page, "Yes, or I am not sure")
    expect(page.get_by_text("is against the law almost everywhere")).to_be_visible()
    for name, data, why in [
        ("empty.pdf", b"", "empty"),
        ("setup.exe", b"MZ\x90\0", "program"),
        ("drawing.svg", b"<svg onload=alert(1)/>", "page"),
        ("film.mp4", b"\0\0\0\x18ftypisom", "video"),
        ("huge.pdf", b"%PDF-" + bytes(26 * 2**20), "too-large"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 not a picture", "undecodable"),
    ]:
        add_document(page, name, data)
        expect(page.locator(f'[data-refused="{why}"]')).to_contain_text(name)

    assert page.locator("[data-kept]").count() == 0


def test_a_document_is_sent_as_it_is_or_left_out(at_files: Reporter) -> None:
    page = at_files.page
    add_document(page, "letter.pdf", b"%PDF-1.7 a letter")
    press(page, "Leave it out")
    assert page.locator("[data-kept]").count() == 0
    add_document(page, "letter.pdf", b"%PDF-1.7 a letter")
    press(page, "Send the original, sealed")

    expect(page.locator('[data-kept="1"]')).to_contain_text("letter.pdf")
    page.get_by_role("button", name="Take away letter.pdf").click()
    assert page.locator("[data-kept]").count() == 0


def test_a_voice_note_is_recorded_changed_heard_and_kept(at_files: Reporter) -> None:
    page = at_files.page
    page.evaluate(HUMMING)
    press(page, "Record a voice note")
    press(page, "Start recording")
    page.locator('[data-state="recording"]').wait_for()
    page.wait_for_timeout(2_000)
    press(page, "Stop recording")
    page.locator('[data-state="heard"] audio').wait_for()
    own = pitch(page)
    press(page, "Change my voice")
    expect(page.get_by_text("It is not perfect")).to_be_visible(timeout=30_000)
    changed = pitch(page)
    press(page, "Keep the changed voice")

    expect(page.locator('[data-kept="1"]')).to_contain_text("voice-note-1.wav")
    assert own == pytest.approx(210, abs=12)
    assert 80 < changed < 180  # the artificial voice's own pitch, drawn by lot


def pitch(page: Page) -> float:
    """The pitch of the sound that can be listened to, in hertz, by how it resembles itself a moment later."""
    return float(
        page.evaluate("""async () => {
            const decoder = new OfflineAudioContext(1, 1, 16000);
            const sound = await decoder.decodeAudioData(await window.newest.arrayBuffer());
            const samples = sound.getChannelData(0).slice(8000, 16000);
            let best = [0, 0];
            for (let lag = 40; lag < 260; lag++) {
                let sum = 0, one = 0, other = 0;
                for (let at = 0; at + lag < samples.length; at++) {
                    sum += samples[at] * samples[at + lag];
                    one += samples[at] ** 2;
                    other += samples[at + lag] ** 2;
                }
                const alike = sum / Math.sqrt(one * other);
                if (alike > best[1] + 0.02) best = [lag, alike];
            }
            return 16000 / best[0];
        }""")
    )


def test_without_a_microphone_the_person_is_told_and_can_go_on(at_files: Reporter) -> None:
    page = at_files.page
    page.evaluate(DENIED)
    press(page, "Record a voice note")
    press(page, "Start recording")

    expect(page.locator('[data-refused="microphone-denied"]')).to_be_visible()
    press(page, "No voice note")
    at_files.presses_on()
    at_files.waits_for("readers")


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_no_step_of_adding_files_has_an_accessibility_fault(
    open_page: OpenPage, language: str, scheme: str
) -> None:
    page = open_page("/", color_scheme=scheme, bypass_csp=True, locale=language)
    page.add_script_tag(path=AXE)
    reporter = Reporter(page)
    reporter.chooses(language)
    reporter.begins_a_report()
    reporter.answers("A test.", ONE_OFFICE, until="evidence")
    faults = axe(page)
    page.locator(".evidence > .button").first.click()
    faults += axe(page)
    page.locator(".evidence .button.main").click()
    inputs = page.locator(".evidence input[type=file]")
    inputs.nth(0).set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(page, 300, 200)}
    )
    page.locator('[data-kept="1"]').wait_for()
    inputs.nth(1).set_input_files({"name": "a.exe", "mimeType": "", "buffer": b"MZ"})
    page.locator("[data-refused]").wait_for()
    faults += axe(page)
    inputs.nth(1).set_input_files({"name": "a.pdf", "mimeType": "", "buffer": b"%PDF-"})
    page.locator('[data-panel="document-notice"]').wait_for()
    faults += axe(page)
    page.locator(".evidence .button.main").click()
    page.evaluate(HUMMING)
    page.locator(".evidence > .button").last.click()
    page.locator(".evidence .button.main").click()
    page.locator('[data-state="recording"]').wait_for()
    faults += axe(page)
    page.locator(".evidence .button.main").click()
    page.locator('[data-state="heard"] audio').wait_for()
    faults += axe(page)

    assert faults == []


@pytest.mark.slow
def test_a_paper_can_be_added_later_with_the_receipt(
    at_files: Reporter, demonstration: Demonstration, tmp_path: Path
) -> None:
    page = at_files.page
    at_files.presses_on()
    at_files.waits_for("readers")
    receipt = at_files.takes_the_receipt()
    at_files.types_back(receipt)
    at_files.is_told_that_it_is_sent()
    at_files.presses_on()
    at_files.checks(receipt)
    at_files.presses_on()
    at_files.waits_for("write")
    office = page.locator("label", has_text="UN-Habitat, conduct and discipline")
    if office.count():
        office.first.click()
    page.locator("main textarea").fill("A paper that I found later.")
    press(page, "Add photos, papers or a voice note")
    add_document(page, "letter.pdf", b"%PDF-1.7 a letter")
    press(page, "Send the original, sealed")
    at_files.presses_on()
    at_files.is_told_that_it_is_sent()

    case_with(demonstration, page, "A paper that I found later.", tmp_path)
    (file,) = (tmp_path / "found").iterdir()
    assert (file.name, file.read_bytes()) == ("01-letter.pdf", b"%PDF-1.7 a letter")
