"""Help, account and disposal at the desk: two officers of one office, each at their own device."""

import csv
import io
import json
import re
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from app.domain.facts import Facts
from app.reporter import Reporter
from app.services.evidence import File
from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import SYNC_MS, Officer
from tests.browser.photos import photo
from tests.browser.test_phone import AXE, axe
from tests.processes import ROOT
from tests.sealing.twin import node

OFFICE = "UN-Habitat, conduct and discipline focal point"
FACTS = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")
A, B = "Focal point A", "Focal point B"
# From the second signature on nobody gets it; the worker destroys it within a minute.
CLOSED = '[data-state="closed"], [data-state="done"]'


class Account(Officer):
    """An officer who helps, codes, counts and destroys."""

    def region(self, name: str) -> Locator:
        """A panel."""
        return self.page.get_by_role("region", name=name, exact=True)

    def looks_for_new(self) -> None:
        """Fetch what is new."""
        self.page.get_by_role("button", name="Check for new").click()
        expect(self.page.get_by_role("button", name="Check for new")).to_be_enabled(timeout=SYNC_MS)

    def trail_words(self) -> str:
        """The six words of the case that is shown."""
        return self.region("Trail of the case").locator(".trail-words").inner_text()

    def helps(self, step: str, provider: str = "") -> None:
        """Write down a step of help."""
        panel, offer = self.region("Help that your office offered"), self.region("Offer help")
        panel.or_(offer).first.wait_for()
        if panel.count() == 0:
            panel = offer
        if not panel.get_by_label("What was done").is_visible():
            panel.get_by_text("Write down a step").click()
        panel.get_by_label("What was done").select_option(label=step)
        panel.get_by_label("Legal advice").check()
        panel.get_by_label("Who helps").fill(provider)
        panel.get_by_role("button", name="Write it down").click()
        own = self.region("Help that your office offered")
        expect(own.locator(".stands")).to_contain_text(step, timeout=SYNC_MS)

    def closes(self, reason: str) -> None:
        """From acknowledged to closed."""
        self.turns_to("Triage")
        status = self.region("Change the status")
        status.get_by_label("New status").select_option(label="Triaged")
        status.get_by_role("button", name="Change status").click()
        closing = self.region("Close the case")
        closing.get_by_label("Reason for closing").select_option(label=reason, timeout=SYNC_MS)
        closing.get_by_role("button", name="Close the case").click()
        expect(closing).to_have_count(0, timeout=SYNC_MS)

    def sees_it_destroyed(self) -> None:
        """Look until the worker of the demonstration has come: it looks once a minute."""
        for _ in range(15):
            if self.page.locator('[data-state="done"]').count():
                return
            self.page.wait_for_timeout(6_000)
            self.looks_for_new()
        raise AssertionError("the worker did not destroy it")

    def is_accessible(self) -> None:
        """Nothing that axe finds fault with."""
        self.page.evaluate(
            AXE.read_text(encoding="utf-8")
        )  # not as a script of the page: the policy stays on
        assert axe(self.page) == []


def texts_of(printed: Path) -> list[str]:
    """The text of each page of a PDF."""
    done = subprocess.run(
        [node(), ROOT / "tests/browser/printed.mjs", printed], capture_output=True, check=True, cwd=ROOT
    )
    pages: list[str] = json.loads(done.stdout)
    return pages


Team = Callable[..., tuple[Account, Account, str]]


@pytest.fixture
def team(open_page: OpenPage, demonstration: Demonstration) -> Team:
    """Two officers before the same new report, and its words."""

    def gathered(files: tuple[File, ...] = (), **options: object) -> tuple[Account, Account, str]:
        words = f"It happened at the gate {uuid.uuid4().hex[:8]}."
        with httpx.Client(base_url=demonstration.address) as http:
            Reporter(http).report(
                FACTS, {"category": ["harassment"], "country": "KE"}, words, files=list(files)
            )
        officers = []
        for who in (A, B):
            officer = Account(open_page("/desk", LAPTOP, **options))
            officer.unlocks(OFFICE, who)
            officer.sees_the_cases()
            officer.finds(words)
            officers.append(officer)
        return officers[0], officers[1], words

    return gathered


