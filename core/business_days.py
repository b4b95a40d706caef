"""Working days: Monday to Friday, without the days on which everybody is off."""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5
NONE: Container[date] = frozenset()


def is_business_day(day: date, closed: Container[date] = NONE) -> bool:
    """Whether ``day`` is a Monday to Friday and none of ``closed`` (public holidays)."""
    return day.weekday() < SATURDAY and day not in closed


def add_business_days(start: date, days: int, closed: Container[date] = NONE) -> date:
    """The day ``days`` working days after ``start`` (0 gives ``start`` itself, or the next working day)."""
    day = start
    while not is_business_day(day, closed):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_business_day(day, closed):
            day += timedelta(days=1)
    return day
