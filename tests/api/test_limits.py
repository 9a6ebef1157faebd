"""Limits: who asks too often is told to wait, and no address is kept anywhere."""

from datetime import date
from pathlib import Path

import pytest

from app.api import limits
from app.api.guards import Guard
from app.api.limits import DailySalt
from app.config import Settings
from app.logs import Log
from app.web import create_app
from tests.api.conftest import OCTETS

ADDRESS, PROXY = "203.0.113.77", "198.51.100.4"


@pytest.fixture
def limited(settings: Settings) -> Settings:
    return settings.model_copy(update={"limits": "on"})


def statuses(settings: Settings, count: int, **environ: str) -> list[int]:
    """So many log-in attempts of one address."""
    app = create_app(settings, Log("web"))
    client = app.test_client()
    return [
        client.post("/api/v1/desk/challenges", json={}, environ_overrides=environ).status_code
        for _ in range(count)
    ]


def test_who_asks_too_often_gets_a_429_that_says_when_to_come_again(limited: Settings) -> None:
    app = create_app(limited, Log("web"))
    answers = [
        app.test_client().post("/api/v1/desk/challenges", json={}, environ_overrides={"REMOTE_ADDR": ADDRESS})
        for _ in range(limits.PER_MINUTE_LOGIN + 1)
    ]
    elsewhere = app.test_client().post("/api/v1/desk/challenges", json={})

    assert {answer.status_code for answer in answers[:-1]} == {400}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].mimetype == "application/problem+json"
    assert elsewhere.status_code == 400, "another address is not concerned"


def test_deposits_are_limited_generously_and_without_limits_not_at_all(limited: Settings) -> None:
    assert limits.PER_MINUTE[Guard.REPORTER] >= 600
    off = limited.model_copy(update={"limits": "off"})

    assert set(statuses(off, limits.PER_MINUTE_LOGIN + 5, REMOTE_ADDR=ADDRESS)) == {400}


def test_a_forwarded_address_counts_only_when_a_proxy_is_trusted(limited: Settings) -> None:
    number = limits.PER_MINUTE_LOGIN + 1
    behind = limited.model_copy(update={"proxies": 1})

    for settings, last in ((limited, 429), (behind, 400)):
        app = create_app(settings, Log("web"))
        found = [
            app.test_client()
            .post(
                "/api/v1/desk/challenges",
                json={},
                environ_overrides={"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": f"203.0.113.{at % 250}"},
            )
            .status_code
            for at in range(number)
        ]
        assert found[-1] == last


def test_the_key_of_an_address_is_another_one_each_day_and_in_each_process() -> None:
    days = [date(2026, 1, 1)]
    salt = DailySalt(lambda: days[-1])
    first = salt.key(ADDRESS)

    assert salt.key(ADDRESS) == first
    assert DailySalt(lambda: days[-1]).key(ADDRESS) != first
    days.append(date(2026, 1, 2))
    assert salt.key(ADDRESS) != first
    assert ADDRESS not in first


def test_the_counters_hold_no_address(limited: Settings, tmp_path: Path) -> None:
    app = create_app(limited, Log("web"))
    app.test_client().post(
        "/api/v1/intake", data=bytes(5), environ_overrides={"REMOTE_ADDR": ADDRESS}, **OCTETS
    )
    (limiter,) = app.extensions["limiter"]

    counted = str(list(limiter.storage.storage))
    assert "LIMIT" in counted.upper()
    assert ADDRESS not in counted
