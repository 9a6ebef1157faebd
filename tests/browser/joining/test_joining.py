"""Joining, leaving and getting keys back, by officers in real browsers, with the real ceremony in between."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.joining.world import (
    OURS,
    UNLOCK_MS,
    Ceremony,
    Computer,
    Shop,
    authenticator,
    marked,
)
from tests.browser.screens import too_small, too_wide
from tests.browser.test_phone import AXE, axe
from tests.desk.world import PASSPHRASE

NARROW = {"width": 360, "height": 640}
# A link that is longer than its field, and the places of the desk, which roll sideways on a narrow screen.
ROLLING = (
    *("cut: INPUT", "cut: NAV", "cut: UL.places"),
    *("stands out: UL.places", "stands out: LI", "stands out: BUTTON.place"),
)


def test_somebody_invited_joins_is_let_in_and_reads_what_came_before_only_when_it_is_passed_on(
    office: Ceremony, shop: Shop
) -> None:
    before = marked("A test: it came before.")
    office.receives(before)
    lead, newcomer = shop.computer(), shop.computer(NARROW, color_scheme="dark")
    lead.opens_with_file(office.devices["Focal point A1"])

    newcomer.makes_keys(lead.invites("Focal point C"))
    assert too_wide(newcomer.page) == []
    newcomer.chooses_a_passphrase()
    words = newcomer.words_to_compare()
    assert "#" not in newcomer.page.url, "the link's secret does not stay in the address"
    paper = lead.approves(words)
    newcomer.page.get_by_role("button", name="Look again").click()
    expect(newcomer.page.locator(".join-steps li.done")).to_have_count(2)
    newcomer.look("waiting")
    assert lead.member("Focal point C").count() == 0, "nobody is in before it is published"

    office.publishes(paper)
    newcomer.is_let_in()
    newcomer.opens()
    newcomer.checks_for_new()
    newcomer.goes_to("Cases")
    expect(newcomer.page.get_by_text("1 envelope could not be opened.")).to_be_visible()
    newcomer.page.get_by_role("button", name="Show them").click()
    check = newcomer.page.locator("main code").first
    expect(check).to_be_hidden()
    newcomer.page.get_by_text("For whoever helps you").click()
    expect(check).to_be_visible()
    assert too_wide(newcomer.page) == []

    lead.people()
    lead.member("Focal point C").get_by_role("button", name="Let it read earlier open cases").click()
    expect(lead.page.get_by_text("passed on to it")).to_be_visible(timeout=UNLOCK_MS)
    newcomer.checks_for_new()
    newcomer.can_read(before)
    newcomer.look("read-by-grant")

    newcomer.locks()
    kept = newcomer.kept()
    assert "Focal point C" in kept, "the keys are kept"
    sheet = " ".join(newcomer.sheets[0])
    assert not [secret for secret in (before, OURS, sheet) if secret in kept], "nothing readable is kept"


def test_a_lost_device_is_stopped_at_once_and_its_holder_comes_back_with_a_passkey(
    office: Ceremony, shop: Shop
) -> None:
    lead, lost = shop.computer(), shop.computer()
    lead.opens_with_file(office.devices["Focal point A1"])
    lost.opens_with_file(office.devices["Focal point A2"])

    lead.people()
    row = lead.member("Focal point A2")
    row.get_by_role("button", name="Add a device").click()
    row.get_by_role("button", name="Make the link").click()
    second = shop.computer()
    authenticator(second)
    second.makes_keys(row.get_by_label("Invitation link").input_value())
    second.page.get_by_label("With a passkey").check()
    second.page.get_by_role("button", name="Make the passkey and go on").click()
    office.publishes(lead.approves(second.words_to_compare()))
    second.is_let_in()
    second.page.get_by_role("button", name="Unlock with your passkey").click()
    second.sees_the_desk()

    second.people()
    old = second.member("Focal point A2").locator("li.device", has_not_text="This computer")
    old.get_by_role("button", name="Lost, stolen or replaced").click()
    old.get_by_role("button", name="Stop this device and sign its removal").click()
    removal = second.takes(old.get_by_role("button", name="Save the removal for the root holders"))
    expect(old.get_by_text("Stopped", exact=True)).to_be_visible()
    second.look("lost")
    lost.checks_for_new()
    expect(lost.page.get_by_text("The server does not accept this device.")).to_be_visible(timeout=UNLOCK_MS)

    office.publishes(removal)
    second.people()
    expect(second.member("Focal point A2").locator("li.device")).to_have_count(1)


@pytest.mark.slow
def test_a_broken_computer_is_replaced_by_the_sheet_and_a_wrong_sheet_opens_nothing(
    office: Ceremony, shop: Shop
) -> None:
    lead, first = shop.computer(), shop.computer()
    lead.opens_with_file(office.devices["Focal point A1"])
    first.makes_keys(lead.invites("Focal point C"))
    first.chooses_a_passphrase()
    office.publishes(lead.approves(first.words_to_compare()))
    words = marked("A test: read with the sheet.")
    office.receives(words)

    second = shop.computer(locale="fr")
    second.page.goto(f"{office.address}/desk")
    second.page.locator(".language").select_option("en")
    second.page.get_by_role("button", name="Use a recovery sheet").click()
    typed = second.page.get_by_label("The twelve words of your sheet")
    sheet = first.sheets[0]
    typed.fill(" ".join([*sheet[1:], sheet[0]]))
    second.page.get_by_role("button", name="Find my device").click()
    expect(second.page.get_by_role("alert")).to_be_visible()
    typed.fill("  ".join(sheet).upper())
    second.page.get_by_role("button", name="Find my device").click()
    expect(second.page.get_by_text("Focal point C, Office A")).to_be_visible()
    second.chooses_a_passphrase("another long passphrase")
    second.opens("another long passphrase")
    second.checks_for_new()
    second.can_read(words)


@pytest.mark.slow
def test_whoever_leaves_hands_open_cases_over_and_a_colleague_removes_them(
    office: Ceremony, shop: Shop
) -> None:
    words = marked("A test: a case to hand over.")
    office.receives(words)
    leaver, lead, heir = shop.computer(), shop.computer(), shop.computer()
    leaver.opens_with_file(office.devices["Focal point A2"])
    lead.opens_with_file(office.devices["Focal point A1"])
    heir.makes_keys(lead.invites("Focal point C"))
    heir.chooses_a_passphrase()
    office.publishes(lead.approves(heir.words_to_compare()))
    heir.is_let_in()
    heir.opens()
    leaver.can_read(words)
    leaver.takes_the_case()

    leaver.people()
    row = leaver.member("Focal point A2")
    row.get_by_role("button", name="I am leaving").click()
    expect(row.get_by_text("1 open case is assigned to Focal point A2.")).to_be_visible()
    heirs = row.get_by_label("Who takes them over?")
    heirs.select_option(
        label=next(each for each in heirs.locator("option").all_inner_texts() if "Focal point C" in each)
    )
    leaver.look("leaving")
    row.get_by_role("button", name="Hand the open cases over").click()
    expect(row.get_by_text("1 open case was handed over.")).to_be_visible(timeout=UNLOCK_MS)
    heir.checks_for_new()
    heir.can_read(words)
    with heir.page.expect_response("**/grants/batch", timeout=UNLOCK_MS):
        heir.people()

    lead.checks_for_new()
    lead.people()
    row = lead.member("Focal point A2")
    expect(row.get_by_text("answers for 0 cases")).to_be_visible()
    row.get_by_role("button", name="Leaves the office").click()
    row.get_by_role("button", name="Stop their devices and sign the removal").click()
    removal = lead.takes(row.get_by_role("button", name="Save the removal for the root holders"))
    office.publishes(removal)
    lead.people()
    assert lead.member("Focal point A2").locator("li.device").count() == 0
    leaver.checks_for_new()
    expect(leaver.page.get_by_role("alert").first).to_be_visible(timeout=UNLOCK_MS)
    heir.locks()
    heir.forgets_what_it_stored()
    heir.opens()
    heir.checks_for_new()
    heir.can_read(words)  # though the one who passed it on vouches for nothing any more


@pytest.mark.slow
def test_one_person_with_two_offices_has_one_open_at_a_time_and_keys_leave_when_told(
    office: Ceremony, shop: Shop
) -> None:
    first, second, both = shop.computer(), shop.computer(), shop.computer()
    first.opens_with_file(office.devices["Focal point A1"])
    second.opens_with_file(office.devices["Focal point B1"])
    papers = []
    for lead, title in ((first, "Focal point C"), (second, "Focal point D")):
        both.makes_keys(lead.invites(title))
        both.chooses_a_passphrase(f"the passphrase of {title}")
        papers.append(lead.approves(both.words_to_compare()))
    office.publishes(*papers)

    both.page.goto(f"{office.address}/desk")
    offices = both.page.get_by_label("Your office")
    for title in ("Focal point D", "Focal point C"):
        offices.locator("option", has_text=title).first.wait_for(state="attached")
        chosen = next(each for each in offices.locator("option").all_inner_texts() if title in each)
        offices.select_option(label=chosen)
        both.page.get_by_label("Passphrase", exact=True).wait_for(timeout=UNLOCK_MS)
    both.opens("the passphrase of Focal point C")
    both.people()
    here = both.page.get_by_role("region", name="This computer")
    here.get_by_label("Lock the desk when nobody is there for").select_option("2")
    both.look("two-offices")
    here.get_by_role("button", name="Lock, and go to Focal point D").click()
    both.opens("the passphrase of Focal point D")
    expect(both.page.get_by_text("Office B").first).to_be_visible()

    both.people()
    here.get_by_role("button", name="Delete the keys from this computer").click()
    here.get_by_role("button", name="Delete them now").click()
    both.page.locator('[data-screen="unlock"]').wait_for()
    assert "Focal point D" not in both.kept()
    assert "Focal point C" in both.kept()


@pytest.mark.slow
def test_a_desk_without_anybody_locks_itself_after_the_minutes_that_were_chosen(
    office: Ceremony, shop: Shop
) -> None:
    computer = shop.computer()
    computer.page.clock.install()
    computer.opens_with_file(office.devices["Focal point A1"])
    computer.people()
    computer.page.get_by_label("Lock the desk when nobody is there for").select_option("2")
    workers = len(computer.page.workers)
    assert workers > 0, "the keys live in a worker"

    computer.page.clock.fast_forward(65_000)
    expect(computer.page.get_by_text("The desk locks itself in one minute.")).to_be_visible()
    computer.page.clock.fast_forward(60_000)
    expect(computer.page.get_by_text("The desk locked itself")).to_be_visible()
    computer.page.clock.run_for(3_000)
    for _ in range(50):
        if not computer.page.workers:
            break
        computer.page.wait_for_timeout(100)
    assert computer.page.workers == [], "with the workers end keys and texts"


@pytest.mark.slow
def test_the_first_officers_of_an_office_are_invited_and_let_in_by_the_root_holders(
    office: Ceremony, shop: Shop, tmp_path: Path
) -> None:
    place = ["--entity", "un-habitat", "--role", "psea", "--name", "Office C", "--vacant"]
    new = office.says("office", "add", *place).strip()
    office.publishes()
    first, second = shop.computer(), shop.computer()
    for computer, title in ((first, "Focal point A"), (second, "Focal point B")):
        computer.makes_keys(office.invites(new, title))
        computer.chooses_a_passphrase()
        computer.words_to_compare()
        expect(computer.page.get_by_role("button", name="Look again")).to_be_enabled(timeout=UNLOCK_MS)

    office.server_says("export", "--out", str(tmp_path / "stick"))
    papers = sorted(map(str, (tmp_path / "stick").iterdir()))
    said = office.says("requests", *papers, answers="y\n" * len(papers))
    assert all(computer.words_to_compare() in said for computer in (first, second))
    office.says("office", "fill", new)
    office.publishes()

    first.is_let_in()
    first.opens()
    expect(first.page.get_by_text("Office C").first).to_be_visible()


@pytest.mark.slow
def test_an_invitation_counts_once_and_not_after_it_was_withdrawn(office: Ceremony, shop: Shop) -> None:
    lead, first, late = shop.computer(), shop.computer(), shop.computer()
    lead.opens_with_file(office.devices["Focal point A1"])
    link = lead.invites("Focal point C")
    first.makes_keys(link)
    first.chooses_a_passphrase()
    first.words_to_compare()
    expect(first.page.get_by_role("button", name="Look again")).to_be_enabled(timeout=UNLOCK_MS)

    late.page.goto(link)
    expect(late.page.get_by_text("This invitation was used already.")).to_be_visible()
    lead.people()
    lead.page.get_by_role("button", name="Withdraw the invitation").click()
    expect(lead.page.get_by_role("region", name="Open invitations")).to_have_count(0)
    late.page.reload()
    expect(late.page.get_by_text("This invitation was withdrawn")).to_be_visible()
    first.page.get_by_role("button", name="Look again").click()
    expect(first.page.get_by_text("The server has no such invitation any more")).to_be_visible()
    late.page.goto(f"{office.address}/desk#join=broken")
    expect(late.page.get_by_text("This is not a whole invitation link")).to_be_visible()


@pytest.mark.slow
def test_a_passphrase_that_is_easy_to_guess_is_not_taken(office: Ceremony, shop: Shop) -> None:
    lead, newcomer = shop.computer(), shop.computer(NARROW)
    lead.opens_with_file(office.devices["Focal point A1"])
    newcomer.makes_keys(lead.invites("Focal point C"))

    button = newcomer.page.get_by_role("button", name="Go on")
    for weak in ("short", "aaaaaaaaaaaaaaaaaaaa"):
        newcomer.page.get_by_label("New passphrase").fill(weak)
        newcomer.page.get_by_label("The same passphrase again").fill(weak)
        expect(newcomer.page.get_by_text("Too easy to guess")).to_be_visible()
        expect(button).to_be_disabled()
    newcomer.page.get_by_label("New passphrase").fill(OURS)
    newcomer.page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    expect(button).to_be_disabled()
    assert too_wide(newcomer.page) == []
    assert too_small(newcomer.page) == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("en", "dark"), ("ar", "dark")])
def test_no_screen_of_joining_or_of_the_people_shuts_anybody_out(
    office: Ceremony, shop: Shop, language: str, scheme: str
) -> None:
    lead = shop.computer(bypass_csp=True, color_scheme=scheme)
    newcomer = shop.computer(NARROW, bypass_csp=True, color_scheme=scheme)
    lead.opens_with_file(office.devices["Focal point A1"])
    link = lead.invites("Focal point C")
    faults = wrong_with(lead)
    newcomer.page.goto(link)
    newcomer.page.get_by_role("button", name="Make my keys").wait_for()
    newcomer.page.locator(".language").select_option(language)
    newcomer.page.wait_for_function("language => document.documentElement.lang === language", arg=language)
    assert newcomer.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    faults += wrong_with(newcomer)
    newcomer.page.locator(".acts .button.main").click()
    newcomer.page.locator(".recovery li").first.wait_for()
    faults += wrong_with(newcomer)
    newcomer.sheets.append(newcomer.page.locator(".recovery li").all_inner_texts())
    newcomer.page.locator(".acts .button.main").click()
    newcomer.page.locator("form.card input").first.wait_for()
    faults += wrong_with(newcomer)
    newcomer.types_back()
    newcomer.page.locator("form.card .button.main").click()
    newcomer.page.locator("input[type=password]").first.wait_for()
    faults += wrong_with(newcomer)
    for each in newcomer.page.locator("input[type=password]").all():
        each.fill(OURS)
    newcomer.page.locator("form.card .button.main").click()
    newcomer.words_to_compare()
    expect(newcomer.page.locator(".waiting .button.main")).to_be_enabled(timeout=UNLOCK_MS)
    newcomer.page.wait_for_timeout(300)
    faults += wrong_with(newcomer)

    lead.people()
    lead.words_to_compare()
    lead.member("Focal point A2").get_by_role("button", name="Lost, stolen or replaced").click()
    lead.member("Focal point A2").get_by_role("button", name="Leaves the office").click()
    lead.page.set_viewport_size({"width": 360, "height": 640})
    faults += wrong_with(lead)
    lead.page.wait_for_timeout(300)  # colours fade in a tenth of a second
    lead.look(f"people-{language}-{scheme}")
    newcomer.page.goto(f"{office.address}/desk?again")
    newcomer.page.locator('[data-screen="unlock"] .waiting').wait_for()
    expect(newcomer.page.locator(".waiting .button.main")).to_be_enabled(timeout=UNLOCK_MS)
    newcomer.page.wait_for_timeout(300)
    faults += wrong_with(newcomer)
    newcomer.page.locator(".card > .button.quiet").click()
    newcomer.page.locator('[data-screen="recover"]').wait_for()
    faults += wrong_with(newcomer)
    assert faults == [], "\n".join(faults)


def wrong_with(computer: Computer) -> list[str]:
    """What axe finds on the screen, and what stands out of it."""
    if not computer.page.evaluate("'axe' in window"):
        computer.page.add_script_tag(path=AXE)
    wide = [each for each in too_wide(computer.page) if not each.startswith(ROLLING)]
    return axe(computer.page) + wide
