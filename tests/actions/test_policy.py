"""By when: due dates that follow the severity's policy, in working days."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from actions.models import due_by_policy
from incidents.models import Severity
from tests.factories import make_action, make_incident, make_postmortem, make_user, severity

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 6)


@pytest.mark.parametrize(("priority", "due"), [("P1", date(2026, 11, 13)), ("P2", date(2026, 12, 4))])
def test_the_severity_of_the_incident_decides(priority, due):
    postmortem = make_postmortem(make_incident(severity=severity(2)))  # P1 in 5, P2 in 20 working days
    assert due_by_policy(priority, postmortem=postmortem, start=FRIDAY) == due


def test_the_worst_of_several_incidents_decides():
    postmortem = make_postmortem(make_incident(severity=severity(4)), make_incident(severity=severity(1)))
    assert due_by_policy("P1", postmortem=postmortem, start=FRIDAY) == date(2026, 11, 11)  # 3 working days


def test_what_stands_alone_follows_the_mildest():
    assert due_by_policy("P1", postmortem=None, start=FRIDAY) == date(2026, 11, 27)  # 15 working days


def test_without_any_severity_nobody_says():
    Severity.objects.all().delete()
    assert due_by_policy("P1", postmortem=None, start=FRIDAY) is None


def test_an_item_that_is_accepted_without_a_date_takes_the_policys():
    ada = make_user("Ada")
    item = make_action(priority="P1", owner=ada, postmortem=make_postmortem(owner=ada))
    with time_machine.travel(datetime(2026, 11, 6, 12, tzinfo=UTC), tick=False):
        item.accept(by=ada)
    assert (item.due_on, item.original_due_on) == (date(2026, 11, 13), date(2026, 11, 13))
