"""Intake: kept before it is signed for, once, and nothing else is taken."""

import io
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select
from werkzeug.exceptions import BadRequest
from werkzeug.test import EnvironBuilder, TestResponse

from app.api.parsing import body
from app.sealing.primitives import blake2b
from app.sealing.signatures import verify
from app.storage.tables import intake
from tests.api.bodies import Untouched
from tests.api.conftest import OCTETS, Site

OUTER_BYTES = 16_464
PATH = "/api/v1/intake"


def deposit(site: Site, body: bytes) -> TestResponse:
    return site.client.post(PATH, data=body, **OCTETS)


def kept(site: Site) -> dict[bytes, bytes]:
    with site.database.read() as view:
        return {row.leaf: row.outer for row in view.execute(select(intake))}


def test_a_deposit_is_on_the_disk_when_it_is_signed_for(site: Site) -> None:
    body = os.urandom(OUTER_BYTES)

    answer = deposit(site, body)

    assert answer.status_code == 202
    leaf, key = bytes.fromhex(answer.json["leaf"]), bytes.fromhex(answer.json["key"])
    assert leaf == blake2b(body)
    assert key == site.intake_key.public
    assert verify(key, "intake", leaf, bytes.fromhex(answer.json["signature"]))
    assert kept(site) == {leaf: body}


def test_the_same_bytes_get_the_same_answer_and_are_kept_once(site: Site) -> None:
    body = os.urandom(OUTER_BYTES)

    answers = {deposit(site, body).data for _ in range(3)}

    assert len(answers) == 1
    assert len(kept(site)) == 1


def test_the_answer_stays_the_same_after_the_relay_took_the_deposit(site: Site) -> None:
    body = os.urandom(OUTER_BYTES)
    first = deposit(site, body).data
    with site.database.begin() as tx:
        tx.execute(delete(intake))

    assert deposit(site, body).data == first


def test_every_answer_has_the_same_size(site: Site) -> None:
    assert len({len(deposit(site, os.urandom(OUTER_BYTES)).data) for _ in range(4)}) == 1


def test_thirty_two_who_come_at_once_are_all_kept(site: Site) -> None:
    bodies = [os.urandom(OUTER_BYTES) for _ in range(64)]
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda body: site.app.test_client().post(PATH, data=body, **OCTETS), bodies))

    assert {answer.status_code for answer in answers} == {202}
    assert kept(site) == {blake2b(body): body for body in bodies}


@pytest.mark.parametrize("size", [0, 1, OUTER_BYTES - 1])
def test_a_shorter_body_is_refused_and_not_kept(site: Site, size: int) -> None:
    answer = site.raw(
        PATH,
        CONTENT_LENGTH=str(size),
        CONTENT_TYPE="application/octet-stream",
        **{"wsgi.input": io.BytesIO(bytes(size))},
    )

    assert (answer.status_code, answer.json["field"]) == (400, "body")
    assert kept(site) == {}


@pytest.mark.parametrize("size", [OUTER_BYTES + 1, 10**12])
def test_a_longer_body_is_refused_before_a_byte_of_it_is_read(site: Site, size: int) -> None:
    answer = site.raw(
        PATH,
        CONTENT_LENGTH=str(size),
        CONTENT_TYPE="application/octet-stream",
        **{"wsgi.input": Untouched()},
    )

    assert answer.status_code == 413
    assert kept(site) == {}


def test_a_body_of_unknown_length_is_refused_before_it_is_read(site: Site) -> None:
    answer = site.raw(
        PATH,
        CONTENT_LENGTH="",
        HTTP_TRANSFER_ENCODING="chunked",
        CONTENT_TYPE="application/octet-stream",
        **{"wsgi.input": Untouched()},
    )

    assert answer.status_code == 411


def test_a_body_that_ends_too_early_is_refused_and_not_kept(site: Site) -> None:
    answer = site.client.post(PATH, data=bytes(100), headers={"Content-Length": str(OUTER_BYTES)}, **OCTETS)

    assert answer.status_code == 400
    assert kept(site) == {}


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "multipart/form-data", ""])
def test_another_media_type_is_refused(site: Site, media_type: str) -> None:
    answer = site.client.post(PATH, data=bytes(OUTER_BYTES), content_type=media_type)

    assert answer.status_code == 415
    assert kept(site) == {}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_and_told_which_one_is_taken(site: Site, method: str) -> None:
    answer = site.client.open(PATH, method=method)

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_the_relay_alone_decides_what_is_a_report(site: Site) -> None:
    assert deposit(site, bytes(OUTER_BYTES)).status_code == 202

    with site.database.read() as view:
        assert view.execute(select(func.count()).select_from(intake)).scalar_one() == 1


def test_a_body_that_stalls_is_given_up(site: Site) -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(bytes(100))
    said = {
        "CONTENT_LENGTH": str(OUTER_BYTES),
        "wsgi.input": ours.makefile("rb"),
        "gunicorn.socket": ours,
        "REQUEST_METHOD": "POST",
    }
    begun = time.monotonic()

    with (
        site.app.request_context(EnvironBuilder(environ_overrides=said).get_environ()),
        pytest.raises(BadRequest),
    ):
        body(seconds=0.1)

    assert time.monotonic() - begun < 2
    ours.close()
    theirs.close()
