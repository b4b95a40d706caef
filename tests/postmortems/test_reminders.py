"""Reviewers and owners are reminded the day before, and each morning while it is late."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from notifications.models import Notification
from postmortems import review, verdicts
from postmortems.models import Postmortem
from postmortems.reminders import POSTMORTEM_DUE, REVIEW_DUE, remind


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-02T12:00:00Z", tick=False):
        yield


@pytest.fixture
def asked(people, full):
    """Rita's verdict is asked for by Friday, the postmortem is due much later."""
    Postmortem.objects.filter(pk=full.pk).update(due_on="2026-12-31")
    review.submit(full, by=people.olga, due_on=date(2026, 11, 6))
    return full


def at(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def told(kind):
    return [(news.recipient.name, news.detail) for news in Notification.objects.filter(kind=kind).order_by("pk")]


@pytest.mark.parametrize(
    ("day", "words"), [(4, None), (5, "due tomorrow"), (6, None), (7, "1 day late"), (9, "3 days late")]
)
def test_a_reviewer_is_reminded_the_day_before_and_when_late(asked, day, words):
    remind(at=at(day))
    assert told(REVIEW_DUE) == ([("Rita", f"your review: {words}")] if words else [])


@pytest.mark.parametrize(("day", "words"), [(4, "due tomorrow"), (5, None), (6, "1 day late")])
def test_so_is_the_owner(people, draft, day, words):
    Postmortem.objects.filter(pk=draft.pk).update(due_on="2026-11-05")
    remind(at=at(day))
    assert told(POSTMORTEM_DUE) == ([("Olga", words)] if words else [])


def test_once_a_day_and_in_their_morning(asked):
    remind(at=at(5, hour=6))
    assert told(REVIEW_DUE) == []
    for hour in (8, 9, 23):
        remind(at=at(5, hour=hour))
    assert len(told(REVIEW_DUE)) == 1


def test_who_gave_their_verdict_is_left_alone_until_asked_again(people, asked):
    review.decide(asked, by=people.rita, verdict="approved")
    remind(at=at(7))
    assert told(REVIEW_DUE) == []
    asked.factors.create(statement="The alarm was silent")
    verdicts.ask_again(asked, by=people.olga)
    remind(at=at(7))
    assert told(REVIEW_DUE) == [("Rita", "your review: 1 day late")]


@pytest.mark.parametrize("change", ["withdrawn", "hidden", "deactivated"])
def test_nobody_is_reminded_of_what_is_no_longer_theirs(people, asked, change):
    if change == "withdrawn":
        review.withdraw(asked, by=people.olga)
    elif change == "hidden":
        asked.incidents.update(visibility="team")
    else:
        people.rita.deactivate()
    remind(at=at(7))
    assert told(REVIEW_DUE) == []


def test_what_is_settled_is_over(people, draft):
    Postmortem.objects.filter(pk=draft.pk).update(due_on="2026-11-03")
    draft.waive(by=people.lea, reason="Small")
    remind(at=at(9))
    assert told(POSTMORTEM_DUE) == []
