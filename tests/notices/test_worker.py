"""Through real processes: a desk seals an address, the worker mails to it, and nobody else knows it."""

import io
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from app import config
from app.cli import speakup
from app.config import Settings
from app.desk.entry import Entrance, device_file, unlocked
from app.domain.errors import Misconfigured
from app.logs import Log
from app.sealing.contacts import DESK, seal_contact
from app.services import local_facts
from app.wiring.notices import build, mail_line, offer
from app.wiring.worker import Job, schedule
from app.wiring.worker import build as build_retention
from tests.faults.campaign import until
from tests.installation import PASSPHRASE, Installation, install, now
from tests.notices.conftest import DAILY, SENDER
from tests.notices.mailbox import Mailbox
from tests.notices.push_service import PushBrowser, PushService, push_service
from tests.processes import Server, free_port, start, start_web
from tests.test_marker import read_all, store_files

NAME, HOST = "zwetschgenkuchen", "wolpertinger.example"
ADDRESS = f"{NAME}@{HOST}"
BROWSER = "xylophonmarabu"


@dataclass(frozen=True)
class Left:
    """What everything has left behind, and what came."""

    files: Mapping[str, bytes]
    box: Mailbox
    service: PushService


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as made:
        yield made


def keys(folder: Path) -> dict[str, str]:
    """The settings that the command prints."""
    printed = CliRunner().invoke(speakup, ["notices", "keys", str(folder)]).output
    pairs = (line.split()[-1].split("=", 1) for line in printed.splitlines() if "SPEAKUP_" in line)
    return dict(pairs)


def name_key(installed: Installation, key: str) -> None:
    """The root holders name the key of notices."""
    local_facts.set_notice_key(installed.workspace, key)
    installed.publish(timedelta(minutes=1))


def told(installed: Installation, address: str, key: bytes, browser: PushBrowser) -> None:
    """Officers at their desks say where to; one of them says it wrongly."""
    http = httpx.Client(base_url=address)
    wanted = [
        ("mail", {"address": ADDRESS}),
        ("push", browser.subscription("en")),
        ("mail", {"address": f"no {NAME}"}),
    ]
    files = sorted((installed.workspace.folder / "devices").glob("*.json"))
    for file, (way, contact) in zip(files, wanted, strict=False):
        device = unlocked(device_file(file), PASSPHRASE)
        desk = Entrance(device, installed.folder / file.stem, installed.workspace.pins(), now).online(
            http, address
        )
        sealed = b64encode(seal_contact(key, contact, DESK)).decode()
        desk.session.call("PUT", f"/notices/{way}", json={"contact": sealed})


@pytest.fixture
def left(tmp_path: Path, database_url: str, box: Mailbox, service: PushService) -> Left:
    installed, port = install(tmp_path / "installed", database_url), free_port()
    logs = installed.folder / "logs"
    logs.mkdir()
    made = keys(installed.folder)
    name_key(installed, made["SPEAKUP_DESK_NOTICE_KEY"])
    settings = installed.settings(port) | made | {
        "SPEAKUP_MAIL_SERVER": f"127.0.0.1:{box.port}",
        "SPEAKUP_MAIL_SECURITY": "none",
        "SPEAKUP_MAIL_FROM": SENDER,
        "SPEAKUP_PUSH_CONTACT": f"mailto:{SENDER}",
        "SPEAKUP_PUSH_SERVICES": service.address,
    }  # fmt: skip
    box.refusals = {ADDRESS: f"451 later, {ADDRESS}"}
    with ExitStack() as running:
        web = start_web(Server.GRANIAN, "app.web:app", settings, logs / "web", port=port)
        running.callback(web.process.stop)
        running.callback(start([sys.executable, "-m", "app.jobs"], settings, logs / "worker").stop)
        told(
            installed,
            web.address,
            bytes.fromhex(made["SPEAKUP_DESK_NOTICE_KEY"]),
            PushBrowser(service.address, BROWSER),
        )
        named = {name.removeprefix("SPEAKUP_").lower(): value for name, value in settings.items()}
        worker = Settings.model_validate(named)
        queue, jobs = schedule(worker.queue, build_retention(worker), Log("test"), build(worker, Log("test")))
        jobs[Job.NOTICES]()
        until(lambda: "notices_unsent" in (logs / "worker").read_text(), 20)
        box.refusals.clear()
        jobs[Job.NOTICES]()
        until(lambda: len(box.came) == 1 and len(service.came) == 1, 20)
        until(lambda: queue.pending_count() == 0, 5)
    return Left(
        {**store_files(database_url), **read_all(installed.folder, "jobs.db*"), **read_all(logs, "*")},
        box,
        service,
    )


