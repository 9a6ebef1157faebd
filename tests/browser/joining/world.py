"""An office that grows and shrinks: a real server, the real ceremony, and the pages of those who work there.

The server answers as `localhost`: passkeys belong to a name, not to a number.
"""

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from app.commands.joins import group as joins
from app.commands.org import group
from tests.browser.conftest import LAPTOP
from tests.desk.world import HARASSMENT, PASSPHRASE, World, world

OURS = "seven blue herons"
UNLOCK_MS = 30_000  # Argon2id is slow on purpose
SHOTS = os.environ.get("SPEAKUP_SHOTS")  # a folder: keep pictures of the way, to look at


class Ceremony(World):
    """The organisation with the commands that its root holders type."""

    def says(self, *words: str, answers: str = "") -> str:
        """Type a command of `speakup org`; what it printed."""
        given = ["--folder", str(self.folder / "org"), *words]
        done = CliRunner().invoke(group, given, input=answers, env={"SPEAKUP_PASSPHRASE": PASSPHRASE})
        assert done.exit_code == 0, f"{words}: {done.output}"
        return done.output

    def server_says(self, *words: str) -> str:
        """Type a command of `speakup joins` on the server's machine; what it printed."""
        done = CliRunner().invoke(joins, ["--database", self.settings.database_url, *words])
        assert done.exit_code == 0, f"{words}: {done.output}"
        return done.output

    def invites(self, office: str, title: str) -> str:
        """The root holders invite a first officer; the link."""
        said = self.says("invite", office, "--title", title, "--origin", self.address)
        (opened,) = re.findall(r"joins open (\w+ \w+)", said)
        self.server_says("open", *opened.split())
        (link,) = re.findall(r"\S+#join=\S+", said)
        return str(link)

    def publishes(self, *papers: Path) -> None:
        """Take what was signed at desks into the draft, then prepare, sign and publish."""
        if papers:
            said = self.says("requests", *map(str, papers), answers="y\n" * len(papers))
            assert f"{len(papers)} of {len(papers)} taken" in said, said
        self.says("prepare")
        for root in sorted((self.folder / "org/roots").iterdir()):
            self.says("sign", "--root", str(root))
        self.says("verify")
        self.says("publish", "--database", self.settings.database_url)

    def receives(self, words: str) -> None:
        """A report comes in and is filed."""
        self.reporter().report(HARASSMENT, {"category": ["harassment"]}, words)
        self.relay()


def ceremony(folder: Path, migrated: Path) -> AbstractContextManager[Ceremony]:
    """Found the organisation, with two officers who have key files, and serve it."""
    return world(folder, migrated, Ceremony, "localhost")


