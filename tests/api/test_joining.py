"""Joining an office and keeping a device out: who may, once only, and nothing before publication."""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.directory import Dated, DeviceId, seal_keys
from app.domain.directory import Device as Listed
from app.sealing import membership
from app.sealing.deviceseed import DeviceSeed, new_seed
from app.services.directories import Directories
from app.services.joining import MOST_OPEN
from app.storage import envelopes
from tests.api.conftest import OCTETS, ORIGIN, Site
from tests.organisation import ORGANISATION, Device, Office, Organisation, device

API = "/api/v1/desk"
ID = "ab" * 16
REQUEST = b"r" * 2048
SINCE = datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class LedOffice(Office):
    """An office whose first member leads and has the first two devices."""

    def entry(self, until: datetime) -> dict[str, Any]:
        listed = super().entry(until)
        first, second, *others = listed["members"]
        devices = [*first["devices"], *second["devices"]]
        return listed | {"members": [first | {"lead": True, "devices": devices}, *others]}


LED = Organisation(
    offices=(
        LedOffice(b"a" * 16, (device(1), device(2), device(5))),
        Office(b"b" * 16, (device(3), device(4))),
    )
)


@pytest.fixture
def led(site: Site) -> Site:
    """A site whose first office has a lead with two devices, and a colleague with a third."""
    site.publish(LED)
    return site


def listed(seed: DeviceSeed) -> Listed:
    """How a directory will list the device of a seed."""
    keys = (Dated(seed.seal().public.hex(), SINCE, SINCE + timedelta(days=365)),)
    return Listed(DeviceId(seed.device), seed.sign.public.hex(), keys)


def admission(signer: Device, office: bytes = b"a" * 16, **changes: Any) -> dict[str, str]:
    """An admission as the wire has it."""
    document: dict[str, Any] = {"v": 1, "kind": "admission", "organisation": ORGANISATION.hex()}
    document |= {"office": office.hex()}
    document |= {
        "member": "",
        "title": "Focal point C",
        "lead": False,
        "day": "2026-11-21",
        "by": signer.id.hex(),
    }
    joiner = DeviceSeed(bytes(16))
    document |= {"device": membership.listed(listed(joiner)), **changes}
    asked = membership.asking(
        joiner.sign, document["office"], listed(joiner), document["member"], document["title"]
    )
    return membership.written(membership.sign_document({"asked": asked} | document, signer.signing))


def with_another_key() -> dict[str, Any]:
    """The device of an admission, with a key that it did not sign."""
    joiner = membership.listed(listed(DeviceSeed(bytes(16))))
    (key,) = joiner["seal"]
    return joiner | {"seal": [key, key | {"key": "11" * 32}]}


def removal(by: Device, *gone: Device, office: bytes = b"a" * 16) -> dict[str, str]:
    """A removal as the wire has it."""
    document = {"v": 1, "kind": "removal", "organisation": ORGANISATION.hex(), "office": office.hex()}
    document |= {"member": "m1", "devices": [each.id.hex() for each in gone], "reason": "lost"}
    signed = membership.sign_document(document | {"by": by.id.hex(), "day": "2026-11-21"}, by.signing)
    return membership.written(signed)


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


def suspend(site: Site, by: Device, gone: Device, wish: dict[str, str] | None = None) -> int:
    """Suspend a device with what its colleague signed; by default the fitting removal."""
    wanted = {"device": gone.id.hex(), "removal": wish or removal(by, gone)}
    return site.client.post(f"{API}/suspensions", json=wanted, headers=site.log_in(by)).status_code


def lift(site: Site, headers: dict[str, str], gone: Device) -> int:
    return site.client.delete(f"{API}/suspensions/{gone.id.hex()}", headers=headers).status_code


