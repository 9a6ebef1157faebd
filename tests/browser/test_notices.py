"""Nobody waits unseen: officers are told, who stands in sees it, a reporter goes past a silent office."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from app.commands.notices import push_pair
from app.desk.entry import device_file
from app.domain.notices import NoticeKind
from app.sealing.keys import BoxKeyPair
from app.services.notices import DailyNotices, Outcome
from app.services.push import content
from app.storage.tables import envelopes, notice_contacts
from app.wiring.notices import daily_notices
from tests.browser.conftest import LAPTOP, OpenPage
from tests.browser.officer import SYNC_MS, UNLOCK_MS
from tests.browser.reporter import Reporter
from tests.browser.test_dialogue import BULLYING, CONDUCT, at_desk, mark, reported
from tests.browser.test_phone import AXE, axe
from tests.desk.world import HARASSMENT, PASSPHRASE, World, world
from tests.notices.conftest import WORDS
from tests.notices.mailbox import Mailbox, mailbox

ADDRESS = "focal.point@un-habitat.example"
SENDER = "desk@speakup.example"
ACTIVE = "navigator.serviceWorker.getRegistration('/desk').then((found) => Boolean(found?.active))"
SHOWN = """navigator.serviceWorker.getRegistration('/desk').then((found) => found.getNotifications())
    .then((all) => all.map(({title, body}) => [title, body]))"""
A_YEAR_FROM_NOW = datetime.now(UTC) + timedelta(days=365)


@dataclass(frozen=True)
class Telling:
    """An organisation whose worker tells officers."""

    place: World
    box: Mailbox
    daily: DailyNotices

    def tell(self) -> Outcome:
        """The hour of notices."""
        return self.daily.run(datetime.now(UTC))

    def yesterday(self) -> None:
        """All that came, came three days ago, and whoever was told was told yesterday."""
        day = datetime.now(UTC).date()
        with self.daily.database.begin() as tx:
            tx.execute(update(envelopes).values(day=day - timedelta(days=3)))
            tx.execute(update(notice_contacts).values(day=day - timedelta(days=1)))


@pytest.fixture
def telling(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Telling]:
    pair = BoxKeyPair.generate()
    (tmp_path / "notice.key").write_text(pair.secret.hex())
    with mailbox() as box:
        for name, value in {
            "DESK_NOTICE_KEY": pair.public.hex(),
            "DESK_NOTICE_KEY_FILE": str(tmp_path / "notice.key"),
            "MAIL_FROM": SENDER,
            "PUSH_KEY": push_pair()[1],
            "MAIL_SERVER": f"127.0.0.1:{box.port}",
            "MAIL_SECURITY": "none",
        }.items():
            monkeypatch.setenv(f"SPEAKUP_{name}", value)
        with world(tmp_path, migrated_file) as place:
            stand_in(place, pair.public)
            yield Telling(place, box, daily_notices(place.settings))


def stand_in(place: World, key: bytes) -> None:
    """The office for oversight stands in for the other one, and the directory names the worker's key."""
    draft = place.workspace.draft()
    draft["offices"][0]["alternate"] = [place.offices["oversight"]]
    place.workspace.keep(draft | {"notice_key": key.hex()})
    place.publish(timedelta(minutes=1))


@contextmanager
def desk(browser: Browser, place: World, title: str, **options: object) -> Iterator[Page]:
    """A focal point who has unlocked the desk with a key file."""
    context = browser.new_context(viewport=LAPTOP, **options)  # type: ignore[arg-type]  # they go to playwright as they are
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(place.address + "/desk")
    file = place.devices[title]
    assert json.loads(file.read_bytes())["device"] == device_file(file)["device"]
    page.get_by_label("Your device key file").set_input_files(file)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.locator('[data-screen="today"]').wait_for(timeout=UNLOCK_MS)
    yield page
    context.close()


def goes_to(page: Page, place: str) -> None:
    page.get_by_role("navigation", name="Desk").get_by_role("button", name=place).click()


