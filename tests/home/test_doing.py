"""What needs somebody about incidents and action items."""

from datetime import timedelta

import pytest

from home import doing
from home.need import When
from postmortems import review
from postmortems.models import ReviewDecision
from tests.factories import (
    NOON,
    make_action,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_team,
    make_user,
)
from tests.home.making import TODAY, in_review


def test_an_incident_that_goes_on_needs_its_team(ada, bea):
    team = make_team("Payments", members=(ada,))
    make_incident(by=make_admin(), team=team, created_at=NOON - timedelta(hours=3, minutes=12))
    (need,) = doing.ongoing(ada, TODAY)
    assert need.why == ("SEV2, open", "going on for 3 h 12 min", "Payments")
    assert list(doing.ongoing(bea, TODAY)) == []


def test_an_incident_needs_those_who_take_part_whatever_their_team(ada):
    incident = make_incident(by=make_admin())
    incident.participants.create(user=ada)
    incident.participants.create(user=ada, role="scribe")
    assert len(list(doing.ongoing(ada, TODAY))) == 1


def test_a_resolved_incident_goes_on_no_more(ada):
    make_incident(by=ada).resolve(by=ada)
    assert list(doing.ongoing(ada, TODAY)) == []


@pytest.mark.parametrize(
    ("days", "when", "words"),
    [
        (-9, When.LATE, "9 days late"),
        (-1, When.LATE, "1 day late"),
        (0, When.TODAY, "due today"),
        (1, When.SOON, "due tomorrow"),
        (7, When.SOON, "due on Tue 10 Nov"),
    ],
)
def test_an_action_is_grouped_by_its_due_date_and_can_be_finished(ada, days, when, words):
    item = make_open_action(owner=ada, due_on=TODAY + timedelta(days=days))
    (need,) = doing.to_finish(ada, TODAY)
    assert (need.when, need.why) == (when, (words,))
    assert (need.verb, need.verb_url, need.posts) == ("Done", f"/actions/{item.key}/finish/", True)


def test_an_action_due_in_eight_days_waits(ada):
    make_open_action(owner=ada, due_on=TODAY + timedelta(days=8))
    assert list(doing.to_finish(ada, TODAY)) == []


def test_a_blocked_action_says_why_and_can_be_unblocked(ada):
    make_open_action(owner=ada, due_on=TODAY).block(by=ada, reason="waits for the vendor")
    (need,) = doing.to_finish(ada, TODAY)
    assert need.why == ("due today", "blocked: waits for the vendor")
    assert need.verb == "Unblock"


def test_done_on_the_page_finishes_the_action_and_comes_back(client, page, ada):
    item = make_open_action(owner=ada, due_on=TODAY, postmortem=make_postmortem(owner=ada))
    assert f'action="/actions/{item.key}/finish/"' in page(ada)
    response = client.post(f"/actions/{item.key}/finish/", {"next": "/"})
    assert response.headers["Location"] == "/"
    item.refresh_from_db()
    assert item.state == "done"
    assert f'action="/actions/{item.key}/finish/"' not in page(ada)


def test_proposals_are_for_the_owner_the_lead_and_the_postmortems_owner_to_decide(ada, bea):
    lead, other = make_user("Lea"), make_user("Otto")
    team = make_team("Payments", leads=(lead,), members=(other,))
    postmortem = make_postmortem(make_incident(by=bea, team=team), owner=bea)
    make_action(postmortem=postmortem, owner=ada)
    for person, count in ((ada, 1), (bea, 1), (lead, 1), (other, 0)):
        assert len(list(doing.to_decide(person, TODAY))) == count, person


def test_several_proposals_of_one_postmortem_are_one_row(ada):
    postmortem = make_postmortem(owner=ada)
    for _number in range(3):
        make_action(postmortem=postmortem)
    (need,) = doing.to_decide(ada, TODAY)
    assert (need.key, need.when) == (postmortem.key, When.SOON)
    assert need.title.startswith("3 proposed actions")


def test_a_proposal_that_holds_up_a_publication_is_for_today(ada, bea):
    postmortem = in_review(owner=ada, reviewer=bea)
    review.decide(postmortem, by=bea, verdict=ReviewDecision.Verdict.APPROVED)
    make_action(postmortem=postmortem)
    (need,) = doing.to_decide(ada, TODAY)
    assert need.when == When.TODAY
