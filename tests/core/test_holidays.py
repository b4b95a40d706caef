"""Working days know the organisation's public holidays."""

from datetime import date

import pytest

from accounts.models import Organisation, closed_days
from core.business_days import add_business_days, is_business_day
from tests.factories import severity

pytestmark = pytest.mark.django_db
CHRISTMAS_EVE = date(2026, 12, 24)  # a Thursday


def test_without_a_country_nobody_has_holidays():
    assert is_business_day(date(2026, 12, 25), closed_days())


def test_a_countrys_holidays_are_no_working_days():
    Organisation.objects.create(pk=1, holiday_country="DE")
    assert not is_business_day(date(2026, 12, 25), closed_days())
    assert add_business_days(CHRISTMAS_EVE, 1, closed_days()) == date(2026, 12, 28)


def test_a_regions_own_holiday_counts_only_there():
    Organisation.objects.create(pk=1, holiday_country="DE", holiday_region="BY")
    epiphany = date(2027, 1, 6)
    assert epiphany in closed_days()
    Organisation.objects.update(holiday_region="BE")
    assert epiphany not in closed_days()


def test_due_dates_by_the_policy_leave_holidays_out():
    before = severity(2).action_due("P1", CHRISTMAS_EVE)
    Organisation.objects.create(pk=1, holiday_country="DE")
    after = severity(2).action_due("P1", CHRISTMAS_EVE)
    assert (before, after) == (date(2026, 12, 31), date(2027, 1, 4))  # Christmas and New Year are left out
    assert severity(2).postmortem_due(date(2026, 12, 25)) > date(2026, 12, 25)