def test_an_officer_is_told_by_mail_and_takes_it_back(chromium: Browser, telling: Telling) -> None:
    with desk(chromium, telling.place, "Focal point B1") as page:
        goes_to(page, "Notices")
        mail = page.get_by_role("region", name="By mail")
        mail.get_by_label("Your work address").fill("not an address")
        mail.get_by_role("button", name="Tell me by mail").click()
        expect(mail.get_by_text("This is no mail address")).to_be_visible()
        mail.get_by_label("Your work address").fill(ADDRESS)
        mail.get_by_role("button", name="Tell me by mail").click()
        expect(page.locator('[data-way="mail"][data-told="true"]')).to_be_visible()
        assert ADDRESS not in page.content(), "the desk forgets what it sealed"

        assert telling.tell() == Outcome(sent=1)
        telling.place.reporter().report(HARASSMENT, {}, mark())
        telling.place.relay()
        telling.yesterday()
        assert telling.tell() == Outcome(sent=1)

        goes_to(page, "Today")
        page.get_by_role("button", name="Check for new").click()
        waits = page.get_by_text("Something waits unopened in an office that you stand in for")
        expect(waits).to_be_visible(timeout=SYNC_MS)
        expect(page.get_by_text("Office A", exact=True)).to_be_visible()

        goes_to(page, "Notices")
        page.get_by_role("button", name="No more mail").click()
        expect(page.locator('[data-way="mail"][data-told="false"]')).to_be_visible()

    telling.yesterday()
    assert telling.tell() == Outcome()
    daily, elsewhere = telling.box.to(ADDRESS)
    assert len(daily.content) == len(elsewhere.content)
    assert "every day at the same hour" in daily.text
    assert "waits unopened in an office that you stand in for" in elsewhere.text


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark")])
def test_no_address_is_taken_while_the_directory_does_not_name_the_servers_key(
    chromium: Browser, telling: Telling, language: str, theme: str
) -> None:
    """Slow: two desks are unlocked and a directory is signed for a screen; the rule has fast tests."""
    with desk(chromium, telling.place, "Focal point B1") as page:
        goes_to(page, "Notices")
        page.get_by_label("Your work address").fill(ADDRESS)
        page.get_by_role("button", name="Tell me by mail").click()
        expect(page.locator('[data-way="mail"][data-told="true"]')).to_be_visible()
    draft = telling.place.workspace.draft()
    telling.place.workspace.keep(draft | {"notice_key": BoxKeyPair.generate().public.hex()})
    telling.place.publish(timedelta())

    with desk(chromium, telling.place, "Focal point B1", color_scheme=theme, bypass_csp=True) as page:
        page.add_script_tag(path=AXE)
        page.set_viewport_size({"width": 360, "height": 740})
        goes_to(page, "Notices")
        page.locator("header select").first.select_option(language)
        expect(page.locator("[data-screen=notices] .note.warn")).to_be_visible()
        expect(page.locator("[data-screen=notices] input")).to_have_count(0)
        assert axe(page) == []
        if folder := os.environ.get("SPEAKUP_SHOTS"):
            page.screenshot(path=Path(folder) / f"unsigned-{language}-{theme}.png", full_page=True)
        page.locator(".notice-way .button").click()
        expect(page.locator(".notice-way")).to_have_count(0)
        expect(page.locator("[data-screen=notices] .note.warn")).to_be_visible()


@pytest.mark.slow
def test_who_opens_the_case_ends_the_waiting(chromium: Browser, telling: Telling) -> None:
    telling.place.reporter().report(HARASSMENT, {}, mark())
    telling.place.relay()
    telling.yesterday()
    telling.tell()
    with desk(chromium, telling.place, "Focal point B1") as page:
        expect(page.get_by_text("Something waits unopened")).to_be_visible()
    with desk(chromium, telling.place, "Focal point A1") as page:
        goes_to(page, "Cases")
        page.locator("tr.unread .opener").first.click(timeout=SYNC_MS)
        page.locator('[data-screen="case"]').wait_for()
        page.wait_for_function("() => !document.querySelector('.fetching')")
        expect(page.get_by_role("button", name="Acknowledge").first).to_be_visible()
    with desk(chromium, telling.place, "Focal point B1") as page:
        goes_to(page, "Cases")
        goes_to(page, "Today")
        page.wait_for_timeout(1_000)
        assert page.get_by_text("Something waits unopened").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark"), ("zh_Hans", "light")])
