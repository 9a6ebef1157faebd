"""A focal point at the desk in the browser."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PASSPHRASE = "demonstration"
UNLOCK_MS = 30_000  # Argon2id is slow on purpose
SYNC_MS = 45_000
LOOK_MS = 1_500  # the relay of the demonstration waits two seconds


@dataclass(frozen=True)
class Officer:
    """Somebody with a device."""

    page: Page

    def unlocks(self, office: str, who: str = "Focal point A", passphrase: str = PASSPHRASE) -> None:
        """Choose a device of the demonstration by its label, and type the passphrase."""
        devices = self.page.get_by_label("Device of the demonstration")
        devices.locator("option", has_text=office).first.wait_for(state="attached")
        labels = devices.locator("option").all_inner_texts()
        label = next(each for each in labels if who in each and office in each)
        devices.select_option(label=label)
        self.page.get_by_label("Passphrase").fill(passphrase)
        self.page.get_by_role("button", name="Unlock").click()

    def sees_the_cases(self) -> None:
        """From the first screen to the list."""
        self.page.locator('[data-screen="today"]').wait_for(timeout=UNLOCK_MS)
        self.goes_to("Cases")
        self.page.locator('[data-screen="cases"]').wait_for()

    def goes_to(self, place: str) -> None:
        """Choose a place of the desk by its name."""
        self.page.get_by_role("navigation", name="Desk").get_by_role("button", name=place).click()

    def turns_to(self, tab: str) -> None:
        """Choose a part of the case by its name."""
        self.page.get_by_role("navigation", name="Parts of the case").get_by_role("button", name=tab).click()

    def waits_for_a_case(self) -> Locator:
        """Ask for what is new until a case that nobody opened stands in the list."""
        opener = self.page.locator("tr.unread .opener").first
        for _ in range(SYNC_MS // LOOK_MS):
            if opener.is_visible():
                return opener
            self.page.get_by_role("button", name="Check for new").click()
            self.page.wait_for_timeout(LOOK_MS)
        raise AssertionError("no new case came to this desk")

    def opens_the_first_case(self) -> None:
        """Open the first that nobody opened."""
        self.waits_for_a_case().click()
        self.page.locator('[data-screen="case"]').wait_for()

    def finds(self, words: str) -> None:
        """Open new cases until one holds these words; other tests leave theirs behind."""
        for _ in range(12):
            self.opens_the_first_case()
            self.page.locator(".reading .panel").first.wait_for()
            if self.page.get_by_text(words).count():
                return
            self.page.get_by_role("button", name="Back to the cases").click()
        raise AssertionError("no new case holds these words")

    def reads(self, words: str) -> None:
        """The words stand on the page."""
        expect(self.page.get_by_text(words)).to_be_visible(timeout=SYNC_MS)

    def acknowledges(self) -> None:
        """The signed acknowledgement."""
        self.page.get_by_role("region", name="Acknowledge").get_by_role("button", name="Acknowledge").click()
        expect(self.page.get_by_text("holds your office's signed proof")).to_be_visible(timeout=SYNC_MS)

    def answers(self, text: str) -> None:
        """Write to the reporter."""
        self.page.get_by_label("Your answer").fill(text)
        self.page.get_by_role("button", name="Send answer").click()
        expect(self.page.get_by_text("Your answer was sent.")).to_be_visible(timeout=SYNC_MS)