@dataclass
class Computer:
    """A browser of somebody, with what it keeps; `sheets` are the papers that lie beside it."""

    context: BrowserContext
    page: Page
    address: str
    folder: Path
    sheets: list[list[str]] = field(default_factory=list)

    def look(self, name: str) -> None:
        """Keep a picture, when somebody wants to look."""
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

    def opens_with_file(self, file: Path) -> None:
        """As those do whose keys were made by `speakup org`."""
        self.page.goto(f"{self.address}/desk")
        self.page.get_by_label("Your device key file").set_input_files(file)
        self.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
        self.page.get_by_role("button", name="Unlock").click()
        self.sees_the_desk()

    def opens(self, passphrase: str = OURS) -> None:
        """The device that is chosen at the door, with its passphrase."""
        self.page.get_by_label("Passphrase", exact=True).fill(passphrase)
        self.page.get_by_role("button", name="Unlock", exact=True).click()
        self.sees_the_desk()

    def sees_the_desk(self) -> None:
        """Until the desk is open."""
        self.page.get_by_role("button", name="Lock", exact=True).wait_for(timeout=UNLOCK_MS)

    def locks(self) -> None:
        """Lock the desk."""
        self.page.get_by_role("button", name="Lock", exact=True).click()
        self.page.locator('[data-screen="unlock"]').wait_for()

    def goes_to(self, place: str) -> None:
        """A place of the desk by its name in the navigation."""
        self.page.get_by_role("navigation").get_by_role("button", name=place).click()

    def people(self) -> None:
        """The people of the office, as they are now."""
        self.goes_to("Cases")
        self.goes_to("People")
        self.page.locator("li.member").first.wait_for()

    def member(self, title: str) -> Locator:
        """The row of a member."""
        return self.page.get_by_role("region", name="Members").locator("li.member", has_text=title)

    def invites(self, title: str) -> str:
        """Somebody new; the link."""
        self.people()
        form = self.page.get_by_role("region", name="Invite somebody")
        form.get_by_label("What they will be called").fill(title)
        form.get_by_role("button", name="Make the link").click()
        return form.get_by_label("Invitation link").input_value()

    def makes_keys(self, link: str) -> None:
        """Open the link, write the words down, type three of them back."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Make my keys").click()
        self.page.locator(".recovery li").first.wait_for()
        self.sheets.append(self.page.locator(".recovery li").all_inner_texts())
        self.look("recovery-sheet")
        self.page.get_by_role("button", name="I have it on paper").click()
        self.types_back()
        self.page.get_by_role("button", name="Go on").click()

    def types_back(self) -> None:
        """The three words of the sheet that are asked."""
        for field_of in self.page.locator("form.card .field").all():
            number = re.search(r"\d+", field_of.inner_text())
            assert number is not None
            field_of.locator("input").fill(self.sheets[-1][int(number[0]) - 1])

    def chooses_a_passphrase(self, passphrase: str = OURS) -> None:
        """Lock the new keys with it."""
        self.page.get_by_label("New passphrase").fill(passphrase)
        self.page.get_by_label("The same passphrase again").fill(passphrase)
        self.page.get_by_role("button", name="Go on").click()

    def words_to_compare(self) -> str:
        """The six words that this screen shows."""
        six = self.page.locator(".six")
        six.wait_for(timeout=UNLOCK_MS)
        return six.inner_text()

    def approves(self, words: str) -> Path:
        """Compare the six words, sign, and take the approval away as a file."""
        self.people()
        assert self.words_to_compare() == words, "both see the same six words"
        self.page.get_by_label("I heard or saw the same six words").check()
        self.look("approval")
        self.page.get_by_role("button", name="Approve and sign").click()
        return self.takes(self.page.get_by_role("button", name="Save the approval for the root holders"))

    def takes(self, button: Locator) -> Path:
        """Save a paper."""
        with self.page.expect_download() as coming:
            button.click()
        path = self.folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    def is_let_in(self) -> None:
        """The directory lists the device: the door opens with its passphrase."""
        again = self.page.get_by_role("button", name="Look again")
        again.click()
        again.wait_for(state="detached", timeout=UNLOCK_MS)

    def checks_for_new(self) -> None:
        """Fetch what came, to the end."""
        button = self.page.get_by_role("button", name="Check for new")
        button.click()
        expect(button).to_be_enabled(timeout=UNLOCK_MS)

    def can_read(self, words: str) -> None:
        """Open the cases one after the other until one holds the words."""
        self.goes_to("Cases")
        openers = self.page.locator(".opener")
        openers.first.wait_for(timeout=UNLOCK_MS)
        for number in range(openers.count()):
            openers.nth(number).click()
            self.page.locator('[data-screen="case"] .panel').first.wait_for()
            if self.page.get_by_text(words).count():
                return
            self.page.get_by_role("button", name="Back to the cases").click()
        raise AssertionError("no case holds these words")

    def takes_the_case(self) -> None:
        """Say that this device answers for the case that is open."""
        self.page.get_by_role("button", name="Triage").or_(
            self.page.get_by_role("tab", name="Triage")
        ).click()
        panel = self.page.get_by_role("region", name="Who has the case")
        panel.get_by_role("button", name="I take it").click()
        panel.get_by_text("You have it.").wait_for()

    def forgets_what_it_stored(self) -> None:
        """As after a new version that stores in another way: all is fetched and opened again."""
        self.page.goto(f"{self.address}/desk?again")
        self.page.locator('[data-screen="unlock"]').wait_for()
        dropped = self.page.evaluate(FORGET)
        assert dropped == "gone", dropped

    def kept(self) -> str:
        """All that the browser keeps for this address, as text."""
        found: str = self.page.evaluate(EVERYTHING)
        return found


FORGET = """() => new Promise((give) => {
    const asked = indexedDB.deleteDatabase("speakup-desk-store");
    asked.onsuccess = () => give("gone");
    asked.onblocked = () => give("blocked");
})"""
EVERYTHING = """async () => {
    const bytes = (part) => part instanceof ArrayBuffer || ArrayBuffer.isView(part);
    const plain = (_, part) => bytes(part) ? new TextDecoder().decode(part) : part;
    const text = (value) => JSON.stringify(value, plain);
    const asked = (request) => new Promise((give) => { request.onsuccess = () => give(request.result); });
    const found = [text({ ...localStorage }), text({ ...sessionStorage })];
    for (const { name } of await indexedDB.databases()) {
        const base = await asked(indexedDB.open(name));
        for (const store of base.objectStoreNames) {
            found.push(text(await asked(base.transaction(store).objectStore(store).getAll())));
        }
        base.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const each of await cache.keys()) found.push(each.url, await (await cache.match(each)).text());
    }
    return found.join("\\n");
}"""


@contextmanager
def computers(browser: Browser, world: Ceremony) -> Iterator["Shop"]:
    """Where people get computers; in the end nothing may have gone wrong on any of them."""
    shop = Shop(browser, world)
    yield shop
    for context in shop.contexts:
        context.close()
    assert not shop.wrong, shop.wrong


@dataclass
class Shop:
    """Computers that are watched."""

    browser: Browser
    world: Ceremony
    contexts: list[BrowserContext] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def computer(self, viewport: dict[str, int] = LAPTOP, **options: object) -> Computer:
        """A new one, with nothing on it."""
        context = self.browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]  # the options go to playwright as they are
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda said: self.hear(said.type, said.text))
        return Computer(context, page, self.world.address, self.world.folder)

    def hear(self, kind: str, text: str) -> None:
        """Errors of the console count, but for answers that a test has provoked."""
        if kind == "error" and not any(status in text for status in ("status of 401", "status of 404")):
            self.wrong.append(f"console: {text}")


def authenticator(computer: Computer) -> None:
    """Give a computer a fingerprint reader that can keep keys (WebAuthn with PRF)."""
    line = computer.context.new_cdp_session(computer.page)
    line.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "hasPrf": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def marked(words: str) -> str:
    """Words that stand nowhere else."""
    return f"{words} {uuid.uuid4().hex[:8]}"
