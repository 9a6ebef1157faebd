"""Until when clients believe a directory, in words for the people who must publish the next one in time."""

from datetime import datetime, timedelta

from app.domain.counted import counted

SOON = timedelta(days=14)  # time for root holders to meet, and for one meeting to fail


def ends_soon(expires: datetime, now: datetime) -> bool:
    """Whether the next version is overdue: less than two weeks are left."""
    return expires - now < SOON


def said(expires: datetime, now: datetime) -> str:
    """One sentence on the day on which a version ends."""
    if expires <= now:
        return f"It EXPIRED on {expires:%Y-%m-%d}: nobody can report. Publish the next version now."
    days = f", in {counted((expires - now).days, 'day')}" if ends_soon(expires, now) else ""
    return f"It expires on {expires:%Y-%m-%d}{days}: publish the next version before."
