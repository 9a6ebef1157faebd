"""Disposal in time: how long a proposal, a confirmation and let-go bricks wait."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import CannotBeTrusted
from app.services.retention import Retention
from app.services.trusted_directory import TrustedDirectory
from app.storage import bricks
from app.storage import retention as deleting
from app.storage.tables import brick_claims
from app.storage.tables import bricks as bricks_table
from app.storage.tables import disposals as rows
from tests.api.conftest import Site
from tests.api.disposing import (
    confirm,
    destroy,
    filed_case,
    left,
    proposal,
    propose,
    second,
    shown,
)


@pytest.fixture
def case(open_site: Site) -> dict[int, bytes]:
    """What the proposals below are about."""
    return filed_case(open_site)


def test_bricks_are_let_go_and_another_office_has_a_month_to_say_that_it_needs_them(
    open_site: Site, case: dict[int, bytes]
) -> None:
    today, shared, own = open_site.clock().date(), os.urandom(16), os.urandom(16)
    with open_site.database.begin() as tx:
        for brick in (shared, own):
            bricks.put(tx, brick, b"sealed", os.urandom(32), today, 9)
        bricks.claim(tx, [shared, own])
    body = proposal(open_site, case, 1)
    propose(open_site, open_site.desk(0), body)

    confirm(open_site, second(open_site), body["digest"], [shared, own])
    with open_site.database.read() as view:
        assert len(view.execute(select(brick_claims.c.id)).all()) == 2, "not before the worker"
    destroy(open_site)
    theirs = {"bricks": [shared.hex()]}
    open_site.client.post("/api/v1/desk/bricks/claims", json=theirs, headers=open_site.desk(1))

    def swept(days: int) -> set[bytes]:
        with open_site.database.begin() as tx:
            deleting.delete_unclaimed_bricks(tx, today + timedelta(days=days - 14))
            return set(tx.execute(select(bricks_table.c.id)).scalars())

    assert swept(30) == {shared, own}
    assert swept(31) == {shared}


def test_a_proposal_that_nobody_confirms_is_gone_after_a_month(
    open_site: Site, case: dict[int, bytes]
) -> None:
    propose(open_site, open_site.desk(0), proposal(open_site, case, 1))
    pins = TrustedDirectory(open_site.database, None)  # type: ignore[arg-type]  # this step asks for no policy
    jobs = Retention(open_site.database, pins)

    assert jobs.delete_proposals(open_site.clock() + timedelta(days=30)) == 0
    assert jobs.delete_proposals(open_site.clock() + timedelta(days=31)) == 1
    with open_site.database.read() as view:
        assert view.execute(select(rows)).all() == []
    assert left(open_site) == [1, 2, 3, 4, 5]


def test_what_is_confirmed_waits_for_a_worker_that_stood_still_for_weeks_but_not_for_months(
    open_site: Site, case: dict[int, bytes]
) -> None:
    body = proposal(open_site, case, 1)
    propose(open_site, open_site.desk(0), body)
    confirm(open_site, second(open_site), body["digest"])
    pins = TrustedDirectory(open_site.database, None)  # type: ignore[arg-type]  # this step asks for no policy
    jobs = Retention(open_site.database, pins)

    open_site.clock.ahead = timedelta(days=90)
    assert jobs.delete_proposals(open_site.clock()) == 0, "the worker says why it goes"
    with pytest.raises(CannotBeTrusted, match="day"):
        destroy(open_site)
    assert left(open_site) == [1, 2, 3, 4, 5]

    open_site.clock.ahead = timedelta()
    propose(open_site, open_site.desk(0), body)
    confirm(open_site, second(open_site), body["digest"])
    open_site.clock.ahead = timedelta(days=30)
    assert destroy(open_site) == 1
    assert left(open_site) == [2, 3, 4, 5]


def test_a_proposal_that_has_lapsed_is_confirmed_by_nobody(open_site: Site, case: dict[int, bytes]) -> None:
    body = proposal(open_site, case, 1)
    propose(open_site, open_site.desk(0), body)
    open_site.clock.ahead = timedelta(days=32)

    refused = confirm(open_site, second(open_site), body["digest"], ago=32)

    assert refused.status_code == 404
    assert shown(open_site) == [1, 2, 3, 4, 5]
