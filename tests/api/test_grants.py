"""Grants by the hundred: a new device reads what came before."""

import os
from base64 import b64encode
from typing import Any

from app.storage import envelopes
from tests.api.conftest import Site
from tests.api.membership import API
from tests.organisation import Device, device


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
