"""Learning in a real browser: a quiz, its certificate and who checks it; what stays and what leaves."""

import json
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Demonstration, OpenPage
from tests.browser.reporter import Reporter

QUIZ = "basics"
NAME = "Marker Person 7f3a"
CONTENT = Path(__file__).resolve().parents[2] / "app" / "content" / "data" / "quiz.yaml"
NOTE_BYTES = 64


def places() -> list[tuple[int, int]]:
    """For each question of the quiz: the place of the right answer, and of a wrong one."""
    content: dict[str, Any] = yaml.safe_load(CONTENT.read_text(encoding="utf-8"))
    questions = {question["id"]: question for question in content["questions"]}
    quiz = next(quiz for quiz in content["quizzes"] if quiz["id"] == QUIZ)
    rights = [
        [option.get("right", False) for option in questions[name]["options"]].index(True)
        for name in quiz["questions"]
    ]
    return [(right, 0 if right else 1) for right in rights]


def go_on(page: Page) -> None:
    """The main button of the screen."""
    page.locator("main .actions .button.main").click()


def take(page: Page, answers: list[int]) -> None:
    """Answer the quiz from where it stands."""
    for answer in answers:
        page.locator("main .option").nth(answer).click()
        go_on(page)
        page.locator("[data-right]").wait_for()
        go_on(page)


def opens_the_quiz(page: Page) -> None:
    """From the start to the quiz."""
    page.locator("[data-tile=quizzes]").click()
    page.locator(f"[data-quiz={QUIZ}]").click()


def test_a_quiz_goes_on_where_it_was_left_and_explains_every_answer(open_page: OpenPage) -> None:
    page = open_page("/")
    Reporter(page).chooses("en")
    opens_the_quiz(page)
    (_, wrong), (right, _), *_ = places()
    page.locator("main .option").nth(wrong).click()
    go_on(page)
    expect(page.locator('[data-right="false"]')).to_be_visible()
    assert page.locator(".explained [data-option]").count() == page.locator("[data-option]").count() >= 3
    go_on(page)

    page.reload()
    opens_the_quiz(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    page.locator("main .option").nth(right).click()
    go_on(page)
    expect(page.locator('[data-right="true"]')).to_be_visible()


def test_a_certificate_is_checked_by_anybody_and_the_server_never_sees_the_name(
    open_page: OpenPage, demonstration: Demonstration, tmp_path: Path
) -> None:
    page = open_page("/")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(said_by(asked)))
    Reporter(page).chooses("en")
    opens_the_quiz(page)
    take(page, [right for right, _ in places()])
    page.get_by_role("button", name="Get a certificate").click()
    page.locator("main input[type=text]").fill(NAME)
    go_on(page)
    sheet = page.locator("canvas[data-link]")
    sheet.wait_for(timeout=30_000)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as PDF").click()
    saving.value.save_as(tmp_path / "certificate.pdf")
    link = sheet.get_attribute("data-link") or ""

    assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF-")
    assert link.startswith(f"{demonstration.address}/verify#c=")
    assert not any(NAME in each for each in sent)
    other = open_page(link)
    Reporter(other).page.get_by_role("button", name="English").click()
    other.locator('[data-screen="verdict"][data-turn="true"]').wait_for(timeout=30_000)
    expect(other.get_by_text(NAME)).to_be_visible()
    assert "#" not in other.url, "the name does not stay in the address"
    forged = open_page(link[:-12] + ("A" * 12 if not link.endswith("A" * 12) else "B" * 12))
    forged.get_by_role("button", name="English").click()
    expect(forged.get_by_role("alert")).to_be_visible(timeout=30_000)


def said_by(asked: Request) -> str:
    """Address and body of a request."""
    return asked.url + (asked.post_data_buffer or b"").decode("latin-1")


def test_what_was_read_stays_nowhere_and_leaves_once_as_a_note_of_one_size(open_page: OpenPage) -> None:
    page = open_page("/", service_workers="block")
    notes: list[int] = []
    page.on(
        "request", lambda asked: notes.append(len(asked.post_data_buffer or b"")) if counts(asked) else None
    )
    Reporter(page).chooses("en")
    before = kept(page)
    page.locator("[data-tile=questions]").click()
    page.locator("[data-fold=faq_afraid_for_job] summary").click()
    page.locator(".mark-button").click()

    assert kept(page) == before
    for _ in range(2):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(500)
    assert notes == [NOTE_BYTES]


def counts(asked: Request) -> bool:
    """Whether it is a note for the counters."""
    return asked.url.endswith("/api/v1/content/counts")


def kept(page: Page) -> str:
    """What the two storages hold."""
    found: dict[str, str] = page.evaluate("({...localStorage, ...sessionStorage})")
    return json.dumps(found, sort_keys=True)


def test_a_lesson_can_be_walked_to_its_end_from_any_choice(open_page: OpenPage) -> None:
    page = open_page("/")
    Reporter(page).chooses("en")
    page.locator("[data-tile=lessons]").click()
    page.locator("[data-lesson=distribution_line]").click()
    for _ in range(10):
        if page.get_by_role("heading", name="To remember").count():
            return
        page.locator("main .choices .button").last.click()
        page.wait_for_timeout(150)
    raise AssertionError("the lesson does not end")