def kept_out(site: Site, headers: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.client.get(f"{API}/suspensions", headers=headers).json["suspensions"]
    return found


def reads(site: Site, headers: dict[str, str]) -> int:
    return site.client.get(f"{API}/envelopes", headers=headers).status_code


def test_a_suspended_device_is_out_at_once_and_gets_no_new_session(led: Site) -> None:
    lost, colleague = led.log_in(device(1)), led.log_in(device(5))
    assert reads(led, lost) == 200
    wish = removal(device(5), device(1))

    assert suspend(led, device(5), device(1), wish) == 204

    assert reads(led, lost) == 401
    challenge = led.challenge(device(1))
    again = led.session(device(1), challenge, device(1).answer(challenge, ORIGIN))
    assert (again.status_code, reads(led, colleague)) == (401, 200)
    (held,) = kept_out(led, colleague)
    assert (held["device"], held["by"]) == (device(1).id.hex(), device(5).id.hex())
    assert held["removal"] == wish


def test_a_colleague_lets_a_device_in_again_and_its_holder_cannot(led: Site) -> None:
    second, colleague = led.log_in(device(2)), led.log_in(device(5))
    assert suspend(led, device(2), device(1)) == 204

    assert lift(led, second, device(1)) == 400
    assert lift(led, led.desk(1), device(1)) == 404
    assert lift(led, colleague, device(1)) == 204
    assert lift(led, colleague, device(1)) == 404
    assert led.log_in(device(1))


def test_the_last_device_of_an_office_cannot_be_suspended(led: Site) -> None:
    colleague = led.log_in(device(5))
    gone = (device(1), device(2), device(5))
    assert [suspend(led, device(5), each) for each in gone] == [204, 204, 400]
    assert suspend(led, device(5), device(2)) == 204, "again is the same"
    assert reads(led, colleague) == 200


def test_one_member_keeps_out_one_other_until_a_second_one_says_so(site: Site) -> None:
    first, second, third, fourth = (device(each) for each in (1, 2, 5, 6))
    site.publish(Organisation(offices=(Office(b"a" * 16, (first, second, third, fourth)), LED.offices[1])))
    assert [suspend(site, first, each) for each in (second, third)] == [204, 400]
    assert suspend(site, first, second) == 204, "again is the same"

    assert suspend(site, fourth, second) == 204, "a second member has taken it over"
    assert suspend(site, first, third) == 204
    assert suspend(site, first, fourth) == 400
    assert suspend(site, fourth, first) == 400
    assert lift(site, site.log_in(fourth), third) == 204


def test_a_device_of_another_office_is_not_mine_to_suspend(led: Site) -> None:
    assert suspend(led, device(1), device(3)) == 400
    assert suspend(led, device(1), device(9)) == 400
    assert kept_out(led, led.desk(1)) == []


@pytest.mark.parametrize(
    "wish",
    [removal(device(5), device(2)), removal(device(2), device(1)), admission(device(5))],
    ids=["of_another_device", "by_another", "admission"],
)
def test_a_removal_that_does_not_fit_is_refused_and_suspends_nobody(led: Site, wish: dict[str, str]) -> None:
    colleague = led.log_in(device(5))

    assert suspend(led, device(5), device(1), wish) == 400
    assert kept_out(led, colleague) == []


def test_a_token_alone_suspends_nobody(led: Site) -> None:
    wanted = {"device": device(1).id.hex()}

    refused = led.client.post(f"{API}/suspensions", json=wanted, headers=led.log_in(device(5)))

    assert (refused.status_code, refused.json["field"]) == (400, "removal")
    assert kept_out(led, led.log_in(device(5))) == []


def test_the_removal_that_came_last_is_kept(led: Site) -> None:
    suspend(led, device(2), device(1))

    suspend(led, device(5), device(1))

    (held,) = kept_out(led, led.log_in(device(5)))
    assert (held["by"], held["removal"]) == (device(5).id.hex(), removal(device(5), device(1)))


def test_a_suspension_is_settled_by_a_directory_without_the_device(led: Site) -> None:
    colleague = led.log_in(device(5))
    suspend(led, device(5), device(1))

    led.publish(LED.next(offices=(Office(b"a" * 16, (device(2), device(5))), LED.offices[1])))

    assert kept_out(led, colleague) == []


def filed(site: Site, count: int) -> None:
    with site.database.begin() as tx:
        for _ in range(count):
            envelopes.append(tx, b"a" * 16, os.urandom(64), site.clock().date())


def batch(site: Site, pairs: list[dict[str, Any]], to: Device) -> Any:
    wanted = {"device": to.id.hex(), "grants": pairs}
    return site.client.post(f"{API}/grants/batch", json=wanted, headers=site.log_in(device(5)))


def grant_of(at: int) -> str:
    return b64encode(at.to_bytes(160, "little")).decode()


def test_grants_come_by_the_hundred_and_a_repeated_one_counts_once(led: Site) -> None:
    filed(led, 256)
    pairs = [{"position": at, "grant": grant_of(at)} for at in range(1, 257)]

    first, again = batch(led, pairs, device(2)), batch(led, [*pairs[:10], pairs[0]], device(2))

    assert (first.status_code, first.json, again.json) == (200, {"stored": 256}, {"stored": 10})
    given = led.client.get(f"{API}/grants", headers=led.log_in(device(2))).json["grants"]
    assert [each["position"] for each in given] == list(range(1, 257))
    assert [each["id"] for each in given] == sorted({each["id"] for each in given})
    assert given[0]["grantor"] == device(5).id.hex()


def test_a_batch_passes_over_what_is_gone_and_refuses_what_is_too_much(led: Site) -> None:
    filed(led, 2)
    pairs = [{"position": at, "grant": grant_of(at)} for at in (1, 2, 3)]

    assert batch(led, pairs, device(2)).json == {"stored": 2}
    assert batch(led, [], device(2)).json == {"stored": 0}
    refused = batch(led, [{"position": 1, "grant": grant_of(1)}] * 257, device(2))
    assert (refused.status_code, refused.json["field"]) == (400, "grants")
    assert batch(led, pairs, device(3)).status_code == 400


def test_a_new_device_cannot_be_made_to_look_like_a_listed_one() -> None:
    seed = new_seed()

    assert seed.device != device(1).id.hex()
    assert membership.listed(listed(seed))["id"] == seed.device
