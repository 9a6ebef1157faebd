"""`speakup chat`: a report by lines of text reaches the desk, and its answer comes back by its code."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from app.commands import conversing
from tests.commands.test_demo import SPEAKUP, awaited_case, demonstration, device_of, ended, speakup
from tests.processes import ROOT, free_port

SECONDS = 90  # the first start founds an organisation
HEAVY = ("sqlalchemy", "flask", "pydantic", "nacl", "httpx", "yaml", "babel", "twilio", "telegram")
WORDS = "Le garde demande de l'argent à la porte."
# Fraud by staff of UN-Habitat, in the order of the questions; the words of the commands are French.
REPORT = (
    *("1", "1", "1", "2", "3", "1", "UN-Habitat", "2", "0", WORDS, "fini"),
    *("2", "0", "1", "1", "1", "envoyer"),
)
OFFICE = "Focal point A — UN-Habitat, conduct and discipline focal point"


@dataclass(frozen=True)
class Chat:
    """A conversation that is over: its answers, and what was said beside them."""

    code: int
    said: str
    aside: str

    @property
    def receipt(self) -> str:
        """The twenty digits that it shows."""
        (found,) = re.findall(r"\d{5}(?: \d{5}){3}", self.said)
        return str(found)


def chat(*typed: str, folder: Path, options: tuple[str, ...] = ()) -> Chat:
    """`printf '…' | speakup chat`."""
    done = subprocess.run(
        [*SPEAKUP, "chat", "--folder", str(folder), *options],
        input="".join(f"{line}\n" for line in typed),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Chat(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration for all tests here: its keys take seconds to make."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[str]:
    """The address of a demonstration that runs in the folder."""
    port = free_port()
    with demonstration(folder, port) as (process, _):
        yield f"http://127.0.0.1:{port}"
        ended(process, signal.SIGTERM)


def test_a_report_by_lines_of_text_is_read_at_the_desk_and_answered_by_its_code(
    folder: Path, running: str
) -> None:
    told = chat(*REPORT, folder=folder, options=("--lang", "fr"))
    assert told.code == 0
    desk = ("desk", "--server", running, "--device", device_of(folder, OFFICE))
    name = awaited_case(*desk)
    assert WORDS in speakup(*desk, "open", name)
    speakup(*desk, "reply", name, "--text", "Merci, nous regardons.")

    by_text = chat(f"CHECK {told.receipt}", folder=folder)

    assert "Merci, nous regardons." in by_text.said
    assert "Merci, nous regardons." in speakup("report", "--server", running, "--check", words=told.receipt)


def test_each_answer_is_a_line_behind_a_mark_and_nothing_typed_comes_back(folder: Path, running: str) -> None:
    told = chat(*REPORT, folder=folder, options=("--server", running, "--lang", "fr"))

    assert all(line.startswith("> ") for line in told.said.splitlines())
    assert WORDS not in told.said + told.aside


@pytest.mark.parametrize(
    ("channel", "reader", "buttons"),
    [("sms", "phone company", False), ("whatsapp", "WhatsApp", True), ("telegram", "Telegram", True)],
)
def test_a_channel_says_who_can_read_it_and_shows_buttons_where_it_has_them(
    folder: Path, running: str, channel: str, reader: str, buttons: bool
) -> None:
    told = chat("1", "1", folder=folder, options=("--channel", channel))

    assert reader in told.said.splitlines()[0]
    assert ("> [1] Yes  [2] No  [3] Not sure" in told.said) is buttons


def test_a_stop_word_is_honoured_and_the_silence_is_explained_beside_the_answers(
    folder: Path, running: str
) -> None:
    told = chat("STOP", folder=folder)

    assert (told.code, told.said) == (0, "")
    assert "No answer" in told.aside


@pytest.mark.slow
def test_without_a_server_it_starts_the_demonstration_and_leaves_no_process_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*SPEAKUP, "chat", "--folder", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("A guard at the gate asks everybody for money.\n")
    process.stdin.flush()
    assert "phone company can read" in process.stdout.readline()
    children = psutil.Process(process.pid).children(recursive=True)

    said, _ = process.communicate("SEND\n", SECONDS)

    assert "Your code: " in said
    assert process.returncode == 0
    assert len(children) >= 3
    assert psutil.wait_procs(children, timeout=10)[1] == []


@pytest.mark.parametrize("lang", ["zh", "zh-CN", "zh_Hans"])
def test_a_language_is_known_by_any_of_its_tags(lang: str) -> None:
    assert conversing.locale(lang) == "zh_Hans"


def test_a_language_that_nobody_offers_is_refused_in_one_sentence(tmp_path: Path) -> None:
    told = chat("1", folder=tmp_path, options=("--lang", "tlh"))

    assert told.code == 1
    assert told.aside.startswith("Error: lang: is none of en, fr")
    assert "tlh" not in told.aside


def test_a_server_that_does_not_answer_is_said_in_one_sentence(tmp_path: Path) -> None:
    told = chat("1", folder=tmp_path, options=("--server", f"http://127.0.0.1:{free_port()}"))

    assert told.code == 1
    assert len(told.aside.splitlines()) == 1
    assert told.aside.startswith("Error: ")


def test_its_help_loads_nothing_heavy_and_comes_at_once() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from app import cli;"
        "assert CliRunner().invoke(cli.speakup, ['chat', '--help']).exit_code == 0;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    began = time.perf_counter()

    shown = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ, cwd=ROOT
    ).stdout

    assert shown.strip() == "[]"
    assert time.perf_counter() - began < 4  # 0.2 s on an idle machine; a loaded one must not fail it
