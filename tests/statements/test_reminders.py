"""Whoever writes a promised statement is reminded the day before and while it is late; approvers once it waits."""

from datetime import UTC, datetime

import pytest

from notifications.models import Notification
from publishing.models import Statement
from publishing.statements import releasing
from publishing.statements.news import DUE
from publishing.statements.reminders import remind
from tests.factories import make_user
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
