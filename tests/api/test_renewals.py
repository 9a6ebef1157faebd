"""Asking for a device's next key: only the device itself, lately, for a key that nobody has."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.sealing import membership
from tests.api.conftest import Site
from tests.api.membership import API, removal
from tests.organisation import ORGANISATION, Device, device

NEW = "17" * 32
TODAY = datetime.now(UTC).date()


def renewal(by: Device, key: str = NEW, signer: Device | None = None, **changes: Any) -> dict[str, str]:
    """A renewal as the wire has it."""
    seal = {"key": key, "from": f"{TODAY}T00:00:00Z", "until": "2099-01-01T00:00:00Z"}
    document: dict[str, Any] = {"v": 1, "kind": "renewal", "organisation": ORGANISATION.hex()}
    document |= {"office": (b"a" * 16).hex(), "member": "m1", "device": by.id.hex(), "seal": seal}
    document |= {"by": by.id.hex(), "day": TODAY.isoformat(), **changes}
    return membership.written(membership.sign_document(document, (signer or by).signing))


def ask(site: Site, by: Device, wish: dict[str, str]) -> int:
    headers = site.log_in(by)
    return site.client.put(f"{API}/renewals", json=wish, headers=headers).status_code


def waiting(site: Site, by: Device) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.client.get(f"{API}/renewals", headers=site.log_in(by)).json["renewals"]
    return found


def test_what_a_device_signed_waits_and_its_office_sees_it(led: Site) -> None:
    wish = renewal(device(1))

    assert [ask(led, device(1), wish), ask(led, device(1), wish)] == [204, 204]

    (seen,) = waiting(led, device(5))
    assert seen == {"device": device(1).id.hex(), "day": TODAY.isoformat(), "renewal": wish}
    assert waiting(led, device(3)) == [], "another office sees nothing"


REFUSED: dict[str, dict[str, str]] = {
    "of another device": renewal(device(2)),
    "signed for another": renewal(device(2), signer=device(1)),
    "signed by another": renewal(device(1), signer=device(2)),
    "for another device": renewal(device(1), device=device(2).id.hex()),
    "for another office": renewal(device(1), office=(b"b" * 16).hex()),
    "for another organisation": renewal(device(1), organisation="00" * 16),
    "old": renewal(device(1), day="2020-01-01"),
    "of the future": renewal(device(1), day="2099-01-01"),
    "a key of another": renewal(device(1), key=device(3).sealing.public.hex()),
    "its own old key": renewal(device(1), key=device(1).sealing.public.hex()),
    "its signing key": renewal(device(1), key=device(1).signing.public.hex()),
    "a removal": removal(device(1), device(2)),
}


def test_what_is_not_this_devices_own_renewal_of_today_is_refused(led: Site) -> None:
    taken = {name: ask(led, device(1), wish) for name, wish in REFUSED.items()}

    assert taken == dict.fromkeys(REFUSED, 400)
    assert waiting(led, device(1)) == []


def test_the_newest_counts_and_an_older_one_does_not_come_back(led: Site) -> None:
    before = renewal(device(1), day=(TODAY - timedelta(days=1)).isoformat())
    assert ask(led, device(1), before) == 204
    assert ask(led, device(1), renewal(device(1))) == 204

    assert ask(led, device(1), before) == 400

    assert [each["day"] for each in waiting(led, device(1))] == [TODAY.isoformat()]


def test_nobody_asks_for_a_device_that_is_kept_out_and_what_it_asked_is_hidden(led: Site) -> None:
    assert ask(led, device(1), renewal(device(1))) == 204
    headers = led.log_in(device(1))
    wanted = {"device": device(1).id.hex(), "removal": removal(device(5), device(1))}
    assert (
        led.client.post(f"{API}/suspensions", json=wanted, headers=led.log_in(device(5))).status_code == 204
    )

    assert led.client.put(f"{API}/renewals", json=renewal(device(1)), headers=headers).status_code == 401
    assert waiting(led, device(5)) == []


def test_after_thirty_days_it_waits_no_more(led: Site) -> None:
    assert ask(led, device(1), renewal(device(1))) == 204
    led.clock.ahead = timedelta(days=29)
    assert len(waiting(led, device(1))) == 1
    led.clock.ahead = timedelta(days=32)
    assert waiting(led, device(1)) == []