def test_the_screens_shut_nobody_out_on_a_phone(
    chromium: Browser, telling: Telling, language: str, theme: str
) -> None:
    telling.place.reporter().report(HARASSMENT, {}, mark())
    telling.place.relay()
    telling.yesterday()
    telling.tell()
    with desk(chromium, telling.place, "Focal point B1", color_scheme=theme, bypass_csp=True) as page:
        page.add_script_tag(path=AXE)
        page.set_viewport_size({"width": 360, "height": 740})
        goes_to(page, "Notices")
        page.locator("header select").first.select_option(language)
        for screen in ("notices", "today"):
            page.locator(f'[data-screen="{screen}"]').wait_for()
            expect(page.locator(".notice-way, .note.warn li").first).to_be_visible()
            assert axe(page) == []
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0
            if folder := os.environ.get("SPEAKUP_SHOTS"):
                page.screenshot(path=Path(folder) / f"{screen}-{language}-{theme}.png", full_page=True)
            page.get_by_role("navigation").first.get_by_role("button").first.click()


def test_a_push_is_shown_by_the_desks_service_worker_and_says_nothing_of_a_case(
    chromium: Browser, telling: Telling
) -> None:
    words = WORDS[NoticeKind.DAILY]
    with desk(chromium, telling.place, "Focal point B1") as page:
        page.context.grant_permissions(["notifications"], origin=telling.place.address)
        line = page.context.new_cdp_session(page)
        registrations: list[str] = []
        line.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda said: registrations.extend(
                each["registrationId"] for each in said["registrations"] if each["scopeURL"].endswith("/desk")
            ),
        )
        line.send("ServiceWorker.enable")
        for _ in range(50):
            if registrations and page.evaluate(ACTIVE):
                break
            page.wait_for_timeout(200)
        pushed = {"origin": telling.place.address, "registrationId": registrations[0]}
        line.send("ServiceWorker.deliverPushMessage", {**pushed, "data": content(words, "fr").decode()})
        shown = None
        for _ in range(50):
            shown = page.evaluate(SHOWN)
            if shown:
                break
            page.wait_for_timeout(100)

    assert shown == [[words["fr"].title, words["fr"].body]]


@pytest.mark.slow
def test_a_browser_whose_maker_cannot_be_reached_says_so_and_mail_remains(
    chromium: Browser, telling: Telling
) -> None:
    with desk(chromium, telling.place, "Focal point B1") as page:
        page.context.grant_permissions(["notifications"], origin=telling.place.address)
        goes_to(page, "Notices")
        push = page.get_by_role("region", name="In this browser")
        push.get_by_role("button", name="Tell me in this browser").click()
        expect(push.locator(".note")).to_be_visible(timeout=60_000)
        expect(push.get_by_text("You are not told in a browser.")).to_be_visible()
        expect(page.get_by_role("region", name="By mail").get_by_label("Your work address")).to_be_enabled()
        if folder := os.environ.get("SPEAKUP_SHOTS"):
            page.screenshot(path=Path(folder) / "push.png", full_page=True)


@pytest.mark.slow
def test_who_waited_in_vain_goes_past_the_silent_office_with_the_same_receipt(open_page: OpenPage) -> None:
    story = mark()
    reporter = Reporter(open_page("/"))
    reporter.chooses("en")
    receipt = reported(reporter, mark())
    by = reporter.page.locator("[data-by]").get_attribute("data-by") or ""
    today = datetime.now(UTC).date().isoformat()
    assert today < by < A_YEAR_FROM_NOW.date().isoformat()
    reporter.presses_on()
    reporter.waits_for("home")
    reporter.checks(receipt)
    reporter.page.get_by_role("button", name="I have waited longer").click()
    reporter.waits_for("unheard")
    reporter.page.locator("main label", has_text=CONDUCT).click()
    reporter.presses_on()
    reporter.waits_for("before")
    expect(reporter.page.get_by_text("Your receipt stays the same")).to_be_visible()
    reporter.presses_on()
    reporter.waits_for("question")
    reporter.answers(story, BULLYING)
    assert not any(CONDUCT in each for each in reporter.readers())
    [office] = [each.split("\n")[0] for each in reporter.readers()]
    reporter.presses_on()  # no new receipt is shown, and none has to be typed back
    reporter.is_told_that_it_is_sent()

    officer = at_desk(open_page("/desk", LAPTOP), office)
    officer.finds(story)
    officer.acknowledges()
    later = Reporter(open_page("/"))
    later.chooses("en")
    later.checks(receipt)
    for _ in range(8):
        if later.reads():
            break
        later.page.get_by_role("button", name="Look for more").click()
        later.page.wait_for_timeout(700)
    assert later.page.locator('[data-status="acknowledged"]').count() == 1
