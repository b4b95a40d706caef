"""Whoever writes a promised statement is reminded the day before and while it is late; approvers once it waits."""

from datetime import UTC, datetime

import pytest
import time_machine

from incidents.models import Severity
from notifications.models import Notification
from postmortems.models import Postmortem
from publishing.models import Statement
from publishing.statements import releasing
from publishing.statements.news import DUE, PROMISED
from publishing.statements.reminders import remind
from tests.factories import make_incident, make_postmortem, make_user, severity
from tests.statements.making import approve, make_communications, make_statement, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("Ada Lovelace")


@pytest.fixture
def cleo():
    return make_communications()


@pytest.fixture
def promised(ada):
    """By Friday, 6 November 2026."""
    statement = make_statement(by=ada)
    Statement.objects.filter(pk=statement.pk).update(due_on="2026-11-06")
    statement.refresh_from_db()
    return statement


def at(day, hour=10):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def told():
    return [(news.recipient.name, news.detail) for news in Notification.objects.filter(kind=DUE).order_by("pk")]


@pytest.mark.parametrize(("day", "words"), [(4, None), (5, "due tomorrow"), (6, None), (7, "1 day late")])
def test_an_author_is_reminded_the_day_before_and_when_late(promised, ada, day, words):
    remind(at=at(day))
    assert told() == ([(ada.name, f"the statement to customers: {words}")] if words else [])


def test_who_may_approve_is_reminded_only_once_it_waits(promised, ada, cleo):
    remind(at=at(7))
    assert [name for name, _words in told()] == [ada.name]
    submit(promised, by=ada)
    remind(at=at(8))
    assert sorted(name for name, _words in told()[1:]) == sorted([ada.name, cleo.name])


def test_one_message_a_day_however_often_it_is_looked_at(promised):
    for hour in (10, 10, 15):
        remind(at=at(7, hour))
    assert len(told()) == 1


def test_who_left_or_may_not_see_it_any_more_is_not_reminded(promised, ada):
    other = make_user("Ben Away")
    promised.add_authors([other.pk])
    other.deactivate()
    promised.postmortem.incidents.update(visibility="restricted")
    remind(at=at(7))
    assert told() == []


def test_what_is_live_reminds_nobody(promised, ada, cleo):
    releasing.release(approve(submit(promised, by=ada), by=cleo), by=ada)
    remind(at=at(7))
    assert told() == []


# -- promised, and not begun -------------------------------------------------------------------------


@pytest.fixture
def unbegun(ada):
    """Of Monday, 2 November 2026; promised within two business days: by Wednesday."""
    Severity.objects.filter(rank=1).update(statement_days=2)
    incident = make_incident(by=ada, severity=severity(1), created_at=at(2))
    with time_machine.travel(at(3)):
        yield make_postmortem(incident, owner=ada)


def asked():
    return list(Notification.objects.filter(kind=PROMISED).order_by("pk").values_list("recipient__name", "detail"))


@pytest.mark.parametrize(
    ("day", "words"), [(2, None), (3, "due tomorrow"), (4, None), (5, "1 day late"), (6, None), (7, "3 days late")]
)
def test_its_owner_is_asked_to_begin_what_is_promised(unbegun, ada, day, words):
    remind(at=at(day))
    assert asked() == ([(ada.name, f"the statement to customers: {words}")] if words else [])


def test_nobody_is_asked_for_ever_to_begin_it(unbegun):
    for day in range(12, 29):
        remind(at=at(day))
    assert asked() == []


def test_what_is_begun_or_waived_or_hidden_from_its_owner_is_not_asked_for(unbegun, ada):
    unbegun.incidents.update(visibility="restricted")
    remind(at=at(5))
    unbegun.incidents.update(visibility="organisation")
    waived = {"state": "waived", "waiver_reason": "A drill", "waived_by": ada}
    Postmortem.objects.filter(pk=unbegun.pk).update(**waived)
    remind(at=at(5))
    Postmortem.objects.filter(pk=unbegun.pk).update(state="draft")
    make_statement(by=ada, postmortem=unbegun)
    remind(at=at(5))
    assert asked() == []
