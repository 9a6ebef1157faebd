"""Passing cases on between two desks: consent enforced, the reporter taken along, stepping back."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.domain.facts import Facts
from app.reporter import Reporter
from app.sealing.archive import read
from app.sealing.receipt import Receipt
from app.services.evidence import File
from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import SYNC_MS, Officer
from tests.browser.test_phone import AXE, axe

HABITAT = "UN-Habitat, conduct and discipline focal point"
OIOS = "OIOS, Investigations Division"
STANDS_IN = f"{OIOS} (stands in for yours)"
PASSED_ON = "Passed on by another office"
FACTS = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")
PHOTO = File("depot.txt", "text/plain", b"what the driver wrote")


def reports(
    demonstration: Demonstration, words: str, identity: str = "none", files: tuple[File, ...] = ()
) -> tuple[Reporter, Receipt]:
    """Somebody reports to UN-Habitat, from a program."""
    reporter = Reporter(httpx.Client(base_url=demonstration.address, timeout=30))
    answers = {"category": ["harassment"], "nickname": "A."}
    consent = {"contact": "yes", "identity": identity}
    return reporter, reporter.report(FACTS, answers, words, "en", consent, files=files).receipt


def officer(open_page: OpenPage, office: str, who: str = "Focal point A") -> Officer:
    """An officer at the list of cases."""
    made = Officer(open_page("/desk", LAPTOP))
    made.unlocks(office, who)
    made.sees_the_cases()
    return made


def chooses_oios(page: Page) -> None:
    page.get_by_label("To which office").select_option(label=STANDS_IN)


def sound(page: Page) -> None:
    """Nothing that axe finds fault with."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # past the policy, not as a script of the page
    assert axe(page) == []


def mark() -> str:
    """Words that no other test's report holds."""
    return f"marker {datetime.now(UTC).timestamp():.6f}"


def test_a_referral_leaves_behind_what_the_reporter_did_not_allow(
    demonstration: Demonstration, open_page: OpenPage
) -> None:
    marker = mark()
    reports(demonstration, f"Amina saw the driver: {marker}", files=(PHOTO,))
    giver = officer(open_page, HABITAT)
    giver.finds(marker)
    giver.turns_to("Refer")
    page = giver.page
    chooses_oios(page)

    send = page.get_by_role("button", name="Seal and pass on")
    expect(page.get_by_text("does not allow those who work there")).to_be_visible()
    expect(send).to_be_disabled()
    page.get_by_label("Words to take out, one on each line").fill("AMINA")
    page.get_by_label("depot.txt").check()
    page.get_by_label("I have read every text").check()
    sound(page)
    expect(send).to_be_disabled()  # a file goes without a reason
    page.get_by_label("depot.txt").uncheck()
    send.click()
    expect(page.get_by_text("It is passed on, sealed.")).to_be_visible(timeout=SYNC_MS)

    receiver = officer(open_page, OIOS)
    receiver.finds(f"[…] saw the driver: {marker}")
    handed = receiver.page.get_by_role("region", name=PASSED_ON)
    expect(handed.get_by_text(f"Focal point A, {HABITAT}, vouches for it.")).to_be_visible()
    expect(handed.locator("[data-withheld]")).to_have_attribute(
        "data-withheld", "answers.nickname attachments passages"
    )
    expect(handed.get_by_text("stays in touch with the reporter")).to_be_visible()
    expect(receiver.page.get_by_text("Amina")).to_have_count(0)
    sound(receiver.page)


