"""Working days: Monday to Friday."""

from datetime import date, timedelta

SATURDAY = 5


def is_business_day(day: date) -> bool:
    """Whether ``day`` is a Monday to Friday."""
    return day.weekday() < SATURDAY


def add_business_days(start: date, days: int) -> date:
    """The day ``days`` working days after ``start`` (0 gives ``start`` itself, or the Monday after a weekend)."""
    day = start
    while not is_business_day(day):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day
