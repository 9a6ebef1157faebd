"""The main job in a real browser: a report reaches its office, is opened and answered, the answer is read."""

import os
import uuid
from pathlib import Path

import pytest

from tests.browser.conftest import LAPTOP, OpenPage
from tests.browser.officer import Officer
from tests.browser.reporter import Reporter

WORDS = {"en": "A test: no ration card without a favour.", "ar": "اختبار: لا بطاقة تموين دون مقابل."}
SHOTS = os.environ.get("SPEAKUP_SHOTS")  # a folder: keep pictures of the way, to look at


def look(who: Reporter | Officer, name: str) -> None:
    """Keep a picture, when somebody wants to look."""
    if SHOTS:
        who.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "office"),
    [
        ("en", "UN-Habitat, PSEA focal point"),
        pytest.param(
            "ar",
            "موئل الأمم المتحدة، جهة التنسيق المعنية بالحماية من الاستغلال والانتهاك الجنسيين",
            marks=pytest.mark.slow,
        ),
    ],
    ids=["en", "ar"],
)
def test_a_report_from_a_phone_is_opened_acknowledged_answered_and_the_answer_is_read(
    open_page: OpenPage, language: str, office: str
) -> None:
    words = {"en": "A test: no ration card without a favour.", "ar": "اختبار: لا بطاقة تموين دون مقابل."}[
        language
    ]
    words = f"{words} {uuid.uuid4().hex[:8]}"
    reporter = Reporter(open_page("/", locale=language))
    reporter.chooses(language)
    assert reporter.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    reporter.begins_a_report()
    reporter.answers(words)
    look(reporter, f"{language}-readers")
    assert any(office in each for each in reporter.readers())
    receipt = reporter.takes_the_receipt()
    assert len(receipt.replace(" ", "")) == 20 if language == "ar" else len(receipt.split()) == 6
    reporter.types_back(receipt)
    reporter.is_told_that_it_is_sent()
    look(reporter, f"{language}-sent")

    officer = Officer(open_page("/desk", LAPTOP))
    officer.unlocks("UN-Habitat, PSEA focal point")
    officer.sees_the_cases()
    officer.waits_for_a_case()
    look(officer, f"{language}-desk-cases")
    officer.finds(words)
    officer.acknowledges()
    answer = f"Thank you. Are you safe today? {uuid.uuid4().hex[:8]}"
    officer.answers(answer)
    look(officer, f"{language}-desk-case")

    later = Reporter(open_page("/", locale=language))  # another browser: only the receipt was kept
    later.chooses(language)
    later.checks(receipt)
    later.page.get_by_text(answer).wait_for()
    look(later, f"{language}-answers")
    assert len(later.reads()) == 2, "the acknowledgement and the answer"
    assert later.page.locator("[data-proof]").count() == 1, "the signed proof was checked"
