"""By when an office must have acknowledged a report: days, because the store keeps no times.

Policy of the directory: hours for urgent reports, working days for others. Hours are rounded up to days,
so that nobody is called late who is not. Public holidays differ by place and are not counted.
"""

from datetime import date, timedelta

from app.domain.directory import Policy

SATURDAY = 5
HOURS_A_DAY = 24
DAY_SECONDS = 86_400
WORKING_DAYS_A_WEEK = 5


def acknowledge_by(received: date, urgent: bool, urgent_hours: int = 24, working_days: int = 3) -> date:
    """The last day on which an acknowledgement is in time."""
    if urgent:
        return received + timedelta(days=-(-urgent_hours // HOURS_A_DAY))
    day = received
    for _ in range(working_days):
        day = next_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """The first day after `day` from Monday to Friday."""
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def heard_by(policy: Policy, urgent: bool, today: date) -> date:
    """The day by which the reporter of what is sent `today` should have a confirmation.

    Weekends, the relay's wait and time zones are included, so that no office is called late that is not.
    """
    wait = -(-policy.batch.deadline // DAY_SECONDS)
    if urgent:
        return today + timedelta(days=-(-policy.acknowledge_hours_urgent // HOURS_A_DAY) + wait)
    working = policy.acknowledge_working_days
    return today + timedelta(days=working + 2 * -(-working // WORKING_DAYS_A_WEEK) + wait)
