"""`speakup demo` starts everything, keeps its data, ends everything, and says what is wrong."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from app import cli
from app.commands import demo
from app.commands.demo_place import Demonstration
from app.services.demonstration import DemonstrationOrganisation
from tests.processes import ROOT, free_port

SPEAKUP = [sys.executable, "-c", "from app.cli import main; main()"]
START_SECONDS = 60
WORDS = "The guard asks for money at the gate."


@contextmanager
def demonstration(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running demonstration and what it said at its start."""
    process = subprocess.Popen(
        [*SPEAKUP, "demo", "--port", str(port), "--folder", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, said_by(process)
    finally:
        process.kill()
        process.wait()


def said_by(process: subprocess.Popen[str]) -> str:
    """What it says until it is up, or until it ends."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C ends" in line:
            break
    return "".join(lines)


def ended(process: subprocess.Popen[str], number: int) -> list[psutil.Process]:
    """Send a signal, wait for the end; the children that are left."""
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 3, "not everything was running"
    process.send_signal(number)
    process.wait(START_SECONDS)
    return psutil.wait_procs(children, timeout=10)[1]


def speakup(*typed: str, words: str = "") -> str:
    """What a command prints."""
    result = CliRunner(env={"SPEAKUP_PASSPHRASE": "demonstration"}).invoke(cli.speakup, typed, input=words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration for all tests here: its keys take seconds to make."""
    return tmp_path_factory.mktemp("demo")


def test_a_report_goes_all_the_way_and_the_next_start_still_has_it(folder: Path) -> None:
    port = free_port()
    with demonstration(folder, port) as (process, said):
        address = f"http://127.0.0.1:{port}"
        assert "DEMONSTRATION" in said
        assert f"{address}/desk" in said
        sent = speakup(
            "report", "--server", address, "--entity", "un-habitat", "--category", "fraud", words=WORDS
        )
        device = device_of(folder, "Focal point A — UN-Habitat, conduct and discipline focal point")
        desk = ("desk", "--server", address, "--device", device)
        name = awaited_case(*desk)
        assert WORDS in speakup(*desk, "open", name)
        speakup(*desk, "acknowledge", name)
        speakup(*desk, "reply", name, "--text", "We look into it.")
        (receipt,) = re.findall(r"Receipt: (.+)", sent)
        answers = speakup("report", "--server", address, "--check", words=receipt)
        assert "Acknowledged and signed on" in answers
        assert "We look into it." in answers
        assert ended(process, signal.SIGINT) == []
    with demonstration(folder, port) as (process, said):
        assert name in speakup(*desk, "list")
        assert ended(process, signal.SIGTERM) == []


def device_of(folder: Path, label: str) -> str:
    """The device key file with this label."""
    files = (folder / "org" / "devices").glob("*.json")
    return next(str(each) for each in files if json.loads(each.read_bytes())["label"] == label)


def awaited_case(*desk: str) -> str:
    """The name of the first case, once the relay has filed it."""
    for _ in range(30):
        listed = speakup(*desk, "list").splitlines()
        if len(listed) > 1:
            return listed[1].split()[0]
        time.sleep(0.5)
    raise AssertionError("the report did not arrive")


@pytest.mark.slow
def test_a_child_that_dies_ends_everything_with_its_name(folder: Path) -> None:
    with demonstration(folder, free_port()) as (process, _):
        relay = next(
            child for child in psutil.Process(process.pid).children() if "app.relay" in child.cmdline()
        )

        relay.kill()

        assert process.stdout is not None
        said = process.stdout.read()
        assert process.wait(START_SECONDS) == 1
        assert "the relay process ended by itself" in said


@pytest.mark.slow
def test_a_second_one_in_the_same_folder_is_refused(folder: Path) -> None:
    with demonstration(folder, free_port()) as (process, _):
        with demonstration(folder, free_port()) as (second, said):
            assert "runs in it already" in said
            assert second.wait(START_SECONDS) == 1
        assert ended(process, signal.SIGTERM) == []


@pytest.mark.slow
def test_nothing_is_left_behind_when_it_is_killed_outright(folder: Path) -> None:
    with demonstration(folder, free_port()) as (process, said):
        assert "Ctrl-C ends" in said, said
        assert ended(process, signal.SIGKILL) == []


def test_a_port_that_is_taken_is_passed_over_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        found = demo.free_port(port)

    assert found > port
    assert capsys.readouterr().out == f"Port {port} is taken; using {found}.\n"


@pytest.mark.parametrize("built", [True, False])
def test_a_client_that_is_not_built_is_said_with_the_way_to_build_it(tmp_path: Path, built: bool) -> None:
    if built:
        (tmp_path / "index.html").touch()
    unfounded = DemonstrationOrganisation(tmp_path)

    said = "\n".join(demo.greeting(Demonstration(tmp_path, 8000, tmp_path), unfounded))

    assert ("make build" in said) is not built
