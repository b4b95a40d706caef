"""The figures of the action items: each counts what its link shows, for those who may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from actions import figures
from actions.models import ActionItem
from tests.factories import (
    make_action,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)  # a Wednesday
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_that_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


def in_days(days):
    return TODAY + timedelta(days=days)


def written(item, days_ago):
    ActionItem.objects.filter(pk=item.pk).update(created_at=NOW - timedelta(days=days_ago))
    return item


def done(item, *, days_ago, by, late=0):
    """Finished so many days ago, so many days after the date that was agreed first."""
    item.finish(by=by, at=NOW - timedelta(days=days_ago))
    ActionItem.objects.filter(pk=item.pk).update(original_due_on=TODAY - timedelta(days=days_ago + late))


@pytest.fixture
def some_of_each(ada):
    """One that is late and moved twice, one of this week, one proposed, an orphan, and three that are done."""
    late = make_open_action("late", owner=ada, due_on=in_days(-30), team=make_team("Payments"))
    for days in (-20, -9):
        late.move_due(in_days(days), by=ada, reason="Release freeze")
    written(late, 200)
    make_open_action("soon", owner=ada, due_on=in_days(1))
    make_action("proposed")
    gone = make_user("Gone")
    make_open_action("orphan", owner=gone, due_on=in_days(40))
    gone.is_active = False
    gone.save()
    done(make_open_action("in time", owner=ada, due_on=in_days(5)), days_ago=10, by=ada)
    done(make_open_action("too late", owner=ada, due_on=in_days(5)), days_ago=3, by=ada, late=2)
    done(make_open_action("long ago", owner=ada, due_on=in_days(5)), days_ago=500, by=ada, late=2)


def test_each_card_says_how_many_its_link_shows(client, ada, some_of_each):
    client.force_login(ada)
    asked = client.get(reverse("actions:figures"), {"part": "cards"}, HTTP_HX_REQUEST="true")
    shown = {card.query: card.number for card in asked.context["cards"]}
    assert shown == {
        "state=unfinished": "3",
        "due=overdue": "1",
        "due=week": "1",
        "only=moved": "1",
        "only=orphaned": "1",
        "only=done": "50 %",
        "state=proposed": "1",
    }
    for query, number in shown.items():
        page = client.get(f"{reverse('actions:list')}?{query}").context["page"]
        assert len(page) == (2 if "%" in number else int(number)), query


def test_what_was_done_late_is_found(client, ada, some_of_each):
    client.force_login(ada)
    page = client.get(reverse("actions:list") + "?only=done_late").context["page"]
    assert [item.title for item in page] == ["too late"]


def test_ages_and_teams_lead_to_what_they_count(client, ada, some_of_each):
    client.force_login(ada)
    ages, teams = figures.by_age(ada, TODAY), figures.overdue_by_team(ada, TODAY)
    assert [bar.number for bar in ages] == [2, 0, 0, 1]
    assert [(bar.label, bar.number) for bar in teams] == [("Payments", 1)]
    for bar in (*ages, *teams):
        assert len(client.get(bar.url).context["page"]) == bar.number, bar


def test_what_no_team_has_is_counted_and_found(client, ada):
    make_open_action("alone", owner=ada, due_on=in_days(-1))
    client.force_login(ada)
    [bar] = figures.overdue_by_team(ada, TODAY)
    assert bar.label == "No team"
    assert [item.title for item in client.get(bar.url).context["page"]] == ["alone"]


@pytest.mark.parametrize("days", [0, 29, 30, 89, 90, 179, 180, 999])
def test_every_age_is_in_one_part_and_only_one(days, ada):
    written(make_open_action(owner=ada, due_on=TODAY), days)
    assert sum(bar.number for bar in figures.by_age(ada, TODAY)) == 1


def test_growth_sets_what_came_against_what_went(ada):
    make_open_action("new", owner=ada, due_on=TODAY)
    written(make_open_action("last week", owner=ada, due_on=TODAY), 7).finish(by=ada, at=NOW - timedelta(days=7))
    written(make_action("declined", owner=ada), 400).decline(by=ada, reason="Not worth it")
    chart = figures.growth(ada, TODAY)
    assert [(column.first, column.second) for column in chart.columns[-2:]] == [(1, 1), (1, 1)]
    assert sum(column.first for column in chart.columns) == 2


def test_months_say_how_many_were_done_by_their_first_date(ada, some_of_each):
    chart = figures.in_time_by_month(ada, TODAY)
    assert len(chart.columns) == 12
    assert (chart.columns[-1].first, chart.columns[-1].second) == (2, 1)


def test_nothing_of_a_restricted_incident_is_counted_for_a_stranger(client, bob, zoe):
    item = make_open_action(
        owner=bob, due_on=in_days(-1), postmortem=make_postmortem(make_restricted_incident(bob), owner=bob)
    )
    done(make_open_action(owner=bob, due_on=TODAY, postmortem=item.postmortem), days_ago=1, by=bob)
    make_action(postmortem=item.postmortem, owner=bob).decline(by=bob, reason="No")
    for user, seen in ((zoe, False), (bob, True), (make_admin(), True)):
        client.force_login(user)
        numbers = [card.number for card in figures.cards(user, TODAY)]
        assert (numbers == ["0", "0", "0", "0", "0", "–", "0"]) is not seen
        assert any(bar.number for bar in figures.by_age(user, TODAY)) is seen
        assert bool(figures.overdue_by_team(user, TODAY)) is seen
        for chart in (figures.growth(user, TODAY), figures.in_time_by_month(user, TODAY)):
            assert any(column.first or column.second for column in chart.columns) is seen


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, ada, rows, django_assert_num_queries):
    for number in range(rows):
        postmortem = make_postmortem(make_incident(f"Outage {number}"), owner=ada)
        team = make_team(f"Team {number}")
        make_open_action(owner=ada, due_on=in_days(-9), postmortem=postmortem, team=team)
    client.force_login(ada)
    client.get(reverse("actions:figures"))
    with django_assert_num_queries(13):
        client.get(reverse("actions:figures"))


def test_the_charts_alone_come_to_a_page_that_asks_for_them(client, ada):
    client.force_login(ada)
    page = client.get(reverse("actions:figures"), headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in page
    assert 'role="img"' in page
