"""The relay's batch rule: nothing is filed alone too early, nothing waits for ever."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.batching import BatchRule, Gathering, gather, is_due

RULE = BatchRule(minimum=3, timeout=600, deadline=3600)


def gathered(waiting: int, since: float = 0) -> Gathering:
    return gather(Gathering(), waiting, since)


def test_nothing_that_waits_is_never_due() -> None:
    assert not is_due(RULE, gather(Gathering(), 0, 0), 1e9)


def test_enough_deposits_still_wait_for_the_timeout() -> None:
    assert not is_due(RULE, gathered(50), 599.9)
    assert is_due(RULE, gathered(50), 600)


def test_too_few_deposits_wait_past_the_timeout_until_the_deadline() -> None:
    assert not is_due(RULE, gathered(2), 3599.9)
    assert is_due(RULE, gathered(2), 3600)


def test_a_later_deposit_does_not_put_off_the_first() -> None:
    later = gather(gathered(1, since=0), 3, 599)

    assert is_due(RULE, later, 600)


def test_an_emptied_intake_starts_the_count_anew() -> None:
    emptied = gather(gathered(3, since=0), 0, 600)

    assert not is_due(RULE, gather(emptied, 3, 700), 701)


@given(
    waiting=st.integers(1, 10**6),
    minimum=st.integers(1, 10**6),
    timeout=st.floats(0, 1e6),
    extra=st.floats(0, 1e6),
    since=st.floats(0, 1e6),
)
def test_a_deposit_never_waits_longer_than_the_deadline(
    waiting: int, minimum: int, timeout: float, extra: float, since: float
) -> None:
    rule = BatchRule(minimum, timeout, timeout + extra)

    assert is_due(rule, gathered(waiting, since), since + rule.deadline + 1e-6 * (1 + since))