def test_a_notice_comes_and_the_address_is_in_no_file(left: Left) -> None:
    [mail] = left.box.came
    sought = [text.encode() for text in (NAME, HOST, BROWSER, NAME.encode().hex(), left.service.address)]

    found = [
        f"{what!r} in {name}" for name, content in left.files.items() for what in sought if what in content
    ]

    assert (mail.to, DAILY in mail.text) == (ADDRESS, True)
    assert found == []
    assert len(left.files) >= 4


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"mail_hour": 24}, "SPEAKUP_MAIL_HOUR"),
        ({"desk_notice_key": "Zwetschge"}, "SPEAKUP_DESK_NOTICE_KEY"),
        ({"desk_notice_key": "00" * 31}, "SPEAKUP_DESK_NOTICE_KEY"),
    ],
)
def test_a_wrong_setting_of_the_offer_is_named(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(Misconfigured, match=named) as refused:
        offer(Settings.model_validate(wrong))

    assert "Zwetschge" not in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"mail_server": "mail.example", "mail_security": "none"}, "SPEAKUP_MAIL_SECURITY"),
        ({"mail_server": "mail.example", "mail_security": "Zwetschge"}, "SPEAKUP_MAIL_SECURITY"),
        ({"mail_server": "mail.example:Zwetschge"}, "SPEAKUP_MAIL_SERVER"),
        ({"mail_server": "mail.example", "mail_user": "Zwetschge"}, "SPEAKUP_MAIL_PASSWORD_FILE"),
    ],
)
def test_a_wrong_mail_server_is_named_and_never_used_in_clear(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(Misconfigured, match=named) as refused:
        mail_line(Settings.model_validate(wrong))

    assert "Zwetschge" not in str(refused.value)


def test_two_halves_that_do_not_belong_together_are_named(tmp_path: Path) -> None:
    mine = keys(tmp_path / "mine")
    theirs = keys(tmp_path / "theirs")
    settings = Settings.model_validate(
        {
            "desk_notice_key": theirs["SPEAKUP_DESK_NOTICE_KEY"],
            "desk_notice_key_file": mine["SPEAKUP_DESK_NOTICE_KEY_FILE"],
            "pins_file": pins(tmp_path),
        }
    )

    with pytest.raises(Misconfigured, match="SPEAKUP_DESK_NOTICE_KEY"):
        build(settings, Log("test"))


def pins(folder: Path) -> Path:
    file = folder / "pins.json"
    file.write_text('{"threshold": 1, "keys": ["00"]}')
    return file


def test_who_makes_the_keys_hears_that_the_mail_server_comes_next(tmp_path: Path) -> None:
    printed = CliRunner().invoke(speakup, ["notices", "keys", str(tmp_path)]).output

    assert "speakup org notices" in printed
    assert "the mail server: docs/operations.md" in printed


def test_keys_that_are_there_are_not_written_over(tmp_path: Path) -> None:
    first = keys(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again = CliRunner().invoke(speakup, ["notices", "keys", str(tmp_path)])

    assert first
    assert again.exit_code == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_mail_server_can_be_tried(monkeypatch: pytest.MonkeyPatch, box: Mailbox) -> None:
    monkeypatch.setenv("SPEAKUP_MAIL_SERVER", f"127.0.0.1:{box.port}")
    monkeypatch.setenv("SPEAKUP_MAIL_SECURITY", "none")
    monkeypatch.setenv("SPEAKUP_MAIL_FROM", SENDER)
    box.refusals = {"nobody@x.example": "550 no such person"}

    went = CliRunner().invoke(speakup, ["notices", "try", ADDRESS])
    refused = CliRunner().invoke(speakup, ["notices", "try", "nobody@x.example"])

    assert (went.exit_code, [mail.to for mail in box.came]) == (0, [ADDRESS])
    assert refused.exit_code == 1
    assert "refuses" in refused.output


@pytest.fixture
def worker(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, box: Mailbox
) -> Installation:
    """An organisation whose worker has its key and a mail server; the directory names no key."""
    (tmp_path / "store.db").write_bytes(migrated_file.read_bytes())
    installed = install(tmp_path / "installed", f"sqlite:///{tmp_path}/store.db")
    mail = {"MAIL_SERVER": f"127.0.0.1:{box.port}", "MAIL_SECURITY": "none", "MAIL_FROM": SENDER}
    settings = installed.settings() | keys(installed.folder)
    for name, value in (settings | {f"SPEAKUP_{name}": value for name, value in mail.items()}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SPEAKUP_PUSH_CONTACT", f"mailto:{SENDER}")
    return installed


def tried() -> Result:
    return CliRunner().invoke(speakup, ["notices", "try", ADDRESS])


def test_who_tries_is_told_when_the_directory_does_not_name_the_workers_key(
    worker: Installation, tmp_path: Path
) -> None:
    unnamed = tried()
    name_key(worker, keys(tmp_path / "theirs")["SPEAKUP_DESK_NOTICE_KEY"])
    another = tried()
    name_key(worker, (config.load().desk_notice_key or ""))
    named = tried()

    assert [(each.exit_code, "org notices" in each.output) for each in (unnamed, another, named)] == [
        (1, True),
        (1, True),
        (0, False),
    ]


def test_the_worker_says_every_day_that_the_directory_does_not_name_its_key(worker: Installation) -> None:
    said = io.StringIO()
    daily = build(config.load(), Log("worker", said))

    daily.run(now())
    assert "notice_key_not_signed" in said.getvalue()

    name_key(worker, (config.load().desk_notice_key or ""))
    before = said.getvalue()
    daily.run(now())
    assert said.getvalue() == before
