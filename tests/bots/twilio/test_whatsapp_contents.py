"""The buttons and lists of WhatsApp: what fits into them, and that they are made at Twilio once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.conversation.world import Reply
from app.domain.errors import Misconfigured, Unavailable
from app.hotline_config import HotlineSettings
from bots.whatsapp import contents
from bots.whatsapp.choices import KINDS, filled, kind_for
from tests.bots.fake_twilio import ACCOUNT, FakeTwilio


@pytest.mark.parametrize(
    ("choices", "kind"),
    [
        ((), ""),
        ((("1", "Yes"),), "quick_1"),
        ((("1", "Yes"), ("2", "No")), "quick_2"),
        ((("1", "x" * 20), ("2", "No")), "quick_2"),
        ((("1", "x" * 21), ("2", "No")), "list_2"),
        ((("1", "x" * 25), ("2", "No")), ""),
        ((("1", "x" * 21),), ""),
        (tuple((str(n), f"t{n}") for n in range(10)), "list_10"),
        (tuple((str(n), f"t{n}") for n in range(11)), ""),
        ((("1", "Same"), ("2", "Same")), ""),
        ((("1", ""), ("2", "No")), ""),
    ],
)
def test_choices_go_as_whatsapp_can_show_them(choices: tuple[tuple[str, str], ...], kind: str) -> None:
    assert kind_for("Well?", choices) == kind
    assert kind_for("x" * 1025, choices) == ""


def test_every_content_has_a_place_for_all_that_fills_it() -> None:
    for kind in KINDS:
        count = int(kind.partition("_")[2])
        reply = Reply("k", "Two\nlines", tuple((str(n), f"title {n}") for n in range(count)))
        values = json.loads(filled(kind, reply.text, "Menu", reply.choices))
        assert values.keys() == contents.content(kind)["variables"].keys()
        assert values["1"] == "Two lines"
        shown = json.dumps(contents.content(kind)["types"])
        assert all(f"{{{{{number}}}}}" in shown for number in values)


def test_contents_are_made_once_and_a_failure_in_the_middle_loses_none(
    twilio: FakeTwilio, made: HotlineSettings, tmp_path: Path
) -> None:
    path = tmp_path / "contents.json"
    fresh = made.model_copy(update={"whatsapp_contents_file": path})
    twilio.fails(500, 20500, "/v1/Content")
    with pytest.raises(Unavailable):
        contents.make(fresh, httpx.Client())
    assert contents.make(fresh, httpx.Client()) == len(KINDS)
    path.write_text(json.dumps(dict(list(json.loads(path.read_text()).items())[:4])))
    assert contents.make(fresh, httpx.Client()) == len(KINDS) - 4
    assert contents.make(fresh, httpx.Client()) == 0
    assert set(contents.read(path)) == set(KINDS)


@pytest.mark.parametrize("held", ["nonsense", "[]", "null"])
def test_a_file_of_something_else_is_named(tmp_path: Path, held: str) -> None:
    path = tmp_path / "contents.json"
    path.write_text(held)
    if held != "[]":
        with pytest.raises(Misconfigured, match="SPEAKUP_WHATSAPP_CONTENTS_FILE"):
            contents.read(path)
    else:
        assert contents.read(path) == {}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="SPEAKUP_WHATSAPP_CONTENTS_FILE"):
        contents.read(tmp_path / "nothing.json")


def test_the_command_makes_them_and_names_what_is_missing(made: HotlineSettings, twilio: FakeTwilio) -> None:
    command = [sys.executable, "-m", "bots.whatsapp.contents"]
    unset = {name: value for name, value in os.environ.items() if not name.startswith("SPEAKUP_")}
    bare = subprocess.run(command, env=unset, capture_output=True, text=True, check=False)
    assert bare.returncode == 2
    assert "SPEAKUP_WHATSAPP_CONTENTS_FILE" in bare.stderr

    told = {
        "SPEAKUP_TWILIO_ACCOUNT": ACCOUNT,
        "SPEAKUP_TWILIO_TOKEN_FILE": str(made.twilio_token_file),
        "SPEAKUP_TWILIO_API": twilio.address,
        "SPEAKUP_WHATSAPP_CONTENTS_FILE": str(made.whatsapp_contents_file),
    }
    done = subprocess.run(command, env=unset | told, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"0 made, {len(KINDS)} in all\n")
