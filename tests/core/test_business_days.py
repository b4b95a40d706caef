"""Policies count working days."""

from datetime import date

import pytest

from core.business_days import add_business_days

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 6), date(2026, 11, 7), date(2026, 11, 9)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 0, MONDAY),
        (FRIDAY, 5, date(2026, 11, 13)),
        (FRIDAY, 20, date(2026, 12, 4)),
    ],
)
def test_weekends_are_stepped_over(start, days, end):
    assert add_business_days(start, days) == end
