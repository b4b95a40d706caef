"""What needs somebody about statements to customers."""

from datetime import timedelta

import pytest

from home import telling
from home.need import When
from incidents.models import Incident, Severity
from publishing.models import Statement
from tests.factories import make_incident, make_postmortem, severity
from tests.home.making import TODAY
from tests.statements.making import approve, make_communications, make_live, make_statement, submit


@pytest.fixture
def cleo(db):
    return make_communications()


@pytest.fixture
def promise(ada):
    """A postmortem of Ada's whose severity promises a statement two business days after it began: on Thursday."""
    Severity.objects.filter(rank=1).update(statement_days=2)
    return make_postmortem(make_incident(by=ada, severity=severity(1)), owner=ada)


def rows(user):
    return [(need.when, need.verb) for need in telling.statements(user, TODAY)]


@pytest.mark.parametrize(("days", "when"), [(-1, When.LATE), (0, When.TODAY), (5, When.SOON), (9, None)])
def test_an_author_sees_a_draft_that_is_due(ada, days, when):
    make_statement(by=ada, due_on=TODAY + timedelta(days=days))
    assert rows(ada) == ([(when, "Continue")] if when else [])


def test_what_waits_is_with_communications_and_not_with_its_author(ada, bea, cleo):
    submit(make_statement(by=ada, due_on=TODAY), by=ada)
    assert rows(cleo) == [(When.TODAY, "Decide")]
    assert rows(ada) == rows(bea) == []


def test_what_is_approved_waits_for_its_author_until_it_is_live(ada, cleo):
    approve(submit(make_statement(by=ada), by=ada), by=cleo)
    assert rows(ada) == [(When.TODAY, "Put live")]
    assert rows(cleo) == []
    Statement.objects.all().delete()
    make_live(by=ada)
    assert rows(ada) == []


def test_what_one_may_not_see_any_more_is_not_shown(ada, cleo):
    submit(make_statement(by=ada, due_on=TODAY), by=ada)
    Incident.objects.update(visibility="restricted")
    assert rows(cleo) == rows(ada) == []


def test_a_promised_statement_that_nobody_began_is_its_owners(ada, bea, promise):
    (need,) = telling.to_begin(ada, TODAY)
    assert (need.key, need.when, need.verb) == (promise.key, When.SOON, "Write it")
    assert need.why == ("Customers were promised a statement", "due on Thu 5 Nov")
    assert list(telling.to_begin(bea, TODAY)) == []


def test_begun_it_is_promised_no_more(ada, promise):
    make_statement(by=ada, postmortem=promise)
    assert list(telling.to_begin(ada, TODAY)) == []


def test_a_month_later_no_row_asks_for_it_any_more(ada, promise):
    assert list(telling.to_begin(ada, TODAY + timedelta(days=32)))
    assert list(telling.to_begin(ada, TODAY + timedelta(days=33))) == []
