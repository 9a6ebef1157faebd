"""Files come sealed, are opened only when asked for, and never under a name that somebody else chose."""

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.desk.cases import page
from app.desk.desk import Desk
from app.desk.filenames import safe_name
from app.desk.files import bricks_of, files_of, mirror, save
from app.domain.attachments import MOST_BYTES, attachment, understood
from app.domain.errors import BadInput, TooMany, Unavailable
from app.sealing.attachment import BRICK_BYTES, seal_file
from app.services.evidence import File, seal_files
from tests.desk.world import HARASSMENT, World

MARKER = b"marker-7f3a-in-a-file"
PHOTO = File("../../evil .pdf.exe\u202etxt", "image/jpeg", MARKER + bytes(300_000))
LETTER = File("letter.pdf", "application/pdf; charset=x", b"%PDF-1.7 " + MARKER)


@pytest.fixture
def read_by(organisation: World) -> Desk:
    """The desk of an office that got a report with two files."""
    organisation.reporter().report(HARASSMENT, {}, "See the files.", files=[PHOTO, LETTER])
    organisation.relay()
    return organisation.desk()


def test_files_of_a_report_are_written_as_they_were_sent_under_safe_names(
    read_by: Desk, tmp_path: Path
) -> None:
    (case,) = read_by.cases

    said = list(save(read_by, case, tmp_path / "files"))

    written = {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()}
    assert written == {"01-evil _pdf.jpg": PHOTO.data, "02-letter.pdf": LETTER.data}
    assert all("written to" in line for line in said)
    assert {oct(path.stat().st_mode)[-3:] for path in (tmp_path / "files").iterdir()} == {"600"}
    with pytest.raises(BadInput, match="already"):
        list(save(read_by, case, tmp_path / "files"))


def test_the_page_of_a_case_names_its_files_and_shows_nothing_that_turns_text_around(read_by: Desk) -> None:
    text = "\n".join(page(read_by, read_by.cases[0]))

    assert "Files that came with it: 2" in text
    assert "letter.pdf (application/pdf; charset=x, 30 bytes)" in text
    assert "\u202e" not in text


def test_mirrored_bricks_are_sealed_claimed_and_enough_to_read_offline(
    organisation: World, read_by: Desk, tmp_path: Path
) -> None:
    assert mirror(read_by) == 3  # two for the photo, one for the letter
    assert mirror(read_by) == 0
    assert not any(MARKER in path.read_bytes() for path in read_by.store.folder.rglob("*") if path.is_file())

    offline = organisation.entrance("Focal point A1").offline()
    list(save(offline, offline.cases[0], tmp_path / "offline"))

    assert (tmp_path / "offline" / "02-letter.pdf").read_bytes() == LETTER.data


def claims(desk: Desk) -> set[str]:
    """What the desk claims when it mirrors."""
    asked: set[str] = set()

    def seen(request: httpx.Request) -> None:
        if request.url.path.endswith("/bricks/claims"):
            asked.update(json.loads(request.content)["bricks"])

    desk.online.http.event_hooks["request"] = [seen]
    mirror(desk)
    return asked


def test_files_are_claimed_each_time_as_long_as_the_server_has_what_they_came_with(
    organisation: World, read_by: Desk
) -> None:
    bricks = {brick for file in files_of(read_by.cases[0]) for brick in bricks_of(file)}
    assert [claims(read_by), claims(organisation.desk())] == [bricks, bricks]

    (envelope,) = [each.position for each in read_by.reading.readable]
    read_by.store.lose([envelope])
    read_by.forget()

    assert claims(read_by) == set()
    assert read_by.store.bricks == bricks, "what this disk alone may hold stays"


def test_a_server_that_takes_no_more_claims_holds_up_no_new_file(read_by: Desk) -> None:
    mirror(read_by)
    lost = next(iter(read_by.store.bricks))
    read_by.store.drop_bricks([lost])
    asked: list[int] = []

    def refuse_second(request: httpx.Request) -> None:
        if request.url.path.endswith("/bricks/claims"):
            asked.append(len(json.loads(request.content)["bricks"]))
            if len(asked) > 1:
                raise TooMany(60)

    read_by.online.http.event_hooks["request"] = [refuse_second]
    with pytest.raises(TooMany):
        mirror(read_by)

    assert asked == [1, 2]
    assert lost in read_by.store.bricks


def test_bricks_that_no_case_names_leave_the_disk(read_by: Desk) -> None:
    mirror(read_by)
    kept = read_by.store.bricks
    read_by.store.keep_brick("ab" * 16, bytes(BRICK_BYTES))

    mirror(read_by)

    assert read_by.store.bricks == kept


