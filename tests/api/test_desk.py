"""The desk: a device that proves itself sees its own office, and no other."""

import io
import os
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.storage import envelopes
from app.storage.tables import challenges, sessions
from app.storage.tables import envelopes as rows
from tests.api.conftest import OCTETS, ORIGIN, Site
from tests.organisation import Device, Office, device

HEADER = b"SPK1\x01\x01\x08\x00"
SIZE = 16_384


def event() -> bytes:
    return HEADER + os.urandom(SIZE - len(HEADER))


def file(site: Site, office: int, count: int) -> list[bytes]:
    """File so many envelopes for an office, as the relay does."""
    filed = [event() for _ in range(count)]
    with site.database.begin() as tx:
        for each in filed:
            envelopes.append(tx, site.organisation.offices[office].id, each, site.clock().date())
    return filed


def read(data: bytes) -> list[tuple[int, int, bytes]]:
    """The records of a stream: position, day, envelope."""
    found = []
    while data:
        position, day, length = (int.from_bytes(data[a:b], "little") for a, b in ((0, 8), (8, 12), (12, 16)))
        found.append((position, day, data[16 : 16 + length]))
        data = data[16 + length :]
    return found


def test_a_device_reads_the_envelopes_of_its_office_in_order(open_site: Site) -> None:
    ours, _ = file(open_site, 0, 3), file(open_site, 1, 2)
    day = (open_site.clock().date() - open_site.clock().date().replace(year=1970, month=1, day=1)).days

    answer = open_site.client.get("/api/v1/desk/envelopes", headers=open_site.desk(0))

    assert read(answer.data) == [(at, day, envelope) for at, envelope in enumerate(ours, 1)]
    assert answer.headers["SpeakUp-Newest"] == "3"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_stream_is_read_piece_by_piece(open_site: Site) -> None:
    ours, headers = file(open_site, 0, 5), open_site.desk(0)

    pieces = [
        read(open_site.client.get(f"/api/v1/desk/envelopes?after={after}&limit=2", headers=headers).data)
        for after in (0, 2, 4, 5)
    ]

    assert [envelope for piece in pieces for _, _, envelope in piece] == ours
    assert pieces[-1] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=257", "limit=x", "after=-1", "after=x", "after="])
def test_a_piece_that_cannot_be_is_refused(open_site: Site, query: str) -> None:
    refused = open_site.client.get(f"/api/v1/desk/envelopes?{query}", headers=open_site.desk(0))

    assert (refused.status_code, refused.json["field"]) == (400, query.split("=")[0])


def test_positions_say_what_is_left_of_an_offices_stream_and_of_no_other(open_site: Site) -> None:
    file(open_site, 0, 5), file(open_site, 1, 2)
    office = open_site.organisation.offices[0].id
    with open_site.database.begin() as tx:
        tx.execute(delete(rows).where(rows.c.office == office, rows.c.position.in_((2, 5))))

    answer = open_site.client.get("/api/v1/desk/envelopes/positions?after=1", headers=open_site.desk(0))

    assert answer.data == (3).to_bytes(8, "little") + (4).to_bytes(8, "little")
    assert answer.headers["SpeakUp-Newest"] == "5"


def test_an_event_goes_into_the_offices_own_stream_once(open_site: Site) -> None:
    headers, body = open_site.desk(0), event()
    file(open_site, 0, 1)

    answers = [
        open_site.client.post("/api/v1/desk/events", data=body, headers=headers, **OCTETS) for _ in range(2)
    ]

    assert [(answer.status_code, answer.json) for answer in answers] == [
        (201, {"position": 2}),
        (200, {"position": 2}),
    ]
    other = open_site.client.get("/api/v1/desk/envelopes", headers=open_site.desk(1))
    assert other.data == b""


