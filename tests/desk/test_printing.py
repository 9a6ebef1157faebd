"""A case on paper: all for the office, for others what the reporter allows, nobody's words as markup."""

import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import speakup
from app.desk import handover, recording
from app.desk.desk import Desk
from app.desk.printing import OWN, Reader, printed, written_word
from app.desk.stepping_back import step_back
from app.domain.audience import Audience, Purpose
from app.domain.case import Case
from app.domain.claims import Claim
from app.domain.errors import BadInput
from app.domain.handing_over import Choice
from app.domain.payloads import Event
from app.services.evidence import File
from tests.desk.world import HARASSMENT, PASSPHRASE, World, world

HOSTILE = (
    "</style></blockquote><script src=//evil.example>alert(1)</script>\u202e\"'><img src=x onerror=y>\x1b[2J"
)
WORDS = "It happened twice."
READER = Reader(Audience.INVESTIGATORS, "Investigator, Nairobi", "They decide", ("heliotrope", "Helio X"))


class Tags(HTMLParser):
    """Which elements and attributes a page holds, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    """One organisation for all tests here: each has a case of its own."""
    with world(tmp_path_factory.mktemp("printing"), migrated_file) as made:
        made.let_stand_in("conduct", "oversight")
        yield made


@pytest.fixture(scope="module")
def desk(organisation: World) -> Desk:
    """One desk for all of them."""
    return organisation.desk()


@pytest.fixture(scope="module")
def plain(organisation: World, desk: Desk) -> str:
    """The thread of a case with one report and one file."""
    return reported(organisation, desk, files=[File("a.txt", "text/plain", b"A file.")]).thread


def reported(organisation: World, desk: Desk, words: str = WORDS, answer: str = "", **more: object) -> Case:
    """A new case at the desk."""
    answers = {"category": ["harassment"], "country": "KE", "where": answer or words}
    before = {case.thread for case in desk.cases}
    organisation.reporter().report(HARASSMENT, answers, words, **more)
    organisation.relay()
    desk.sync()
    return next(case for case in desk.cases if case.thread not in before)


def text_for(desk: Desk, case: Case, reader: Reader) -> str:
    return Tags(printed(desk, case, reader).html).text


def test_what_somebody_wrote_is_text_and_nothing_else_wherever_it_stands(
    organisation: World, desk: Desk
) -> None:
    file = File(HOSTILE, HOSTILE, b"A file.")
    case = reported(organisation, desk, f"My words: {HOSTILE}\nSecond line.", HOSTILE, files=[file])
    told = ("Head", "head_of_entity", "existence", False, HOSTILE, "2026-11-21")
    assert recording.tell(desk, case, *told)
    assert desk.note(desk.case(case.thread), HOSTILE)

    page = Tags(printed(desk, desk.case(case.thread), Reader()).html)

    assert not page.names & {"script", "img", "iframe", "object", "link", "a", "svg", "form", "base"}
    assert not page.attributes & {"src", "href", "onerror", "style", "action", "srcset"}
    # The answer, the words, name and type of the file, the note, the register and its event.
    assert page.text.count("alert(1)") == 7
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)
    assert "Second line." in page.text


def test_the_page_asks_for_nothing_and_says_who_made_it_and_what_stands_behind_it(
    desk: Desk, plain: str
) -> None:
    html = printed(desk, desk.case(plain), Reader()).html

    assert html.startswith("<!doctype html>")
    assert "default-src 'none'; style-src 'sha256-" in html
    assert not re.search(r"url\(|@import|https?:|src=|href=", html)
    text = Tags(html).text
    for said in (
        *(
            WORDS,
            "Bullying, insults or threats at work",
            "Kenya",
            "Office A, Demonstration",
            "Focal point A1",
            OWN,
        ),
        *("they did not say that anyone may know", "Nothing was left out."),
        *("a.txt", sha256(b"A file.").hexdigest(), "Sealed entries behind this file: 1."),
    ):
        assert said in text


def test_somebody_else_gets_what_the_reporter_allows_and_it_is_written_down(
    organisation: World, desk: Desk
) -> None:
    named = File("a.txt", "text/plain", b"A file.")
    case = reported(organisation, desk, "My name is Heliotrope.", files=[named])
    assert desk.note(case, "A word among ourselves.")
    case = desk.case(case.thread)

    with pytest.raises(BadInput, match="read the texts"):
        printed(desk, case, READER)
    page = printed(desk, case, replace(READER, checked=True))

    text = Tags(page.html).text
    assert "My name is […]." in text
    assert "Investigator, Nairobi (Those who investigate)" in text
    for stays in ("Files", "Words that tell who the reporter is"):
        assert stays in text
    for absent in ("Heliotrope", "A word among ourselves", "a.txt", "What the office did"):
        assert absent not in text
    assert (page.missed, page.named) == (("Helio X",), False)

    assert desk.record(written_word(desk, case, READER, page.named))
    events = [done.event for done in desk.case(case.thread).events]
    (told,) = [event for event in events if event.event == Event.NEED_TO_KNOW]
    assert told.text == "They decide"
    assert told.data["who"] == "Investigator, Nairobi"
    assert (told.data["role"], told.data["what"], told.data["identity"]) == ("oios", "allegation", "no")


def test_who_may_not_read_the_story_gets_none_of_it(desk: Desk, plain: str) -> None:
    case = desk.case(plain)

    for audience in (Audience.HELPERS, Audience.HEAD):
        text = text_for(desk, case, Reader(audience, "Clinic"))
        assert WORDS not in text
        assert "What happened, in the reporter's words" in text
    with pytest.raises(BadInput, match="by title"):
        printed(desk, case, Reader(Audience.HEAD, " "))


def test_pages_are_made_in_a_room_without_a_network_and_the_record_waits(
    organisation: World, plain: str
) -> None:
    room = organisation.entrance("Focal point A1").offline()

    assert WORDS in text_for(room, room.case(plain), Reader())
    assert not room.record(written_word(room, room.case(plain), Reader(), named=True))

    notes = room.case(plain).notes
    assert [done.event.text for done in notes] == ["The case file was written to a file to print."]


def test_what_another_key_wrote_stands_apart_on_paper_too(desk: Desk, plain: str) -> None:
    case = desk.case(plain)
    claim = Claim("ab" * 32, case.reports, (), ())

    text = text_for(desk, replace(case, claims=(claim,)), Reader())

    assert "Somebody with another key (abababab)" in text
    assert text.index("are not proven to be by the person") < text.rindex(WORDS)
    doubted = replace(case, claims=(claim,))
    with pytest.raises(BadInput, match="read the texts"):
        printed(desk, doubted, replace(READER, passages=()))
    for_others = text_for(desk, doubted, replace(READER, passages=("happened",), checked=True))
    assert for_others.count("It […] twice.") == 4  # the words and an answer, of each of the two
    helped = text_for(desk, doubted, Reader(Audience.HELPERS, "Clinic"))
    assert "abababab" not in helped


def test_what_another_office_passed_on_is_printed_with_its_name_and_its_word(
    organisation: World, desk: Desk
) -> None:
    case = reported(organisation, desk, "My name is Heliotrope.")
    choice = Choice(
        purpose=Purpose.REFERRAL,
        audience=Audience.INVESTIGATORS,
        passages=("Heliotrope",),
        checked=True,
        note="Look at the date.",
    )
    handover.pass_on(desk, case, handover.office_named(desk, "Office B"), choice)
    organisation.relay()
    other = organisation.desk("Focal point B1")
    handed = next(each for each in other.cases if each.thread == case.thread)

    text = text_for(other, handed, Reader())

    for said in ("My name is […].", "Passed on by Office A, which vouches for it.", "Look at the date."):
        assert said in text
    assert "Words that tell who the reporter is" in text.partition("What the reporter wrote")[0]
    assert "Heliotrope" not in text


def test_the_command_writes_a_new_private_file_that_a_browser_opens(
    organisation: World, plain: str, tmp_path: Path
) -> None:
    device, folder = organisation.devices["Focal point A1"], organisation.folder / "Focal point A1.desk"
    place = ["desk", "--offline", "--device", str(device), "--folder", str(folder)]
    typed = [*place, "print", plain[:8], "--out"]
    runner, target = CliRunner(env={"SPEAKUP_PASSPHRASE": PASSPHRASE}), tmp_path / "case.html"

    made = runner.invoke(speakup, [*typed, str(target)])
    again = runner.invoke(speakup, [*typed, str(target)])
    unnamed = runner.invoke(speakup, [*typed, str(tmp_path / "other.html"), "--for", "head"])
    text = runner.invoke(speakup, [*typed, str(tmp_path / "case.txt")])

    assert made.exit_code == 0, made.output
    assert "readable by anyone" in made.output
    assert WORDS in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    for refused, says in ((again, "choose another name"), (unnamed, "by title"), (text, "ends in .html")):
        assert refused.exit_code == 1
        assert says in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["case.html"]


def test_a_case_that_its_officer_left_is_not_printed(organisation: World, desk: Desk) -> None:
    case = reported(organisation, desk)
    step_back(desk, case, "")

    with pytest.raises(BadInput, match="stepped back"):
        printed(desk, desk.case(case.thread), Reader())
