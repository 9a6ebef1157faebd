"""Bricks over real servers: acknowledged ones survive a kill and a full disk; wrong bodies end early."""

import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.storage.database import open_database
from app.storage.tables import brick_counter, bricks
from tests.faults.small_disk import SmallDisk
from tests.installation import Installation, install
from tests.processes import Server, Web, free_port, start_web, web

BRICK_BYTES = 262_144
OCTETS = {"Content-Type": "application/octet-stream"}
SENDERS = 4
MOMENTS = (0.6, 1.1)  # seconds after which the server is killed: while all senders are in the midst of it
ENOUGH = 100  # bricks: more than a small disk holds


def held(installed: Installation) -> dict[bytes, bytes]:
    """The bricks in the store, and as many as the counter says."""
    database = open_database(installed.database_url)
    with database.read() as view:
        found = {row.id: row.brick for row in view.execute(select(bricks.c.id, bricks.c.brick))}
        counted = view.execute(select(brick_counter.c.held)).scalar_one_or_none() or 0
    database.close()
    assert counted == len(found), "the counter and the table disagree"
    return found


def put(http: httpx.Client, brick: bytes, body: bytes) -> httpx.Response:
    return http.put(f"/api/v1/bricks/{brick.hex()}", content=body, headers=OCTETS)


def keep_sending(address: str, ended: threading.Event, acknowledged: dict[bytes, bytes]) -> None:
    """Send brick after brick; note those that were acknowledged."""
    while not ended.is_set():
        brick, body = os.urandom(16), os.urandom(BRICK_BYTES)
        with suppress(httpx.HTTPError), httpx.Client(base_url=address, timeout=5) as http:
            if put(http, brick, body).status_code == httpx.codes.CREATED:
                acknowledged[brick] = body


def killed_in_the_midst(installed: Installation, seconds: float) -> Mapping[bytes, bytes]:
    """Send from several sides, kill the server after a while; what it had acknowledged."""
    log, port = installed.folder / "web.log", free_port()
    running = start_web(Server.GUNICORN, "app.web:app", installed.settings(port), log, port=port)
    ended, acknowledged = threading.Event(), dict[bytes, bytes]()
    senders = [
        threading.Thread(target=keep_sending, args=(running.address, ended, acknowledged))
        for _ in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    time.sleep(seconds)
    running.process.kill()
    ended.set()
    for sender in senders:
        sender.join()
    return acknowledged


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, database_url: str) -> None:
    installed, acknowledged = install(tmp_path / "installed", database_url), dict[bytes, bytes]()

    for seconds in MOMENTS:
        acknowledged |= killed_in_the_midst(installed, seconds)

    found = held(installed)
    assert len(acknowledged) > SENDERS, "hardly anything was sent"
    assert {brick: found.get(brick) for brick in acknowledged} == acknowledged
    assert {len(body) for body in found.values()} == {BRICK_BYTES}, "a brick was stored by halves"


def test_a_full_disk_refuses_bricks_and_takes_them_when_there_is_room(
    on_small_disk: Installation, disk: SmallDisk
) -> None:
    log, acknowledged = on_small_disk.folder / "web.log", dict[bytes, bytes]()
    with (
        web(Server.GRANIAN, "app.web:app", on_small_disk.settings(), log, workers=1) as running,
        httpx.Client(base_url=running.address, timeout=30) as http,
    ):
        for _ in range(ENOUGH):
            brick, body = os.urandom(16), os.urandom(BRICK_BYTES)
            answer = put(http, brick, body)
            if answer.status_code != httpx.codes.CREATED:
                break
            acknowledged[brick] = body

        assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
        assert int(answer.headers["Retry-After"]) >= 1
        assert len(acknowledged) > 2
        assert held(on_small_disk) == acknowledged

        disk.make_room()
        assert put(http, brick, body).status_code == httpx.codes.CREATED

    assert "Traceback" not in log.read_text()
    assert held(on_small_disk) == acknowledged | {brick: body}


@pytest.fixture
def shipped(tmp_path: Path, migrated_file: Path) -> Iterator[Web]:
    """The server that ships, over SQLite."""
    store, port = tmp_path / "store.db", free_port()
    store.write_bytes(migrated_file.read_bytes())
    installed = install(tmp_path / "installed", f"sqlite:///{store}")
    running = start_web(
        Server.GUNICORN, "app.web:app", installed.settings(port), tmp_path / "web.log", port=port
    )
    yield running
    running.process.kill()


TOO_MUCH = [(f"Content-Length: {50 * 2**20}", b" 413 "), ("Transfer-Encoding: chunked", b" 411 ")]


@pytest.mark.parametrize(("length", "status"), TOO_MUCH)
def test_fifty_megabytes_are_refused_before_they_are_sent(shipped: Web, length: str, status: bytes) -> None:
    head = f"PUT /api/v1/bricks/{'ab' * 16} HTTP/1.1\r\nHost: x\r\n{length}\r\n"
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", shipped.port), timeout=5) as line:
        line.sendall(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode())
        line.sendall(b"10000\r\n" + bytes(65_536))
        answer = line.recv(1_024)

    assert status in answer.splitlines()[0]
    assert time.monotonic() - begun < 2


def test_a_phone_on_a_slow_line_gets_its_brick_through(shipped: Web) -> None:
    body, piece = os.urandom(BRICK_BYTES), BRICK_BYTES // 8
    head = (
        f"PUT /api/v1/bricks/{'cd' * 16} HTTP/1.1\r\nHost: x\r\nContent-Length: {BRICK_BYTES}\r\n"
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", shipped.port), timeout=10) as line:
        line.sendall(head.encode())
        for at in range(0, BRICK_BYTES, piece):
            line.sendall(body[at : at + piece])
            time.sleep(0.3)
        answer = line.recv(1_024)

    assert b" 201 " in answer.splitlines()[0]