@pytest.mark.parametrize("at", range(8))
def test_an_event_with_a_wrong_header_is_refused(open_site: Site, at: int) -> None:
    wrong = bytearray(event())
    wrong[at] ^= 3

    refused = open_site.client.post(
        "/api/v1/desk/events", data=bytes(wrong), headers=open_site.desk(0), **OCTETS
    )

    assert (refused.status_code, refused.json["field"]) == (400, "envelope")


def test_a_challenge_is_good_once(open_site: Site) -> None:
    amina = device(1)
    challenge = open_site.challenge(amina)
    signature = amina.answer(challenge, ORIGIN)

    first, again = (open_site.session(amina, challenge, signature) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 401)
    assert first.json["office"] == open_site.organisation.offices[0].id.hex()
    assert first.json["device"] == amina.id.hex()


def refusals(site: Site) -> dict[str, tuple[Device, bytes, bytes]]:
    """Every way not to get a session: device, challenge, signature."""
    amina, boris, stranger = device(1), device(2), device(9)
    given = {each.id: site.challenge(each) for each in (amina, boris, stranger)}
    drawn, own = os.urandom(32), site.challenge(amina)
    return {
        "forged signature": (amina, given[amina.id], os.urandom(64)),
        "another device's signature": (amina, own, boris.answer(own, ORIGIN)),
        "another device's challenge": (boris, given[boris.id], boris.answer(given[amina.id], ORIGIN)),
        "another origin": (amina, site.challenge(amina), amina.answer(own, "https://evil.example")),
        "unknown device": (stranger, given[stranger.id], stranger.answer(given[stranger.id], ORIGIN)),
        "invented challenge": (amina, drawn, amina.answer(drawn, ORIGIN)),
    }


def test_every_refusal_of_a_session_reads_the_same(open_site: Site) -> None:
    answers = {name: open_site.session(*tried) for name, tried in refusals(open_site).items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 401)
    assert len({answer.data for answer in answers.values()}) == 1
    with open_site.database.read() as view:
        assert view.execute(select(sessions)).all() == []


def test_a_challenge_is_used_up_by_a_forged_signature(open_site: Site) -> None:
    amina = device(1)
    challenge = open_site.challenge(amina)
    open_site.session(amina, challenge, os.urandom(64))

    assert open_site.session(amina, challenge, amina.answer(challenge, ORIGIN)).status_code == 401


def test_a_challenge_is_good_for_two_minutes(open_site: Site) -> None:
    amina = device(1)
    for seconds, status in ((110, 201), (121, 401)):
        open_site.clock.ahead = timedelta()
        challenge = open_site.challenge(amina)
        open_site.clock.ahead = timedelta(seconds=seconds)

        assert open_site.session(amina, challenge, amina.answer(challenge, ORIGIN)).status_code == status


def test_an_unknown_device_gets_a_challenge_like_any_other(open_site: Site) -> None:
    wanted = {"device": os.urandom(16).hex()}
    answer = open_site.client.post("/api/v1/desk/challenges", json=wanted)

    assert answer.status_code == 201
    assert answer.json.keys() == {"challenge", "expires"}


def test_a_session_ends_after_an_hour_or_when_it_is_ended(open_site: Site) -> None:
    old, new = open_site.desk(0), open_site.desk(0)

    assert open_site.client.delete("/api/v1/desk/sessions", headers=new).status_code == 204
    assert open_site.client.get("/api/v1/desk/marks", headers=new).status_code == 401
    assert open_site.client.get("/api/v1/desk/marks", headers=old).status_code == 200
    open_site.clock.ahead = timedelta(minutes=61)
    assert open_site.client.get("/api/v1/desk/marks", headers=old).status_code == 401


def test_a_revoked_device_loses_its_session_at_once(open_site: Site) -> None:
    headers, (first, second) = open_site.desk(0), open_site.organisation.offices
    kept = replace(first, devices=(device(2), device(7)))
    open_site.publish(open_site.organisation.next(offices=(kept, second)))

    assert open_site.client.get("/api/v1/desk/marks", headers=headers).status_code == 401


