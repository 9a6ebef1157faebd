"""Keeping a device out until the directory has spoken: who may, and who may take it back."""

from typing import Any

import pytest

from tests.api.conftest import ORIGIN, Site
from tests.api.membership import API, LED, admission, removal
from tests.organisation import Device, Office, Organisation, device


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
