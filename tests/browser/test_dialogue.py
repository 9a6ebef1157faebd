"""The dialogue in a real browser: letters both ways, help later, a name taken back, a proof to check."""

import json
import uuid
from base64 import b64decode
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.domain.directory import parse_directory
from app.sealing.signatures import verify
from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import SYNC_MS, Officer
from tests.browser.reporter import SENT_MS, Reporter

CONDUCT = "UN-Habitat, conduct and discipline focal point"
# Bullying by somebody of UN-Habitat: one office. All three consents are given, so that one can be taken back.
BULLYING = {
    "safe_now": "yes",
    "reporter_role": "self",
    "category": "harassment",
    "accused_affiliation": "un_staff",
    "entity": "un-habitat",
    "contact_ok": "yes",
    "identity_helpers": "yes",
    "identity_investigators": "yes",
}


def mark() -> str:
    return f"mark{uuid.uuid4().hex[:10]}"


def at_desk(page: Page, office: str) -> Officer:
    officer = Officer(page)
    officer.unlocks(office)
    officer.sees_the_cases()
    return officer


def waits_at_the_case(officer: Officer, words: str) -> None:
    """Ask for what is new until these words stand on the open case."""
    for _ in range(SYNC_MS // 1_500):
        if officer.page.get_by_text(words).count():
            return
        officer.page.get_by_role("button", name="Check for new").click()
        officer.page.wait_for_timeout(1_500)
    raise AssertionError("the words did not come to this desk")


def sends(reporter: Reporter) -> None:
    """Press on, wait until it is sent, and go back to the inbox."""
    reporter.presses_on()
    reporter.page.locator("[data-sent]").wait_for(timeout=SENT_MS)
    reporter.page.get_by_role("button", name="Back", exact=True).click()
    reporter.waits_for("answers")


def looks_until(reporter: Reporter, text: str) -> None:
    """Look for more until a text stands in the inbox; the app fetches in small steps."""
    for _ in range(12):
        if reporter.page.get_by_text(text).count():
            return
        reporter.page.get_by_role("button", name="Look for more").click()
        reporter.page.wait_for_timeout(500)
        expect(reporter.page.get_by_role("button", name="Look for more")).to_be_enabled()
    raise AssertionError("the answer did not come")


def starts(reporter: Reporter, form: str, screen: str) -> None:
    reporter.page.locator(f'[data-do="{form}"]').click()
    reporter.waits_for(screen)


def check_proof(path: Path, address: str, page: Page) -> None:
    """What a checker does: a device that the directory lists signed these ids and this day."""
    proof = json.loads(path.read_bytes())
    assert proof["kind"] == "speakup-acknowledgement"
    answer = page.request.get(f"{address}/api/v1/directory/{proof['directory']['version']}").json()
    document = json.loads(b64decode(answer["document"]))
    directory = parse_directory(document)
    assert proof["organisation"] == directory.organisation.id
    devices = {device.id: device for device in directory.office(proof["office"]).devices}
    message = (
        b"".join(bytes.fromhex(proof[name]) for name in ("office", "ctx", "thread")) + proof["day"].encode()
    )
    key = bytes.fromhex(devices[proof["device"]].sign)
    signature = bytes.fromhex(proof["signature"])
    assert verify(key, "ack", message, signature)
    assert not verify(key, "ack", message.replace(proof["day"].encode(), b"2020-01-01"), signature)


def test_a_dialogue_goes_both_ways_and_the_person_stays_in_charge_of_their_name(
    open_page: OpenPage, demonstration: Demonstration, tmp_path: Path
) -> None:
    story, first, second = mark(), mark(), mark()
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    reporter.begins_a_report()
    reporter.answers(story, BULLYING)
    assert reporter.page.locator("[data-reason]").count() == 1, "why it goes there is said"
    receipt = reporter.takes_the_receipt()
    reporter.types_back(receipt)
    reporter.is_told_that_it_is_sent()
    assert "not your fault" not in reporter.page.locator("[data-thanks]").inner_text()

    officer = at_desk(open_page("/desk", LAPTOP), CONDUCT)
    officer.finds(story)
    assert officer.page.locator('[data-identity="helpers_and_investigators"]').count() == 1
    officer.acknowledges()
    officer.answers(first)

    later = Reporter(open_page("/"))  # another browser: only the receipt was kept
    later.chooses("en")
    later.checks(receipt)
    looks_until(later, first)
    assert later.page.locator('[data-status="acknowledged"]').count() == 1
    later.page.get_by_role("button", name="Save this confirmation as a file").click()
    with later.page.expect_download() as saved:
        later.page.get_by_role("button", name="Save it now").click()
    assert saved.value.suggested_filename.startswith("note-")
    saved.value.save_as(tmp_path / "note.json")
    check_proof(tmp_path / "note.json", demonstration.address, later.page)
    anybody = Reporter(open_page("/verify"))
    anybody.page.get_by_role("button", name="English").click()
    anybody.waits_for("verify")
    anybody.page.locator("input[type=file]").set_input_files(tmp_path / "note.json")
    anybody.page.locator('[data-screen="verdict"][data-turn="true"]').wait_for(timeout=30_000)

    later.presses_on()
    later.page.locator("main textarea").fill(second)
    sends(later)
    starts(later, "withdraw", "withdraw")
    sends(later)
    waits_at_the_case(officer, second)
    waits_at_the_case(officer, "The reporter changed what they allow")
    expect(officer.page.locator('[data-identity="none"]')).to_have_count(1)
    assert officer.page.locator('[data-identity="helpers_and_investigators"]').count() == 0


def test_help_can_be_asked_for_later_and_goes_without_the_story(open_page: OpenPage) -> None:
    story, contact = mark(), mark()
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    receipt = reported(reporter, story)
    reporter.presses_on()
    reporter.waits_for("home")
    reporter.checks(receipt)
    starts(reporter, "help", "ask-help")
    reporter.page.locator('main label:has(input[value="safe_place"])').click()
    reporter.page.locator("main textarea").fill(contact)
    helper = reporter.page.locator("[data-helper]").inner_text().removeprefix("This office gets it: ")
    sends(reporter)

    officer = at_desk(open_page("/desk", LAPTOP), helper)
    officer.finds(contact)
    assert officer.page.get_by_text("A safe place").count() >= 1
    assert officer.page.get_by_text(story).count() == 0


@pytest.mark.slow
def test_an_office_asks_about_retaliation_and_yes_leads_to_an_office_for_ethics(open_page: OpenPage) -> None:
    story, punished = mark(), mark()
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    receipt = reported(reporter, story)
    officer = at_desk(open_page("/desk", LAPTOP), CONDUCT)
    officer.finds(story)
    region = officer.page.get_by_role("region", name="Standard answer")
    region.get_by_label("Words").select_option("check_in")
    region.get_by_role("button", name="Send these words").click()
    expect(region.get_by_text("Your answer was sent.")).to_be_visible(timeout=SYNC_MS)

    reporter.presses_on()
    reporter.waits_for("home")
    reporter.checks(receipt)
    looks_until(reporter, "Have you been treated badly")
    starts(reporter, "unheard", "unheard")  # a letter closes no way to another office
    expect(reporter.page.get_by_text(f"The office that did not answer: {CONDUCT}")).to_be_visible()
    reporter.page.get_by_role("button", name="Back").click()
    reporter.page.get_by_role("button", name="Yes, or I am afraid of it").click()
    reporter.waits_for("treated")
    protector = reporter.page.locator("[data-protector]").inner_text().removeprefix("This office gets it: ")
    reporter.page.locator("main textarea").first.fill(punished)
    sends(reporter)

    ethics = at_desk(open_page("/desk", LAPTOP), protector)
    ethics.finds(punished)
    assert ethics.page.get_by_text(story).count() == 0


def test_somebody_who_waited_in_vain_can_go_past_the_silent_office(open_page: OpenPage) -> None:
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    receipt = reported(reporter, mark())
    reporter.presses_on()
    reporter.waits_for("home")
    reporter.checks(receipt)
    assert reporter.page.locator("[data-times]").count() == 1
    reporter.page.get_by_role("button", name="I have waited longer").click()
    reporter.waits_for("unheard")
    reporter.page.locator("main label", has_text=CONDUCT).click()
    reporter.presses_on()
    reporter.waits_for("before")
    reporter.presses_on()
    reporter.waits_for("question")
    reporter.answers(mark(), BULLYING)

    assert reporter.readers()
    assert not any(CONDUCT in each for each in reporter.readers())


def reported(reporter: Reporter, words: str) -> str:
    """A report of bullying on its whole way; the receipt."""
    reporter.begins_a_report()
    reporter.answers(words, BULLYING)
    receipt = reporter.takes_the_receipt()
    reporter.types_back(receipt)
    reporter.is_told_that_it_is_sent()
    return receipt