def test_a_vacant_office_has_no_desk(open_site: Site) -> None:
    headers, (first, second) = open_site.desk(0), open_site.organisation.offices
    open_site.publish(open_site.organisation.next(offices=(Office(first.id, ()), second)))

    assert open_site.client.get("/api/v1/desk/marks", headers=headers).status_code == 401


def test_before_the_first_directory_nobody_has_a_desk(site: Site) -> None:
    amina = device(1)
    challenge = site.challenge(amina)

    assert site.session(amina, challenge, amina.answer(challenge, ORIGIN)).status_code == 401


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ", "Basic eA==", "bearer x", "Bearer \x7f", "Bearer ü"]
)
def test_a_request_without_a_token_of_ours_is_refused(open_site: Site, said: str) -> None:
    answer = open_site.client.get("/api/v1/desk/marks", headers={"Authorization": said})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_store_holds_no_token(open_site: Site) -> None:
    token = open_site.desk(0)["Authorization"].removeprefix("Bearer ")

    with open_site.database.read() as view:
        rows = [*view.execute(select(sessions)), *view.execute(select(challenges))]
    assert token not in str(rows)
    assert len(rows) == 1, "a used challenge is gone"


def grant(site: Site, headers: dict[str, str], position: int, grantee: Device, bytes_: bytes) -> int:
    wanted = {"position": position, "device": grantee.id.hex(), "grant": b64encode(bytes_).decode()}
    return site.client.post("/api/v1/desk/grants", json=wanted, headers=headers).status_code


def test_a_grant_reaches_the_device_that_it_is_for(open_site: Site) -> None:
    file(open_site, 0, 1)
    amina, boris = open_site.organisation.offices[0].devices
    given = os.urandom(160)

    assert grant(open_site, open_site.log_in(amina), 1, boris, given) == 201
    found = open_site.client.get("/api/v1/desk/grants?after=0", headers=open_site.log_in(boris)).json[
        "grants"
    ]
    number = found[0].pop("id")

    assert found == [
        {
            "position": 1,
            "device": boris.id.hex(),
            "grantor": amina.id.hex(),
            "grant": b64encode(given).decode(),
        }
    ]
    later = f"/api/v1/desk/grants?after={number}"
    assert open_site.client.get(later, headers=open_site.log_in(boris)).json == {"grants": []}
    assert open_site.client.get("/api/v1/desk/grants", headers=open_site.log_in(amina)).json == {"grants": []}


def test_the_same_grant_is_stored_once(open_site: Site) -> None:
    file(open_site, 0, 1)
    headers, given = open_site.desk(0), os.urandom(160)

    assert [grant(open_site, headers, 1, device(2), given) for _ in range(2)] == [201, 201]
    found = open_site.client.get("/api/v1/desk/grants", headers=open_site.log_in(device(2)))
    assert len(found.json["grants"]) == 1


def test_nothing_is_granted_to_another_office_or_of_another_office(open_site: Site) -> None:
    file(open_site, 0, 1)
    file(open_site, 1, 2)
    headers = open_site.desk(0)

    assert grant(open_site, headers, 1, device(3), bytes(160)) == 400
    assert grant(open_site, headers, 1, device(9), bytes(160)) == 400
    assert grant(open_site, headers, 2, device(2), bytes(160)) == 404, (
        "position 2 exists in the other office only"
    )


def test_marks_are_shared_by_the_office_and_keep_their_first_day(open_site: Site) -> None:
    file(open_site, 0, 2)
    today = open_site.clock().date().isoformat()
    mark = {"position": 1, "mark": "opened"}

    first = open_site.client.post("/api/v1/desk/marks", json=mark, headers=open_site.desk(0))
    open_site.clock.ahead = timedelta(days=2)
    again = open_site.client.post("/api/v1/desk/marks", json=mark, headers=open_site.desk(0))

    assert (first.status_code, again.status_code) == (204, 204)
    found = open_site.client.get("/api/v1/desk/marks", headers=open_site.log_in(device(2))).json
    assert found == {"marks": [{"position": 1, "mark": "opened", "day": today}]}
    other = open_site.client.get("/api/v1/desk/marks", headers=open_site.desk(1)).json
    assert other == {"marks": []}


