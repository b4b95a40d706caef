"""The first page: what it shows to whom, in which group, with which verb."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from actions.models import ActionItem
from home import doing, writing
from home.need import When
from incidents.models import Incident
from postmortems import review
from postmortems.models import Postmortem, ReviewDecision
from tests.factories import (
    NOON,
    fill,
    make_action,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
    make_viewer,
    severity,
)

TODAY = date(2026, 11, 3)  # a Tuesday


@pytest.fixture(autouse=True)
def _on_a_tuesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ada(db) -> User:
    return make_user("Ada")


@pytest.fixture
def bea(db) -> User:
    return make_user("Bea")


def due(postmortem: Postmortem, day: date) -> Postmortem:
    Postmortem.objects.filter(pk=postmortem.pk).update(due_on=day)
    postmortem.refresh_from_db()
    return postmortem


def in_review(*, owner: User, reviewer: User) -> Postmortem:
    postmortem = fill(make_postmortem(owner=owner), reviewers=(reviewer,))
    review.submit(postmortem, by=owner)
    return postmortem


def published(*, owner: User, reviewer: User, title: str = "Checkout answers 500") -> Postmortem:
    postmortem = fill(make_postmortem(make_incident(title, by=owner), owner=owner), reviewers=(reviewer,))
    review.submit(postmortem, by=owner)
    review.decide(postmortem, by=reviewer, verdict=ReviewDecision.Verdict.APPROVED)
    postmortem.refresh_from_db()
    review.publish(postmortem, by=owner)
    return postmortem


def page(client, user):
    client.force_login(user)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


# -- reviews ---------------------------------------------------------------------------------------


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


# -- incidents and actions -------------------------------------------------------------------------


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


def test_done_on_the_page_finishes_the_action_and_comes_back(client, ada):
    item = make_open_action(owner=ada, due_on=TODAY, postmortem=make_postmortem(owner=ada))
    assert f'action="/actions/{item.key}/finish/"' in page(client, ada)
    response = client.post(f"/actions/{item.key}/finish/", {"next": "/"})
    assert response.headers["Location"] == "/"
    item.refresh_from_db()
    assert item.state == "done"
    assert f'action="/actions/{item.key}/finish/"' not in page(client, ada)


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


# -- the page --------------------------------------------------------------------------------------


def test_groups_come_late_today_soon_and_the_longest_waiting_first(client, ada):
    make_incident(by=ada)
    for days in (3, 0, -2, -9):
        make_open_action(f"Due in {days} days", owner=ada, due_on=TODAY + timedelta(days=days))
    html = page(client, ada)
    words = ("Late", "Due in -9 days", "Due in -2 days", "Today", "Due in 0 days", "Soon", "Due in 3 days")
    places = [html.index(f">{word}" if word in When.labels else word) for word in words]
    assert places == sorted(places)


def test_a_long_group_shows_eight_and_folds_the_rest(client, ada):
    make_incident(by=make_admin())
    for number in range(10):
        make_open_action(f"Step {number}", owner=ada, due_on=TODAY)
    html = page(client, ada)
    assert "2 more" in html
    assert html.index("Step 7") < html.index("2 more") < html.index("Step 8")


def test_nothing_due_is_one_kind_sentence_and_the_three_newest_published(client, ada, bea):
    for number in range(4):
        with time_machine.travel(NOON - timedelta(days=10 - number), tick=False):
            published(owner=bea, reviewer=ada, title=f"Lesson {number}")
    html = page(client, make_viewer())
    assert "Nothing waits for you" in html
    assert [f"Lesson {number}" in html for number in range(4)] == [False, True, True, True]
    assert "Newly published" not in html


def test_on_this_day_a_year_ago_is_remembered(client, ada):
    began = datetime(2025, 11, 3, 23, 30, tzinfo=UTC)
    old = make_incident("Mails went out twice", by=ada, created_at=began + timedelta(hours=2))
    old.set_milestone("started", at=began)
    make_incident("Another day", by=ada, created_at=began - timedelta(days=1))
    html = page(client, ada)
    beside = html[html.index("On this day a year ago") :]
    assert "Mails went out twice" in beside
    assert "Another day" not in beside


@time_machine.travel(datetime(2028, 2, 29, 12, tzinfo=UTC), tick=False)
def test_the_page_opens_on_the_29th_of_february(client, ada):
    make_incident(by=ada)
    assert "What needs you" in page(client, ada)


def test_own_drafts_stand_beside_with_how_far_they_are(client, ada):
    due(make_postmortem(owner=ada), TODAY + timedelta(days=90))
    html = page(client, ada)
    assert "My open drafts" in html
    assert "0 of 2 sections" in html
    assert "no reviewers yet" in html


def test_what_is_restricted_leaves_no_trace(client, ada, bea):
    team = make_team("Payments", leads=(ada,))
    secret = make_restricted_incident(bea, title="The secret", by=bea, team=team, severity=severity(1))
    secret.set_milestone("started", at=NOON - timedelta(days=365))
    postmortem = due(make_postmortem(secret, owner=bea), TODAY - timedelta(days=3))
    make_action("Secret step", postmortem=postmortem, team=team)
    make_incident("Known to all", by=bea)
    assert "ecret" not in page(client, ada)


def make_one_of_each(ada: User, bea: User, number: int) -> None:
    """One thing of every kind that the page shows to ``ada``."""
    team = make_team(f"Team {number}", leads=(ada,))
    make_incident(f"Goes on {number}", by=bea, team=team)
    make_incident(f"Unwritten {number}", by=bea, team=team, severity=severity(1)).resolve(by=bea)
    make_incident(by=bea, created_at=NOON.replace(year=2025))
    in_review(owner=bea, reviewer=ada)
    due(make_postmortem(owner=ada), TODAY)
    due(make_postmortem(make_incident(by=bea, team=team), owner=bea), TODAY - timedelta(days=1))
    published(owner=bea, reviewer=ada)
    for days in (-1, 0, 1):
        make_open_action(owner=ada, due_on=TODAY + timedelta(days=days), postmortem=make_postmortem(owner=ada))
    make_action(postmortem=make_postmortem(owner=ada))
    make_action(owner=ada)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_one_of_each_and_for_three(
    client, ada, bea, rows, django_assert_num_queries
):
    for number in range(rows):
        make_one_of_each(ada, bea, number)
    client.force_login(ada)
    with django_assert_num_queries(17):
        client.get("/")
    assert ActionItem.objects.count() == 5 * rows


# -- the first hour --------------------------------------------------------------------------------


def test_a_new_organisation_is_taught_the_next_steps(client, db):
    html = page(client, make_admin())
    for step in ("Invite the people", "Make your teams", "Write down a first incident", "Bring an old postmortem"):
        assert step in html


def test_steps_are_ticked_as_they_are_done(client, ada):
    make_team("Payments", members=(ada,))
    html = page(client, make_admin())
    assert html.count('aria-label="Done"') == 2


def test_a_member_is_taught_what_a_member_can_do(client, ada):
    html = page(client, ada)
    assert "Write down a first incident" in html
    assert "Invite the people" not in html


def test_who_only_reads_is_told_to_wait(client, db):
    html = page(client, make_viewer())
    assert "Nobody has written down an incident yet" in html
    assert "New incident" not in html or "Write down a first incident" not in html