def test_a_wrong_brick_that_was_kept_is_asked_for_once_more(
    organisation: World, read_by: Desk, tmp_path: Path
) -> None:
    mirror(read_by)
    letter = files_of(read_by.cases[0])[1].entry
    assert letter is not None
    read_by.store.keep_brick(letter.bricks[0], bytes(BRICK_BYTES))
    offline = organisation.entrance("Focal point A1").offline()
    assert "NOT WRITTEN" in list(save(offline, offline.cases[0], tmp_path / "offline"))[1]

    assert "written to" in list(save(read_by, read_by.cases[0], tmp_path / "files"))[1]
    assert (mirror(read_by), letter.bricks[0] in read_by.store.bricks) == (1, True)


def test_a_file_whose_bricks_are_gone_or_changed_is_named_and_not_written(
    read_by: Desk, organisation: World, tmp_path: Path
) -> None:
    mirror(read_by)
    photo, letter = (file.entry for file in files_of(read_by.cases[0]))
    assert photo is not None
    assert letter is not None
    path = read_by.store.brick_path(letter.bricks[0])
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    read_by.store.brick_path(photo.bricks[0]).unlink()
    offline = organisation.entrance("Focal point A1").offline()

    said = list(save(offline, offline.cases[0], tmp_path / "files"))

    assert "not all of it is here" in said[0]
    assert "NOT WRITTEN" in said[1]
    assert list((tmp_path / "files").iterdir()) == []


def test_a_later_message_brings_files_too(organisation: World) -> None:
    reporter = organisation.reporter()
    sent = reporter.report(HARASSMENT, {}, "More will follow.")
    reporter.write(sent.receipt, organisation.offices["conduct"], "Here it is.", files=[LETTER])
    organisation.relay()

    (case,) = organisation.desk().cases

    assert [file.entry.name for file in files_of(case) if file.entry] == ["letter.pdf"]


def test_nothing_of_a_report_leaves_when_a_brick_cannot(organisation: World) -> None:
    reporter = organisation.reporter()
    reporter.refresh()
    reporter.http.event_hooks["request"].append(lambda asked: refuse(asked.method))

    with pytest.raises(Unavailable):
        reporter.report(HARASSMENT, {}, "With a file.", files=[LETTER])
    organisation.relay()

    assert organisation.desk().cases == []


def refuse(method: str) -> None:
    """The network is gone for uploads of bricks."""
    if method == "PUT":
        raise Unavailable


def test_an_entry_that_cannot_be_understood_costs_only_that_file(organisation: World) -> None:
    reporter = organisation.reporter()
    good = seal_files([LETTER])
    evidence = replace(good, entries=({"file_id": "x"}, *good.entries))
    sealed = reporter.seal_report(HARASSMENT, {}, "Words stay readable.", evidence=evidence)
    for deposit in sealed.deposits:
        reporter.send(deposit)
    organisation.relay()
    desk = organisation.desk()

    text = "\n".join(page(desk, desk.cases[0]))

    assert "Words stay readable." in text
    assert "1. an attached file that cannot be understood" in text
    assert "2. letter.pdf" in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "00"),
        ("header", "zz" * 24),
        ("bricks", []),
        ("bricks", ["aa" * 16] * 2),
        ("length", -1),
        ("length", MOST_BYTES + 1),
        ("length", True),
        ("hash", None),
        ("name", 7),
    ],
)
def test_a_field_of_another_form_is_refused_by_its_name(field: str, value: object) -> None:
    raw = {**seal_file(b"x").fields, "name": "a", "type": "b"}
    assert attachment(raw).name == "a"

    with pytest.raises(BadInput, match=field):
        attachment(raw | {field: value})
    assert understood([raw, raw | {field: value}])[1] is None


def test_more_than_a_report_may_carry_is_refused_before_anything_is_sealed() -> None:
    with pytest.raises(BadInput, match="100 MiB"):
        seal_files([File("a", "b", bytes(MOST_BYTES + 1))])


@pytest.mark.parametrize(
    ("name", "type_", "safe"),
    [
        ("", "", "07-file.bin"),
        ("....", "image/png", "07-file.png"),
        ("CON", "text/plain", "07-CON.txt"),
        ("-rf *;$(x).odt", "application/vnd.oasis.opendocument.text", "07--rf ___(x).odt"),
        ("صورة.jpg", "IMAGE/JPEG", "07-صورة.jpg"),
        ("a.html", "text/html", "07-a.bin"),
        ("x" * 500, "audio/ogg; codecs=opus", f"07-{'x' * 60}.ogg"),
        ("a\x00b\nc\u202ed.svg", "image/svg+xml", "07-a_b_c_d.bin"),
    ],
)
def test_a_name_is_made_safe(name: str, type_: str, safe: str) -> None:
    assert safe_name(7, name, type_) == safe
