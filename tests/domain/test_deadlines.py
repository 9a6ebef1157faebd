"""By when a reporter should hear."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.deadlines import heard_by
from app.domain.directory import Batch, Policy

POLICY = Policy(2, Batch(1, 0, 86_400), 60, 30, 3_650, 24, 3)
SATURDAY = date(2026, 11, 21)


# The same days as in app/client/tests/speakup/dialogue.test.ts.
@pytest.mark.parametrize(
    ("working", "hours", "deadline", "urgent", "by"),
    [
        (3, 24, 86_400, False, "2026-11-27"),
        (6, 24, 86_400, False, "2026-12-02"),
        (3, 24, 86_400, True, "2026-11-23"),
        (3, 25, 86_401, True, "2026-11-25"),
        (3, 24, 0, True, "2026-11-22"),
    ],
)
def test_the_day_follows_from_the_signed_policy(
    working: int, hours: int, deadline: int, urgent: bool, by: str
) -> None:
    policy = replace(
        POLICY,
        acknowledge_working_days=working,
        acknowledge_hours_urgent=hours,
        batch=Batch(1, 0, deadline),
    )

    assert heard_by(policy, urgent, SATURDAY).isoformat() == by
