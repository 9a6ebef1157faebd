"""A reporter at the phone app: acts by what a person sees, finds things by their stable marks."""

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, expect

LANGUAGES = {"en": "English", "ar": "العربية", "zh": "中文"}
# A report of sexual exploitation by somebody of UN-Habitat, with a wish for help; the rest is skipped.
ANSWERS = {
    "safe_now": "yes",
    "reporter_role": "self",
    "category": "sea",
    "assistance": "medical",
    "pace": "full",
    "accused_affiliation": "un_staff",
    "entity": "un-habitat",
    "child_involved": "no",
    "contact_ok": "yes",
}
SENT_MS = 120_000  # deposits leave apart in time, so that nobody counts them as one person's


@dataclass(frozen=True)
class Reporter:
    """Somebody with a phone."""

    page: Page

    @property
    def screen(self) -> str:
        """The name of the screen that is shown."""
        return self.page.locator("[data-screen]").get_attribute("data-screen") or ""

    def waits_for(self, screen: str, timeout: float = 30_000) -> None:
        """Until a screen is shown."""
        self.page.locator(f'[data-screen="{screen}"]').wait_for(timeout=timeout)

    def chooses(self, language: str) -> None:
        """The language."""
        self.page.get_by_role("button", name=LANGUAGES[language]).click()
        self.waits_for("home")

    def begins_a_report(self) -> None:
        """From the start to the first question."""
        self.page.locator("main .button").first.click()
        self.waits_for("before")
        self.presses_on()
        self.waits_for("question")

    def presses_on(self) -> None:
        """The main button of the screen."""
        self.page.locator("main .actions .button.main").click()

    def answers(self, words: str, answers: Mapping[str, str] = ANSWERS, until: str = "readers") -> None:
        """Answer the questions that have an answer, skip the rest and the files, until a screen is shown."""
        screens = ", ".join(f'[data-screen="{name}"]' for name in ("question", "evidence", "readers"))
        for _ in range(60):
            self.page.locator(screens).wait_for()
            if self.screen == until:
                return
            if self.screen == "evidence":
                self.presses_on()
                self.waits_for("readers")
                continue
            question = self.page.locator("[data-screen]").get_attribute("data-turn") or ""
            field = self.page.locator("main textarea, main input[type=text]")
            if question in answers:
                self.page.locator(f'main label:has(input[value="{answers[question]}"])').click()
            elif question in ("what", "what_child") and field.count():
                field.fill(words)
            self.presses_on()
            expect(self.page.locator("[data-screen]")).not_to_have_attribute("data-turn", question)
        raise AssertionError("the form does not end")

    def readers(self) -> list[str]:
        """The names of the offices that are said to read it."""
        return self.page.locator("[data-office]").all_inner_texts()

    def takes_the_receipt(self) -> str:
        """Go on to the receipt, note it, and go on to typing a part of it."""
        self.presses_on()
        self.waits_for("receipt")
        receipt = " ".join(self.page.locator("[data-receipt] li").all_inner_texts())
        self.presses_on()
        self.waits_for("typeback")
        return receipt

    def types_back(self, receipt: str) -> None:
        """Type the parts that are asked for."""
        parts = receipt.split()
        for place, field in zip(self.places(), self.page.locator("main input[type=text]").all(), strict=True):
            field.fill(parts[place - 1])
        self.presses_on()

    def places(self) -> list[int]:
        """Which words or groups are asked for; the labels end with the number."""
        labels = self.page.locator("main .field label").all_inner_texts()
        return [int("".join(character for character in label if character.isdecimal())) for label in labels]

    def is_told_that_it_is_sent(self) -> None:
        """Until the server has confirmed everything with its signature."""
        self.page.locator("[data-sent]").wait_for(timeout=SENT_MS)

    def reports(self, words: str) -> str:
        """The whole way; the answer is the receipt."""
        self.begins_a_report()
        self.answers(words)
        receipt = self.takes_the_receipt()
        self.types_back(receipt)
        self.is_told_that_it_is_sent()
        return receipt

    def checks(self, receipt: str) -> None:
        """Look for an answer with a receipt."""
        self.page.locator("main .button").nth(1).click()
        self.waits_for("check")
        self.page.locator("main textarea").fill(receipt)
        self.presses_on()
        self.waits_for("answers")

    def reads(self) -> list[str]:
        """The answers that could be read."""
        return self.page.locator('[data-answer="read"]').all_inner_texts()
