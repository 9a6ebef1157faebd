"""Renewing keys by officers in real browsers: one press, the real ceremony, and nothing sealed is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.sealing import timestamps
from app.services.workspace import read
from tests.browser.joining.world import UNLOCK_MS, Ceremony, Computer, Shop, marked
from tests.browser.screens import too_small, too_wide
from tests.browser.test_phone import AXE, axe
from tests.desk.world import now

NARROW = {"width": 360, "height": 640}


def ends_in(office: Ceremony, days: dict[str, int]) -> None:
    """Publish a version in which the keys of members, by title, end in so many days."""
    draft = office.workspace.draft()
    for each in draft["offices"]:
        for member in each["members"]:
            for device in member["devices"] if member["title"] in days else ():
                end = now() + timedelta(days=days[member["title"]])
                dates = {"from": end - timedelta(days=365), "until": end}
                device["seal"][-1] |= {name: timestamps.write(moment) for name, moment in dates.items()}
    office.workspace.keep(draft)
    office.publishes()


def published(office: Ceremony, tmp_path: Path) -> None:
    """Carry what waits at the server to the ceremony, and publish it."""
    stick = tmp_path / "stick"
    office.server_says("export", "--out", str(stick))
    (carried,) = [each for each in stick.iterdir() if each.name.startswith("renewal-")]
    assert carried.name == f"renewal-{read(carried)['by']}.json"
    office.publishes(carried)


def reads(computer: Computer, *words: str) -> None:
    """All of this stands in cases that this computer opens."""
    computer.checks_for_new()
    for each in words:
        computer.can_read(each)
    expect(computer.page.get_by_text("could not be opened")).to_have_count(0)


@pytest.mark.slow  # four unlockings of a second of Argon2id each, and two ceremonies in between
def test_keys_are_renewed_with_one_press_and_everything_before_and_after_opens(
    office: Ceremony, shop: Shop, tmp_path: Path
) -> None:
    lead, officer = shop.computer(), shop.computer()
    lead.opens_with_file(office.devices["Focal point A1"])
    officer.makes_keys(lead.invites("Focal point C"))
    officer.chooses_a_passphrase()
    office.publishes(lead.approves(officer.words_to_compare()))
    officer.is_let_in()
    before, after = marked("A test: before."), marked("A test: afterwards.")
    office.receives(before)
    ends_in(office, {"Focal point C": 30})

    officer.opens()
    today = officer.page.locator('[data-screen="today"]')
    expect(today.get_by_text("Your keys end on")).to_be_visible(timeout=UNLOCK_MS)
    officer.look("renew-today")
    today.get_by_role("button", name="Renew your keys").click()
    expect(today.get_by_text("The next key is signed.")).to_be_visible()
    lead.people()
    row = lead.member("Focal point C")
    expect(row.get_by_text("It asked for its next key on")).to_be_visible()
    assert lead.takes(row.get_by_role("button", name="Save the renewal for the root holders")).stat().st_size
    lead.look("renew-colleague")

    published(office, tmp_path)
    office.receives(after)
    reads(officer, before, after)
    officer.people()
    expect(officer.member("Focal point C").get_by_text("Its key is valid until")).to_be_visible()
    expect(officer.page.get_by_text("The next key is signed.")).to_have_count(0)
    officer.locks()
    officer.forgets_what_it_stored()
    officer.opens()
    reads(officer, before, after)

    again = shop.computer()
    again.page.goto(f"{office.address}/desk")
    again.page.get_by_role("button", name="Use a recovery sheet").click()
    again.page.get_by_label("The twelve words of your sheet").fill(" ".join(officer.sheets[0]))
    again.page.get_by_role("button", name="Find my device").click()
    again.chooses_a_passphrase("another long passphrase")
    again.opens("another long passphrase")
    reads(again, before, after)


@pytest.mark.slow  # a ceremony and two unlockings
def test_whose_keys_have_ended_reads_on_and_renews_with_a_key_file(
    office: Ceremony, shop: Shop, tmp_path: Path
) -> None:
    before, after = marked("A test: in time."), marked("A test: afterwards.")
    office.receives(before)
    office.add_device("conduct", "Focal point A3")
    ends_in(office, {"Focal point A1": -3})
    officer = shop.computer()
    officer.opens_with_file(office.devices["Focal point A1"])

    above = officer.page.get_by_role("region", name="Notices")
    expect(above.get_by_text("Nothing new is sealed to it")).to_be_visible(timeout=UNLOCK_MS)
    reads(officer, before)
    above.get_by_role("button", name="Renew your keys").click()
    expect(above.get_by_text("The next key is signed.")).to_be_visible()
    published(office, tmp_path)
    office.receives(after)
    officer.people()
    officer.checks_for_new()
    expect(above.get_by_text("Nothing new is sealed to it")).to_have_count(0)
    reads(officer, before, after)
    officer.page.get_by_role("button", name="Acknowledge", exact=True).click()
    expect(officer.page.get_by_text("Acknowledged").first).to_be_visible(timeout=UNLOCK_MS)


@pytest.mark.slow  # three times two screens with axe
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("en", "dark"), ("ar", "dark")])
def test_nothing_about_keys_that_end_shuts_anybody_out(
    office: Ceremony, shop: Shop, language: str, scheme: str
) -> None:
    office.add_device("conduct", "Focal point A3")
    ends_in(office, {"Focal point A1": 9, "Focal point A2": -2})
    faults = []
    for title in ("Focal point A1", "Focal point A2"):
        officer = shop.computer(NARROW, bypass_csp=True, color_scheme=scheme)
        officer.opens_with_file(office.devices[title])
        officer.page.locator('[data-screen="today"] .note').first.wait_for()
        officer.page.locator(".language").select_option(language)
        officer.page.wait_for_function("language => document.documentElement.lang === language", arg=language)
        for place in ("today", "people"):
            if place == "people":
                officer.page.locator("nav .place").nth(4).click()
                officer.page.locator("li.member").first.wait_for()
            officer.page.wait_for_timeout(300)  # colours fade in a tenth of a second
            officer.look(f"renew-{place}-{title[-2:]}-{language}-{scheme}")
            if not officer.page.evaluate("'axe' in window"):
                officer.page.add_script_tag(path=AXE)
            wide = [each for each in too_wide(officer.page) if "NAV" not in each and "places" not in each]
            faults += axe(officer.page) + [each for each in wide if not each.startswith(ROLLING)]
            faults += [each for each in too_small(officer.page) if "quiet" not in each]
    assert faults == [], "\n".join(faults)


# The places of the desk roll sideways on a narrow screen.
ROLLING = ("stands out: LI", "stands out: BUTTON.place", "cut: INPUT")
