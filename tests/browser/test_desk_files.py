"""Files of strangers at the desk: shown without harm, or not shown, and always said which and why."""

import uuid
from collections.abc import Callable
from time import monotonic

import httpx
import pytest
from playwright.sync_api import Locator, expect

from app.domain.facts import Facts
from app.reporter import Reporter
from app.services.evidence import File
from tests.browser import hostile
from tests.browser.conftest import LAPTOP, Demonstration, OpenPage
from tests.browser.officer import Officer
from tests.browser.photos import photo
from tests.browser.test_phone import AXE, axe

OFFICE = "UN-Habitat, conduct and discipline focal point"
FACTS = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")
ELSEWHERE = "https://elsewhere.example/"
PAGES = 500
# The newest picture that the page was given.
REMEMBER = """() => {
    const address = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.newest = blob; return address.call(URL, blob); };
}"""
BRICKS_KEPT = """() => new Promise((resolve) => {
    const opening = indexedDB.open("speakup-desk-store");
    opening.onsuccess = () => {
        const counting = opening.result.transaction("bricks").objectStore("bricks").count();
        counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
    };
})"""
QUICK_SECONDS = 3  # a page in the middle of a long file, on a busy machine

Reading = Callable[[list[File]], Officer]


@pytest.fixture
def reading(open_page: OpenPage, demonstration: Demonstration) -> Reading:
    """An officer before the report that brought these files."""

    def read(files: list[File]) -> Officer:
        words = f"With files {uuid.uuid4().hex[:8]}."
        with httpx.Client(base_url=demonstration.address) as http:
            Reporter(http).report(FACTS, {"category": ["harassment"]}, words, files=files)
        officer = Officer(open_page("/desk", LAPTOP))
        officer.unlocks(OFFICE, "Focal point B")
        officer.sees_the_cases()
        officer.finds(words)
        return officer

    return read


def shown(officer: Officer, number: int) -> Locator:
    """The file of that number, after its button was pressed and its bytes were judged."""
    file = officer.page.locator(f'[data-file="{number}"]')
    file.get_by_role("button", name="Show").click()
    file.locator("[data-kind]").wait_for()
    return file


def test_what_could_run_is_named_left_closed_and_saved_only_after_a_warning(reading: Reading) -> None:
    officer = reading(
        [
            File("drawing.svg", "image/svg+xml", hostile.SVG),
            File("photo.png", "image/png", hostile.PAGE),
            File("letter.pdf", "application/pdf", hostile.PROGRAM),
            File("papers.zip", "application/zip", hostile.packed(200)),
            File("../../photo\u202egpj.exe", "image/jpeg", hostile.PROGRAM),
        ]
    )
    page = officer.page

    for number, kind, claimed in [
        (1, "page", False),
        (2, "page", True),
        (3, "program", True),
        (4, "archive", False),
        (5, "program", True),
    ]:
        file = shown(officer, number)
        assert file.locator("[data-kind]").get_attribute("data-kind") == kind
        expect(file.get_by_text("This desk does not show such files.")).to_be_visible()
        expect(file.get_by_text("It is not what it was said to be.")).to_have_count(int(claimed))
        assert file.locator("img, canvas, audio, pre, iframe, object, embed").count() == 0
    named = page.locator('[data-file="5"]')
    expect(named.get_by_text("../../photo[U+202E]gpj.exe")).to_be_visible()
    expect(named.get_by_text("hidden signs")).to_be_visible()
    expect(named.get_by_text("into another folder")).to_be_visible()
    with page.expect_download() as saved:
        named.get_by_role("button", name="Save it all the same").click()
    assert saved.value.suggested_filename == "05-photo_gpj.jpg"
    assert page.evaluate("window.harmed") is None
    page.evaluate(AXE.read_text(encoding="utf-8"))  # not as a script of the page: the policy stays on
    assert axe(page) == []


