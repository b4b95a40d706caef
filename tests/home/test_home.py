"""The first page as a whole, and a new organisation's first hour."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from actions.models import ActionItem
from home.need import When
from incidents.models import Severity
from tests.factories import (
    NOON,
    make_action,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_viewer,
    severity,
)
from tests.home.making import TODAY, due, in_review, published
from tests.statements.making import make_statement, submit


def test_groups_come_late_today_soon_and_the_longest_waiting_first(page, ada):
    make_incident(by=ada)
    for days in (3, 0, -2, -9):
        make_open_action(f"Due in {days} days", owner=ada, due_on=TODAY + timedelta(days=days))
    html = page(ada)
    words = ("Late", "Due in -9 days", "Due in -2 days", "Today", "Due in 0 days", "Soon", "Due in 3 days")
    places = [html.index(f">{word}" if word in When.labels else word) for word in words]
    assert places == sorted(places)


def test_a_long_group_shows_eight_and_folds_the_rest(page, ada):
    make_incident(by=make_admin())
    for number in range(10):
        make_open_action(f"Step {number}", owner=ada, due_on=TODAY)
    html = page(ada)
    assert "2 more" in html
    assert html.index("Step 7") < html.index("2 more") < html.index("Step 8")


def test_nothing_due_is_one_kind_sentence_and_the_three_newest_published(page, ada, bea):
    for number in range(4):
        with time_machine.travel(NOON - timedelta(days=10 - number), tick=False):
            published(owner=bea, reviewer=ada, title=f"Lesson {number}")
    html = page(make_viewer())
    assert "Nothing waits for you" in html
    assert [f"Lesson {number}" in html for number in range(4)] == [False, True, True, True]
    assert "Newly published" not in html


def test_on_this_day_a_year_ago_is_remembered(page, ada):
    began = datetime(2025, 11, 3, 23, 30, tzinfo=UTC)
    old = make_incident("Mails went out twice", by=ada, created_at=began + timedelta(hours=2))
    old.set_milestone("started", at=began)
    make_incident("Another day", by=ada, created_at=began - timedelta(days=1))
    html = page(ada)
    beside = html[html.index("On this day a year ago") :]
    assert "Mails went out twice" in beside
    assert "Another day" not in beside


@time_machine.travel(datetime(2028, 2, 29, 12, tzinfo=UTC), tick=False)
def test_the_page_opens_on_the_29th_of_february(page, ada):
    make_incident(by=ada)
    assert "What needs you" in page(ada)


def test_own_drafts_stand_beside_with_how_far_they_are(page, ada):
    due(make_postmortem(owner=ada), TODAY + timedelta(days=90))
    html = page(ada)
    assert "My open drafts" in html
    assert "0 of 2 sections" in html
    assert "no reviewers yet" in html


def test_what_is_restricted_leaves_no_trace(page, ada, bea):
    team = make_team("Payments", leads=(ada,))
    secret = make_restricted_incident(bea, title="The secret", by=bea, team=team, severity=severity(1))
    secret.set_milestone("started", at=NOON - timedelta(days=365))
    postmortem = due(make_postmortem(secret, owner=bea), TODAY - timedelta(days=3))
    make_action("Secret step", postmortem=postmortem, team=team)
    make_incident("Known to all", by=bea)
    assert "ecret" not in page(ada)


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
    make_statement(by=ada, due_on=TODAY)
    submit(make_statement(by=bea), by=bea)
    make_postmortem(make_incident(by=ada, severity=severity(1)), owner=ada)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_one_of_each_and_for_three(
    client, ada, bea, rows, django_assert_num_queries
):
    Severity.objects.filter(rank=1).update(statement_days=2)
    User.objects.filter(pk=ada.pk).update(may_approve_statements=True)
    for number in range(rows):
        make_one_of_each(ada, bea, number)
    client.force_login(ada)
    with django_assert_num_queries(27):
        client.get("/")
    assert ActionItem.objects.count() == 5 * rows


# -- the first hour --------------------------------------------------------------------------------


def test_a_new_organisation_is_taught_the_next_steps(page, db):
    html = page(make_admin())
    for step in ("Invite the people", "Make your teams", "Write down a first incident", "Bring an old postmortem"):
        assert step in html


def test_steps_are_ticked_as_they_are_done(page, ada):
    make_team("Payments", members=(ada,))
    html = page(make_admin())
    assert html.count('aria-label="Done"') == 2


def test_a_member_is_taught_what_a_member_can_do(page, ada):
    html = page(ada)
    assert "Write down a first incident" in html
    assert "Invite the people" not in html


def test_who_only_reads_is_told_to_wait(page, db):
    html = page(make_viewer())
    assert "Nobody has written down an incident yet" in html
    assert "New incident" not in html or "Write down a first incident" not in html
