"""Joining an office: who may, once only, and nothing before publication."""

import os
from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest

from app.domain.directory import seal_keys
from app.sealing import membership
from app.sealing.deviceseed import DeviceSeed, new_seed
from app.services.directories import Directories
from app.services.joining import MOST_OPEN
from app.storage import envelopes
from tests.api.conftest import OCTETS, ORIGIN, Site
from tests.api.membership import API, LED, admission, listed, removal, with_another_key
from tests.organisation import Device, Office, device

ID = "ab" * 16
REQUEST = b"r" * 2048


def invite(site: Site, headers: dict[str, str], id_: str = ID) -> int:
    return site.client.post(f"{API}/joins", json={"id": id_}, headers=headers).status_code


def ask(site: Site, request: bytes = REQUEST, id_: str = ID) -> int:
    return site.client.put(f"{API}/joins/{id_}/request", data=request, **OCTETS).status_code


def approve(site: Site, headers: dict[str, str], signed: dict[str, str], id_: str = ID) -> int:
    return site.client.put(f"{API}/joins/{id_}/approval", json=signed, headers=headers).status_code


def state(site: Site, id_: str = ID) -> str:
    answer = site.client.get(f"{API}/joins/{id_}")
    return str(answer.json["state"]) if answer.status_code == 200 else str(answer.status_code)


def joins(site: Site, headers: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.client.get(f"{API}/joins", headers=headers).json["joins"]
    return found


def test_an_invitation_goes_from_invited_to_requested_to_approved(led: Site) -> None:
    lead, signed = led.desk(0), admission(device(1))
    seen = [state(led), invite(led, lead), state(led), ask(led), state(led)]

    seen += [approve(led, lead, signed), state(led)]

    assert seen == ["404", 204, "invited", 204, "requested", 204, "approved"]
    (held,) = joins(led, lead)
    assert (held["id"], held["state"], held["approval"]) == (ID, "approved", signed)
    assert b64decode(held["request"]) == REQUEST
    assert joins(led, led.desk(1)) == []


def test_everything_may_be_sent_twice_and_nothing_is_replaced(led: Site) -> None:
    lead = led.desk(0)
    twice = [invite(led, lead), invite(led, lead), ask(led), ask(led)]
    twice += [approve(led, lead, admission(device(1))) for _ in range(2)]

    assert twice == [204] * 6
    assert ask(led, b"x" * 2048) == 409
    assert approve(led, lead, admission(device(1), title="Another")) == 409
    assert invite(led, led.desk(1)) == 409


def test_who_is_admitted_gets_in_only_when_the_directory_says_so(led: Site) -> None:
    lead, seed = led.desk(0), DeviceSeed(bytes(16))
    invite(led, lead)
    ask(led)
    assert approve(led, lead, admission(device(1))) == 204
    joiner = Device(bytes.fromhex(seed.device), seed.sign, seed.seal())
    with led.database.begin() as tx:
        envelopes.append(tx, b"a" * 16, os.urandom(64), led.clock().date())

    challenge = led.challenge(joiner)
    refused = led.session(joiner, challenge, joiner.answer(challenge, ORIGIN))
    grant = {"position": 1, "device": seed.device, "grant": "A" * 212 + "AA=="}
    granted = led.client.post(f"{API}/grants", json=grant, headers=lead)
    batch = {"device": seed.device, "grants": [{"position": 1, "grant": grant["grant"]}]}
    in_bulk = led.client.post(f"{API}/grants/batch", json=batch, headers=lead)
    office = Directories(led.database).current().office("61" * 16)

    assert refused.status_code == 401
    assert [(each.status_code, each.json["field"]) for each in (granted, in_bulk)] == [(400, "device")] * 2
    assert seed.device not in {each for each, _ in seal_keys(office, led.clock())}, "nothing is sealed to it"

    led.publish(LED.next(offices=(Office(b"a" * 16, (device(1), joiner)), LED.offices[1])))

    assert led.log_in(joiner)
    assert led.client.post(f"{API}/grants/batch", json=batch, headers=lead).json == {"stored": 1}


def test_only_a_lead_invites_and_approves(led: Site) -> None:
    colleague = led.log_in(device(5))
    assert invite(led, colleague) == 400
    invite(led, led.desk(0))
    ask(led)

    assert approve(led, colleague, admission(device(5))) == 400
    assert approve(led, led.desk(1), admission(device(3), office=b"b" * 16)) == 404, "another office's"
    assert state(led) == "requested"


def test_where_nobody_is_marked_any_member_leads(open_site: Site) -> None:
    headers = open_site.log_in(device(2))

    assert [invite(open_site, headers), ask(open_site)] == [204, 204]
    assert approve(open_site, headers, admission(device(2))) == 204


@pytest.mark.parametrize(
    "forged",
    [
        admission(device(5)) | {"by": device(1).id.hex()},
        admission(device(2)),
        admission(device(1), office=b"b" * 16),
        admission(device(1), organisation="00" * 16),
        admission(device(1), by=device(5).id.hex()),
        removal(device(1), device(5)),
        admission(device(1)) | {"signature": "00" * 64},
        admission(device(1)) | {"document": "e30="},
        admission(device(1), asked="00" * 64),
        admission(device(1), device=with_another_key()),
    ],
    ids=[
        "colleague's_key",
        "other_device",
        "other_office",
        "other_organisation",
        "other_name",
        "removal",
        "no_signature",
        "empty",
        "not_asked",
        "key_added",
    ],
)
def test_what_the_lead_did_not_sign_for_this_office_is_not_kept(led: Site, forged: dict[str, str]) -> None:
    lead = led.desk(0)
    invite(led, lead)
    ask(led)

    assert approve(led, lead, forged) == 400
    assert state(led) == "requested"


def test_nothing_is_approved_before_somebody_asked(led: Site) -> None:
    lead = led.desk(0)
    invite(led, lead)

    assert approve(led, lead, admission(device(1))) == 404


@pytest.mark.parametrize(("size", "status"), [(1, 400), (2047, 400), (2049, 413)])
def test_a_request_of_another_length_is_refused(led: Site, size: int, status: int) -> None:
    invite(led, led.desk(0))

    assert ask(led, b"r" * size) == status


def test_an_office_has_at_most_so_many_open_invitations_and_takes_them_back(led: Site) -> None:
    lead = led.desk(0)
    ids = [os.urandom(16).hex() for _ in range(MOST_OPEN)]
    assert {invite(led, lead, each) for each in ids} == {204}

    refused = led.client.post(f"{API}/joins", json={"id": ID}, headers=lead)
    other = led.client.delete(f"{API}/joins/{ids[0]}", headers=led.desk(1))
    gone = led.client.delete(f"{API}/joins/{ids[0]}", headers=led.log_in(device(5)))

    assert (refused.status_code, refused.json["field"]) == (400, "id")
    assert (other.status_code, gone.status_code, state(led, ids[0])) == (404, 204, "404")
    assert invite(led, lead) == 204


def test_an_invitation_ends_after_thirty_days(led: Site) -> None:
    invite(led, led.desk(0))
    led.clock.ahead = timedelta(days=30)
    assert state(led) == "invited"

    led.clock.ahead = timedelta(days=31)

    assert (state(led), ask(led)) == ("404", 404)
    assert joins(led, led.desk(0)) == []


def test_a_new_device_cannot_be_made_to_look_like_a_listed_one() -> None:
    seed = new_seed()

    assert seed.device != device(1).id.hex()
    assert membership.listed(listed(seed))["id"] == seed.device
