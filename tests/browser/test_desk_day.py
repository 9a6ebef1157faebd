"""An officer's day: what is due, two colleagues in one case at once, and a case brought to its end."""

import uuid

import httpx
import pytest
from playwright.sync_api import Locator, expect

from app.domain.facts import Facts
from app.reporter import Reporter
from tests.browser.conftest import LAPTOP, PHONE, Demonstration, OpenPage
from tests.browser.officer import SYNC_MS, UNLOCK_MS, Officer
from tests.browser.test_phone import AXE, axe

OFFICE = "UN-Habitat, PSEA focal point"
A, B = "Focal point A", "Focal point B"


class Colleague(Officer):
    """An officer at the first screen and in the checklists of a case."""

    def region(self, name: str) -> Locator:
        """A panel."""
        return self.page.get_by_role("region", name=name, exact=True)

    def begins(self, who: str) -> None:
        """Unlock, and wait for the first screen."""
        self.unlocks(OFFICE, who)
        self.page.locator('[data-screen="today"]').wait_for(timeout=UNLOCK_MS)

    def looks_for_new(self) -> None:
        """Fetch what is new."""
        again = self.page.get_by_role("button", name="Check for new")
        expect(again).to_be_enabled(timeout=SYNC_MS)
        again.click()
        expect(again).to_be_enabled(timeout=SYNC_MS)

    def searches(self, words: str) -> None:
        """Find a case by words in it, and open it."""
        self.goes_to("Cases")
        self.page.get_by_label("Search in your cases").fill(words)
        for _ in range(20):
            self.looks_for_new()
            if self.page.locator("tbody tr").count() == 1:
                break
            self.page.wait_for_timeout(1_500)
        self.page.locator("tbody .opener").click()
        self.page.locator(".standing .next").wait_for()

    def says(self, question: str, answer: str) -> None:
        """Answer a question of the checklist."""
        choice = self.choice(question, answer)
        choice.click()
        expect(choice).to_have_attribute("aria-pressed", "true", timeout=SYNC_MS)

    def choice(self, question: str, answer: str) -> Locator:
        """An answer to a question of the checklist."""
        return self.page.get_by_role("group", name=question).get_by_role("button", name=answer, exact=True)

    def number(self) -> str:
        """The number of the case that is shown."""
        return self.page.locator(".summary code").inner_text()

    def finds_no_fault(self) -> None:
        """Axe finds nothing, and nothing stands out of the screen."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))  # past the policy, not as a script of the page
        assert axe(self.page) == []
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide), "something is wider than the screen"


def report(demonstration: Demonstration, words: str, **answers: str) -> None:
    """A reporter writes to the office."""
    with httpx.Client(base_url=demonstration.address, timeout=30) as http:
        facts = Facts(accused="un_staff", entity="un-habitat", categories=("sea",), child="no")
        said = {"category": ["sea"], "entity": "un-habitat", "country": "KE", **answers}
        Reporter(http).report(facts, said, words, "fr", {"contact": "yes", "identity": "helpers"})


def test_two_officers_triage_one_case_at_once_and_see_the_same(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    mark = uuid.uuid4().hex[:8]
    report(demonstration, f"The clerk asks for favours {mark}.", child_involved="yes")
    first, second = Colleague(open_page("/desk", LAPTOP)), Colleague(open_page("/desk", LAPTOP))
    first.begins(A)
    second.begins(B)
    for officer in (first, second):
        officer.searches(mark)
    number = first.number()
    first.finds_no_fault()
    first.acknowledges()

    for officer in (first, second):
        officer.turns_to("Triage")
    first.says("Is a child affected?", "Yes")
    second.says("Is anyone in danger now?", "Yes")
    second.says("Is a child affected?", "Not known")
    first.looks_for_new()

    expect(first.choice("Is a child affected?", "Not known")).to_have_attribute("aria-pressed", "true")
    expect(first.choice("Is anyone in danger now?", "Yes")).to_have_attribute("aria-pressed", "true")
    first.reads("Safety comes first.")
    first.finds_no_fault()
    first.page.get_by_role("button", name="Go to “Help”").click()
    expect(first.page.locator(".tab[aria-current]")).to_have_text("Help")
    expect(first.page.locator(".tab[aria-current]")).to_be_focused()
    first.turns_to("Triage")

    first.region("Who has the case").get_by_label("Give it to").select_option(label=B)
    first.region("Who has the case").get_by_role("button", name="Give it", exact=True).click()
    first.reads(f"{B} has it.")
    second.looks_for_new()
    second.reads("You have it.")
    second.goes_to("Cases")
    second.page.get_by_text("Filters", exact=True).click()
    second.page.get_by_label("Mine only").check()
    expect(second.page.locator("tbody tr").filter(has_text=number)).to_have_count(1)
    second.finds_no_fault()


def test_the_day_begins_with_what_is_due_and_a_case_is_brought_to_its_end(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    mark = uuid.uuid4().hex[:8]
    report(demonstration, f"There is danger {mark}.", safe_now="no")
    officer = Colleague(open_page("/desk", LAPTOP))
    officer.begins(A)
    officer.searches(mark)
    number = officer.number()
    officer.goes_to("Today")
    officer.finds_no_fault()
    row = officer.page.locator(".due-list li").filter(has_text=number)
    expect(row).to_contain_text("Acknowledge the report")
    expect(row).to_contain_text("tomorrow")
    row.locator(".opener").click()

    officer.acknowledges()
    officer.page.get_by_label("This asks something").check()
    officer.answers("Where are you now?")
    officer.goes_to("Today")
    waiting = officer.page.get_by_role("region", name="Waiting for the reporter")
    waiting.locator("li").filter(has_text=number).locator(".opener").click()
    officer.reads("You asked the reporter something")

    officer.turns_to("Triage")
    status = officer.region("Change the status")
    status.get_by_label("New status").select_option(label="Triaged")
    status.get_by_role("button", name="Change status").click()
    closing = officer.region("Close the case")
    reason = closing.get_by_label("Reason for closing")
    reason.select_option(label="The reporter no longer wishes it", timeout=SYNC_MS)
    officer.reads("does not end your office's duty to act")
    expect(closing.locator("blockquote[lang=fr]")).to_be_visible()
    closing.get_by_role("button", name="Close the case").click()
    officer.reads("This case is closed.")
    officer.page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain table of two numbers
    officer.finds_no_fault()

    officer.turns_to("Report and answers")
    officer.page.get_by_role("button", name="Go to “Change the status”").click()
    expect(officer.region("Change the status").get_by_label("New status")).to_be_in_viewport()
    officer.finds_no_fault()


@pytest.mark.slow
def test_links_and_the_register_of_who_was_told_are_kept_by_two_officers(
    open_page: OpenPage, demonstration: Demonstration
) -> None:
    marks = [uuid.uuid4().hex[:8] for _ in range(2)]
    for mark in marks:
        report(demonstration, f"The same clerk {mark}.")
    first, second = Colleague(open_page("/desk", LAPTOP)), Colleague(open_page("/desk", PHONE))
    first.begins(A)
    second.begins(B)
    first.searches(marks[0])
    second.searches(marks[1])
    other = second.number()

    first.turns_to("Triage")
    links = first.region("Linked cases")
    links.get_by_text("Link a case").click()
    links.get_by_label("First figures of its number").fill(other)
    links.get_by_role("radio", name=other).check()
    links.get_by_role("button", name="Link them").click()
    expect(links.get_by_text(other)).to_be_visible(timeout=SYNC_MS)
    first.turns_to("Record")
    told = first.region("Who was told")
    told.get_by_text("Write down who was told").click()
    told.get_by_label("Their role").select_option(label="Supervisor")
    told.get_by_label("Who, by title").fill("Chief of the depot")
    told.get_by_role("button", name="Write it down").click()
    expect(told.get_by_text("Written down by")).to_be_visible(timeout=SYNC_MS)
    first.finds_no_fault()

    second.turns_to("Triage")
    second.looks_for_new()
    expect(second.region("Linked cases").get_by_text("The same was reported").first).to_be_visible()
    second.region("Linked cases").get_by_role("button", name=first.number()).click()
    second.turns_to("Record")
    second.reads("Chief of the depot")
    second.reads("more than somebody in this role needs to know")
    second.finds_no_fault()
