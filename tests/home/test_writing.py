"""What needs somebody about postmortems, in which group and with which verb."""

from datetime import timedelta

import pytest
import time_machine

from home import writing
from home.need import When
from incidents.models import Incident
from postmortems import review
from postmortems.models import ReviewDecision
from tests.factories import (
    NOON,
    fill,
    make_incident,
    make_postmortem,
    make_team,
    severity,
)
from tests.home.making import TODAY, due, in_review


def test_a_review_asked_for_two_days_ago_is_for_today(ada, bea):
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        postmortem = in_review(owner=bea, reviewer=ada)
    (need,) = writing.reviews(ada, TODAY)
    assert (need.when, need.key, need.verb) == (When.TODAY, postmortem.key, "Review")
    assert need.why[0] == "Bea asked for your review 2 days ago"


def test_a_review_of_a_late_postmortem_is_late(ada, bea):
    due(in_review(owner=bea, reviewer=ada), TODAY - timedelta(days=1))
    (need,) = writing.reviews(ada, TODAY)
    assert need.when == When.LATE


def test_a_review_given_needs_nobody(ada, bea):
    postmortem = in_review(owner=bea, reviewer=ada)
    review.decide(postmortem, by=ada, verdict=ReviewDecision.Verdict.APPROVED)
    assert list(writing.reviews(ada, TODAY)) == []


def test_a_verdict_owed_in_an_earlier_round_is_not_owed_any_more(ada, bea):
    postmortem = in_review(owner=bea, reviewer=ada)
    review.withdraw(postmortem, by=bea)
    assert list(writing.reviews(ada, TODAY)) == []
    postmortem.refresh_from_db()
    review.submit(postmortem, by=bea)
    assert ReviewDecision.objects.pending().count() == 2
    assert len(list(writing.reviews(ada, TODAY))) == 1


def test_a_review_of_what_one_may_not_see_is_not_shown(ada, bea):
    postmortem = in_review(owner=bea, reviewer=ada)
    Incident.objects.update(visibility="restricted")
    assert list(writing.reviews(ada, TODAY)) == []
    assert postmortem.state == "in_review"


# -- own postmortems -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "when"),
    [(-1, When.LATE), (0, When.TODAY), (1, When.SOON), (7, When.SOON), (8, None)],
)
def test_a_draft_is_grouped_by_its_due_date(ada, days, when):
    due(make_postmortem(owner=ada), TODAY + timedelta(days=days))
    needs = list(writing.drafts(list(writing.own(ada)), TODAY))
    assert [need.when for need in needs] == ([when] if when else [])


def test_a_draft_says_what_it_lacks(ada):
    due(make_postmortem(owner=ada), TODAY)
    (need,) = writing.drafts(list(writing.own(ada)), TODAY)
    assert need.why == ("due today", "0 of 2 sections", "no reviewers yet")
    assert need.verb == "Continue"


def test_a_draft_that_lacks_nothing_can_go_to_review(ada, bea):
    due(fill(make_postmortem(owner=ada), reviewers=(bea,)), TODAY)
    (need,) = writing.drafts(list(writing.own(ada)), TODAY)
    assert need.verb == "Request review"


def test_a_draft_sent_back_says_by_whom_and_is_for_today(ada, bea):
    postmortem = in_review(owner=ada, reviewer=bea)
    review.decide(postmortem, by=bea, verdict=ReviewDecision.Verdict.CHANGES_REQUESTED, note="What came before?")
    (need,) = writing.drafts(list(writing.own(ada)), TODAY)
    assert need.when == When.TODAY
    assert "Bea asked for changes" in need.why
    assert need.verb == "Continue"


def test_an_approved_postmortem_waits_for_its_owner_to_publish(ada, bea):
    postmortem = in_review(owner=ada, reviewer=bea)
    review.decide(postmortem, by=bea, verdict=ReviewDecision.Verdict.APPROVED)
    (need,) = writing.drafts(list(writing.own(ada)), TODAY)
    assert need.verb == "Publish"


def test_a_postmortem_in_review_needs_its_owner_for_nothing(ada, bea):
    due(in_review(owner=ada, reviewer=bea), TODAY)
    assert list(writing.drafts(list(writing.own(ada)), TODAY)) == []


# -- what leads are asked for ----------------------------------------------------------------------


def test_a_lead_is_asked_for_the_postmortem_that_nobody_started(ada, bea):
    team = make_team("Payments", leads=(ada,), members=(bea,))
    incident = make_incident(by=bea, team=team, severity=severity(1))
    incident.resolve(by=bea, at=NOON - timedelta(days=3))
    (need,) = writing.to_start(ada, TODAY)
    assert need.verb == "Write postmortem"
    assert need.verb_url.endswith(f"?incident={incident.key}")
    assert need.why[0] == "SEV1 asks for a postmortem; resolved 3 days ago"
    assert list(writing.to_start(bea, TODAY)) == []


def test_a_postmortem_that_was_started_is_not_asked_for(ada):
    incident = make_incident(by=ada, team=make_team("Payments", leads=(ada,)), severity=severity(1))
    incident.resolve(by=ada)
    make_postmortem(incident, owner=ada)
    assert list(writing.to_start(ada, TODAY)) == []


def test_a_severity_that_requires_none_asks_for_none(ada):
    mild = severity(4)
    assert not mild.postmortem_required
    make_incident(by=ada, team=make_team("Payments", leads=(ada,)), severity=mild).resolve(by=ada)
    assert list(writing.to_start(ada, TODAY)) == []


def test_a_lead_sees_what_is_late_in_the_team_and_who_owns_it(ada, bea):
    team = make_team("Payments", leads=(ada,), members=(bea,))
    due(make_postmortem(make_incident(by=bea, team=team), owner=bea), TODAY - timedelta(days=5))
    (need,) = writing.late_ones(ada, TODAY)
    assert need.why == ("5 days late", "Bea owns it", "your team's")
    assert list(writing.late_ones(bea, TODAY)) == []