def test_a_file_that_came_with_the_words_opens_without_a_network(reading: Reading) -> None:
    officer = reading([File("list.txt", "text/plain", b"Three names.")])
    page = officer.page
    page.wait_for_function(f"async () => (await ({BRICKS_KEPT})()) > 0")

    page.context.set_offline(True)

    expect(shown(officer, 1).get_by_text("Three names.")).to_be_visible()


def test_pictures_are_drawn_anew_and_tell_what_is_hidden_in_them(
    reading: Reading, open_page: OpenPage
) -> None:
    taken = photo(open_page("/"), 800, 400)
    officer = reading(
        [
            File("taken.jpg", "image/jpeg", taken),
            File("huge.png", "image/png", hostile.png(60_000, 60_000, 1)),
            File("cut.png", "image/png", hostile.png(300, 300, 300)[:60]),
            File("notes.txt", "text/plain", "Größe 大小\nالحجم".encode()),
        ]
    )
    officer.page.evaluate(REMEMBER)

    picture = shown(officer, 1)
    expect(picture.locator("img")).to_have_js_property("naturalHeight", 800)  # upright
    expect(picture.get_by_text("-1.28333, 36.81667")).to_be_visible()
    expect(picture.get_by_text("MarkerPhone 7b1c")).to_be_visible()
    drawn = officer.page.evaluate("async () => [...new Uint8Array(await window.newest.arrayBuffer())]")
    assert b"Exif" not in bytes(drawn)
    assert b"MarkerPhone" not in bytes(drawn)
    expect(shown(officer, 2).get_by_text("would fill the memory")).to_be_visible()
    expect(shown(officer, 3).get_by_text("damaged or not complete")).to_be_visible()
    expect(shown(officer, 4).locator("pre")).to_have_text("Größe 大小\nالحجم")


def test_a_pdf_file_of_five_hundred_pages_is_turned_quickly_and_a_hostile_one_does_nothing(
    reading: Reading,
) -> None:
    officer = reading(
        [
            File("long.pdf", "application/pdf", hostile.pdf(f"Page number {n}" for n in range(1, PAGES + 1))),
            File("form.pdf", "application/pdf", hostile.running_pdf(ELSEWHERE)),
            File("locked.pdf", "application/pdf", hostile.locked_pdf()),
            File("broken.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(2_000)),
            File("chinese.pdf", "application/pdf", hostile.chinese_pdf()),
        ]
    )
    page = officer.page

    long = shown(officer, 1)
    where = long.locator("[data-drawn=true]")
    expect(where).to_have_text("Page 1 of 500")
    start = monotonic()
    long.get_by_label("Page", exact=True).fill("250")
    long.get_by_label("Page", exact=True).press("Tab")
    long.locator('[data-page="250"][data-drawn=true]').wait_for()
    assert monotonic() - start < QUICK_SECONDS
    long.get_by_text("The text of this page").click()
    expect(long.locator("pre")).to_have_text("Page number 250")
    dark = long.locator("canvas").evaluate(
        """(canvas) => {
            const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return dots.filter((value, at) => at % 4 === 0 && value < 100).length;
        }"""
    )
    assert dark > 200  # the letters are really drawn
    page.evaluate(AXE.read_text(encoding="utf-8"))  # not as a script of the page: the policy stays on
    assert axe(page) == []

    form = shown(officer, 2)
    form.locator("[data-drawn=true]").wait_for()
    expect(shown(officer, 3).get_by_text("locked with a password")).to_be_visible()
    expect(shown(officer, 4).get_by_text("damaged or not complete")).to_be_visible()
    assert page.evaluate("window.harmed") is None
    chinese = shown(officer, 5)
    chinese.get_by_text("The text of this page").click()
    expect(chinese.locator("pre")).to_have_text("大小")


def test_no_file_reader_is_loaded_before_somebody_opens_a_file(open_page: OpenPage) -> None:
    asked: list[str] = []
    page = open_page("/desk", LAPTOP)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.get_by_label("Passphrase").wait_for()

    assert not [url for url in asked if "pdf" in url]