def test_a_mark_on_an_envelope_of_another_office_is_not_found(open_site: Site) -> None:
    file(open_site, 1, 1)

    refused = open_site.client.post(
        "/api/v1/desk/marks", json={"position": 1, "mark": "opened"}, headers=open_site.desk(0)
    )

    assert refused.status_code == 404


MALFORMED = [
    ("/api/v1/desk/challenges", {"device": "AB" * 16}, "device"),
    ("/api/v1/desk/challenges", {"device": "00" * 15}, "device"),
    ("/api/v1/desk/challenges", {"device": "zz" * 16}, "device"),
    ("/api/v1/desk/challenges", {"device": 5}, "device"),
    ("/api/v1/desk/challenges", {}, "device"),
    ("/api/v1/desk/challenges", [], "body"),
    ("/api/v1/desk/sessions", {"device": "00" * 16, "challenge": "0", "signature": "00" * 64}, "challenge"),
    ("/api/v1/desk/sessions", {"device": "00" * 16, "challenge": "00" * 32, "signature": "é"}, "signature"),
    ("/api/v1/desk/marks", {"position": 0, "mark": "opened"}, "position"),
    ("/api/v1/desk/marks", {"position": True, "mark": "opened"}, "position"),
    ("/api/v1/desk/marks", {"position": 2**53, "mark": "opened"}, "body"),
    ("/api/v1/desk/marks", {"position": "1", "mark": "opened"}, "position"),
    ("/api/v1/desk/marks", {"position": 1, "mark": "read"}, "mark"),
    ("/api/v1/desk/grants", {"position": 1, "device": "00" * 16, "grant": "AAAA"}, "grant"),
    ("/api/v1/desk/grants", {"position": 1, "device": "00" * 16, "grant": "?" * 216}, "grant"),
    ("/api/v1/desk/grants", {"position": 1, "device": "00" * 16, "grant": 7}, "grant"),
]


def test_a_malformed_field_is_named(open_site: Site) -> None:
    headers = open_site.desk(0)

    found = {
        (path, str(sent)): (
            (answer := open_site.client.post(path, json=sent, headers=headers)).status_code,
            answer.json.get("field"),
        )
        for path, sent, _ in MALFORMED
    }

    assert found == {(path, str(sent)): (400, field) for path, sent, field in MALFORMED}


NOT_JSON = [
    b"",
    b"{",
    b'{"device":1,"device":2}',
    b'{"a":NaN}',
    b"\xff",
    b'"' + b"x" * 20,
    b"[" * 900,
    b'{"a":1e999}',
]


@pytest.mark.parametrize("sent", NOT_JSON)
def test_what_is_not_json_is_refused(open_site: Site, sent: bytes) -> None:
    answer = open_site.raw(
        "/api/v1/desk/challenges",
        CONTENT_LENGTH=str(len(sent)),
        CONTENT_TYPE="application/json",
        **{"wsgi.input": io.BytesIO(sent)},
    )

    assert (answer.status_code, answer.json["field"]) == (400, "body")


def test_json_of_more_than_four_kilobytes_is_refused(open_site: Site) -> None:
    answer = open_site.client.post("/api/v1/desk/challenges", json={"device": "0" * 5_000})

    assert answer.status_code == 413


def test_json_under_another_name_is_refused(open_site: Site) -> None:
    answer = open_site.client.post("/api/v1/desk/challenges", data="{}", content_type="text/plain")

    assert answer.status_code == 415