@pytest.mark.parametrize("to_the_end", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_two_officers_destroy_a_closed_case_together_and_its_trail_says_so(
    team: Team, open_page: OpenPage, to_the_end: bool
) -> None:
    picture = File("photo.jpg", "image/jpeg", photo(open_page("/"), 400, 300))
    first, second, words = team((picture,))
    first.acknowledges()
    first.turns_to("Record")
    expect(first.region("Destroy the case").get_by_text("only after it was closed")).to_be_visible()
    first.closes("Duplicate")
    first.turns_to("Record")

    second.looks_for_new()
    second.turns_to("Record")
    first.looks_for_new()
    expect(first.region("Trail of the case")).to_have_attribute("data-trail", "whole")
    expect(second.region("Trail of the case").locator(".trail-words")).to_have_text(first.trail_words())

    destroying = first.region("Destroy the case")
    destroying.get_by_text("Propose to destroy it").click()
    expect(destroying.get_by_text("Its 1 file would go within a month.")).to_be_visible()
    destroying.get_by_label("Why it may be destroyed").select_option(
        label="Somebody entitled to it decided so"
    )
    expect(destroying.get_by_role("button", name="Propose it")).to_be_disabled()
    destroying.get_by_label("What allows it").fill("Decision 2026/14")
    destroying.get_by_role("button", name="Propose it").click()
    expect(first.page.locator('[data-state="waits"]')).to_be_visible(timeout=SYNC_MS)
    expect(destroying.get_by_role("button", name="Destroy it for good")).to_have_count(0)
    first.is_accessible()

    second.looks_for_new()
    confirming = second.region("Destroy the case")
    confirming.get_by_label("I have looked at this case.", exact=False).check()
    confirming.get_by_role("button", name="Destroy it for good").click()
    expect(second.page.locator(CLOSED)).to_be_visible(timeout=SYNC_MS)

    for officer in (second, first):
        officer.looks_for_new()
        expect(officer.page.locator(CLOSED)).to_contain_text("Decision 2026/14", timeout=SYNC_MS)
        expect(officer.region("Trail of the case")).to_have_attribute("data-trail", "disposed")
        expect(officer.page.get_by_role("heading", name="Destroyed case")).to_be_visible()
        expect(officer.page.get_by_text(words)).to_have_count(0)
    expect(second.region("Trail of the case").locator(".trail-words")).to_have_text(first.trail_words())

    fresh = Account(open_page("/desk", LAPTOP))  # a disk that never held it: the server gives it to nobody
    fresh.unlocks(OFFICE, B)
    fresh.sees_the_cases()
    fresh.looks_for_new()
    fresh.page.get_by_role("button", name="All").click()
    expect(fresh.page.locator("tbody .opener").first).to_be_visible(timeout=SYNC_MS)
    fresh.page.get_by_label("Search in your cases").fill(words)
    expect(fresh.page.locator("tbody .opener")).to_have_count(0)
    if to_the_end:
        first.sees_it_destroyed()


def test_help_is_followed_by_two_and_the_record_is_counted_without_words(team: Team) -> None:
    first, second, words = team()
    first.turns_to("Help")
    first.helps("Offered")
    second.looks_for_new()
    second.turns_to("Help")
    second.helps("Referred to somebody who helps", "Legal aid, Nairobi")
    first.looks_for_new()
    expect(first.region("Help that your office offered").locator(".stands")).to_contain_text(
        "Referred", timeout=SYNC_MS
    )
    expect(first.region("Help that your office offered").get_by_text("Ask how it stands on")).to_be_visible()
    expect(first.region("Places that help").get_by_label("Country")).to_be_visible()
    first.is_accessible()

    second.turns_to("Record")
    record = second.region("Statistical record")
    record.get_by_text("Fill it in").click()
    record.get_by_label("Kind of allegation").select_option(label="Fraud or theft")
    record.get_by_label("Victims: all").fill("two")
    expect(record.get_by_text("This does not fit")).to_be_visible()
    expect(record.get_by_role("button", name="Save the record")).to_be_disabled()
    record.get_by_label("Victims: all").fill("2")
    record.get_by_label("Victims: women").fill("3")
    record.get_by_role("button", name="Save the record").click()
    expect(record.get_by_text("The numbers of victims do not add up")).to_be_visible(timeout=SYNC_MS)
    second.is_accessible()

    second.goes_to("Statistics")
    expect(second.region("Numbers").get_by_role("row", name="Fraud or theft")).to_be_visible()
    second.is_accessible()
    second.page.get_by_label("I know who gets it", exact=False).check()
    rows = saved_rows(second.page, "Save records as CSV")
    mine = [row for row in rows if row["allegation_type"] == "fraud" and row["victims_women"] == "3"]
    assert len(mine) == 1
    assert re.fullmatch(r"[0-9a-f]{8}", mine[0]["case_ref"])
    assert words not in json.dumps(rows)
    sums = saved_rows(second.page, "Save sums as CSV")
    assert all(
        row["number"] == "hidden" or int(row["number"]) == 0 or int(row["number"]) >= 5 for row in sums
    )


def saved_rows(page: Page, button: str) -> list[dict[str, str]]:
    """The rows of a CSV file that a button saves."""
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    return list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ar"])
def test_a_case_file_is_printed_with_page_numbers_and_names_what_stays_behind(
    open_page: OpenPage, demonstration: Demonstration, tmp_path: Path, language: str
) -> None:
    words = f"Amina Example saw it {uuid.uuid4().hex[:8]}. " + "It went on and on. " * 300
    with httpx.Client(base_url=demonstration.address) as http:
        Reporter(http).report(FACTS, {"category": ["harassment"], "contact_person": "woman"}, words)
    officer = Account(open_page("/desk", LAPTOP, locale="en"))
    officer.unlocks(OFFICE, A)
    officer.sees_the_cases()
    officer.finds(words[:40])
    if language == "ar":
        officer.page.locator(".language").select_option("ar")
        expect(officer.page.locator("html")).to_have_attribute("dir", "rtl")
    officer.page.locator(".tabs .tab").last.click()
    panel = officer.page.locator("section.panel", has=officer.page.locator("option[value=investigators]"))
    panel.locator("select").select_option("investigators")
    panel.locator("input[type=text]").fill("Investigator, Nairobi")
    panel.locator(".fields > .button").last.click()
    panel.locator("textarea").last.fill("Amina Example")
    panel.locator(".tick input").check()
    sheet = officer.page.locator(".casefile")
    expect(sheet).to_be_visible()
    expect(sheet).not_to_contain_text("Amina Example")
    expect(sheet.locator("[data-withheld]")).to_have_attribute("data-withheld", re.compile("passages"))
    expect(sheet).to_contain_text("Investigator, Nairobi")

    printed = tmp_path / "case.pdf"
    officer.page.pdf(path=printed, prefer_css_page_size=True)
    pages = texts_of(printed)

    assert len(pages) > 1
    for at, text in enumerate(pages, 1):
        numbers = (at, len(pages)) if language == "en" else (len(pages), at)  # from the right
        assert re.search(r"{}\s*/\s*{}".format(*numbers), text), text
    assert "Amina" not in "".join(pages)
    assert "Investigator" in pages[0]
    assert not any("Check for new" in text for text in pages)
    panel.locator(".print-now .button").click()
    expect(officer.page.locator(".register")).to_contain_text("Investigator, Nairobi", timeout=SYNC_MS)