def test_who_steps_back_loses_the_case_and_the_office_that_stands_in_has_it(
    demonstration: Demonstration, open_page: OpenPage
) -> None:
    marker = mark()
    reporter, receipt = reports(demonstration, f"It is about the focal point. {marker}", files=(PHOTO,))
    leaving = officer(open_page, HABITAT)
    leaving.finds(marker)
    leaving.turns_to("Refer")
    leaving.page.get_by_role("button", name="I step back").click()
    leaving.page.get_by_role("button", name="Step back now").click()
    title = leaving.page.get_by_role("heading", name="Case from which you stepped back")
    expect(title).to_be_visible(timeout=SYNC_MS)
    expect(leaving.page.get_by_text(f"{OIOS} has it now.")).to_be_visible()
    expect(leaving.page.get_by_text(marker)).to_have_count(0)

    letters, _ = reporter.letters(receipt)
    assert letters[-1].reply.next_office is not None
    reporter.add(receipt, f"I write on. {marker}")
    stands_in = officer(open_page, OIOS, "Focal point B")
    stands_in.finds(f"It is about the focal point. {marker}")
    same = stands_in.page.get_by_text("is the person whose report was handed over")
    for _ in range(20):
        if same.count():
            break
        stands_in.page.get_by_role("button", name="Check for new").click()
        stands_in.page.wait_for_timeout(1_000)
    expect(same).to_be_visible()
    expect(stands_in.page.get_by_text(f"I write on. {marker}")).to_be_visible()
    leaving.page.get_by_role("button", name="Check for new").click()
    leaving.page.wait_for_timeout(2_000)
    expect(leaving.page.get_by_text("I write on.")).to_have_count(0)
    leaving.goes_to("Statistics")
    expect(leaving.page.get_by_text("You stepped back from 1 case.")).to_be_visible()


@pytest.mark.slow
def test_a_sealed_file_opens_at_its_office_and_at_no_other(
    demonstration: Demonstration, open_page: OpenPage, tmp_path: Path
) -> None:
    marker = mark()
    reports(demonstration, f"For a stick. {marker}", "investigators", (PHOTO,))
    giver = officer(open_page, HABITAT)
    giver.finds(marker)
    giver.turns_to("Refer")
    page = giver.page
    page.get_by_label("What do you want to do?").select_option(label="Make a sealed file for an office")
    chooses_oios(page)
    expect(page.get_by_text("allows those who work there to learn")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Make the sealed file").click()
    file = tmp_path / "case.sealed"
    taken.value.save_as(file)
    assert len(read(file.read_bytes()).bricks) == 1
    assert marker.encode() not in file.read_bytes()

    receiver = officer(open_page, OIOS)
    receiver.goes_to("Sealed files")
    receiver.page.get_by_label("Sealed file").set_input_files(file)
    expect(receiver.page.get_by_text(f"For a stick. {marker}")).to_be_visible(timeout=SYNC_MS)
    receiver.page.get_by_role("button", name=re.compile("Look|Show")).first.click()
    expect(receiver.page.get_by_text("what the driver wrote")).to_be_visible(timeout=SYNC_MS)

    giver.goes_to("Sealed files")
    giver.page.get_by_label("Sealed file").set_input_files(file)
    expect(giver.page.get_by_text("This file cannot be opened here.")).to_be_visible(timeout=SYNC_MS)


@pytest.mark.slow
def test_partner_and_authorities_are_written_down_item_by_item(
    demonstration: Demonstration, open_page: OpenPage
) -> None:
    marker = mark()
    reports(demonstration, f"A partner. {marker}")
    one = officer(open_page, HABITAT)
    one.finds(marker)
    one.turns_to("Refer")
    page = one.page
    page.get_by_text("Case of a partner organization").click()
    page.get_by_label("The partner was asked to act promptly").select_option(label="It is not safe to ask")
    expect(page.get_by_role("heading", name="Case of a partner organization")).to_be_visible(timeout=SYNC_MS)
    page.get_by_text("Write down a step").click()
    page.get_by_label("What was done").select_option(label="Headquarters was asked")
    page.get_by_label("On which day").fill("2026-11-20")
    page.get_by_role("button", name="Save the step").click()
    step = page.get_by_role("heading", name="National authority, such as the police: Headquarters was asked")
    expect(step).to_be_visible(timeout=SYNC_MS)

    other = officer(open_page, HABITAT, "Focal point B")
    other.finds(marker)
    other.turns_to("Refer")
    asked = other.page.get_by_label("The partner was asked to act promptly")
    expect(asked).to_have_value("not_safe", timeout=SYNC_MS)
