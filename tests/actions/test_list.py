"""The list of action items: what it shows, how it is narrowed, sorted and counted."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from incidents.models import Tag
from postmortems.models import ContributingFactor
from tests.factories import (
    make_action,
    make_action_in,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_service,
    make_team,
    make_user,
    severity,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)  # a Wednesday
DUE = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _on_that_wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def listed(client, ada):
    """`listed(query)` gives the titles that Ada's list shows, in its order."""
    client.force_login(ada)

    def ask(query=""):
        response = client.get(reverse("actions:list") + query)
        assert response.status_code == 200
        return [item.title for item in response.context["page"]]

    return ask


def in_days(days):
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(rows, client, ada, django_assert_num_queries):
    for number in range(rows):
        postmortem = make_postmortem(make_incident(f"Outage {number}"), make_incident("Another"), owner=ada)
        item = make_open_action(owner=make_user(f"P{number}"), due_on=in_days(-9), postmortem=postmortem)
        item.move_due(in_days(-2), by=ada, reason="Release freeze")
    client.force_login(ada)
    client.get(reverse("actions:list"))  # what is read once for each process
    with django_assert_num_queries(18):
        client.get(reverse("actions:list"))


def test_what_is_late_says_by_how_much_and_how_often_it_moved(client, ada):
    item = make_open_action(owner=ada, due_on=in_days(-30))
    for days in (-20, -9):
        item.move_due(in_days(days), by=ada, reason="Release freeze")
    client.force_login(ada)
    page = client.get(reverse("actions:list")).content.decode()
    assert "9 days late" in page
    assert "moved twice" in page


class TestWithoutAFilter:
    def test_shows_what_is_to_decide_and_to_do(self, listed, ada):
        admin = make_admin()
        for state in ("proposed", "open", "in_progress", "blocked", "done", "verified", "wont_do", "declined"):
            make_action_in(state, by=admin, title=state)
        assert set(listed()) == {"proposed", "open", "in_progress", "blocked"}

    def test_puts_the_earliest_date_first_and_no_date_last(self, listed, ada):
        make_action("whenever")
        make_open_action("later", owner=ada, due_on=in_days(5))
        make_open_action("late", owner=ada, due_on=in_days(-5))
        assert listed() == ["late", "later", "whenever"]


class TestFilters:
    def test_state(self, listed):
        admin = make_admin()
        for state in ("proposed", "open", "blocked", "done"):
            make_action_in(state, by=admin, title=state)
        assert listed("?state=done") == ["done"]
        assert set(listed("?state=unfinished")) == {"open", "blocked"}
        assert set(listed("?state=any")) == {"proposed", "open", "blocked", "done"}

    @pytest.mark.parametrize(
        ("due", "shown"),
        [
            ("overdue", {"yesterday"}),
            ("week", {"today", "sunday"}),
            ("month", {"today", "sunday", "monday"}),
            ("none", {"whenever"}),
        ],
    )
    def test_due(self, due, shown, listed, ada):
        for title, days in {"yesterday": -1, "today": 0, "sunday": 4, "monday": 5, "far": 31}.items():
            make_open_action(title, owner=ada, due_on=in_days(days))
        make_action("whenever")
        make_action("proposed for yesterday", due_on=in_days(-1))
        assert set(listed(f"?due={due}")) == shown

    def test_mine_and_owner(self, listed, ada, bob):
        make_open_action("hers", owner=ada, due_on=DUE)
        make_open_action("his", owner=bob, due_on=DUE)
        make_action("nobody's")
        assert listed("?mine=on") == ["hers"]
        assert listed(f"?owner={bob.pk}") == ["his"]
        assert listed("?owner=null") == ["nobody's"]

    def test_text_in_title_and_done_when_and_the_key(self, listed):
        title = make_action("Limit the retries")
        make_action("Alert on queues", done_when="No retry storm in the drill")
        make_action("Something else")
        assert listed("?q=RETR") == ["Limit the retries", "Alert on queues"]
        assert listed(f"?q={title.key.lower()}") == ["Limit the retries"]
        assert listed("?q=INC-1") == []

    def test_priority_kind_and_team(self, listed):
        team = make_team("Payments")
        make_action("one", priority="P1", kind="detect", team=team)
        make_action("two", priority="P2", kind="prevent")
        assert listed("?priority=P1") == ["one"]
        assert listed("?kind=prevent") == ["two"]
        assert listed(f"?team={team.pk}") == ["one"]

    def test_tag_and_factor(self, listed, ada):
        tagged = make_incident("Tagged")
        tagged.tags.add(Tag.objects.create(name="database"))
        postmortem = make_postmortem(tagged, owner=ada)
        factor = ContributingFactor.objects.create(postmortem=postmortem, statement="The retry had no limit")
        make_action("answers", postmortem=postmortem, factor=factor)
        make_action("of it", postmortem=postmortem)
        make_action("alone")
        assert set(listed("?tag=database")) == {"answers", "of it"}
        assert listed(f"?factor={factor.pk}") == ["answers"]

    def test_service_names_an_item_once_however_many_incidents_share_it(self, listed, ada):
        service = make_service()
        told = [make_incident(f"Outage {number}") for number in range(2)]
        for incident in told:
            incident.services.set([service])
        make_action("one", postmortem=make_postmortem(*told, owner=ada))
        make_action("two", postmortem=make_postmortem(owner=ada))
        assert listed(f"?service={service.pk}") == ["one"]

    def test_severity_is_the_worst_of_the_incidents(self, listed, ada):
        mixed = make_postmortem(make_incident(severity=severity(3)), make_incident(severity=severity(1)), owner=ada)
        make_action("worst", postmortem=mixed)
        make_action("mild", postmortem=make_postmortem(make_incident(severity=severity(3)), owner=ada))
        assert listed(f"?severity={severity(1).pk}") == ["worst"]
        assert listed(f"?severity={severity(3).pk}") == ["mild"]

    def test_one_postmortem_and_one_incident(self, listed, ada):
        postmortem = make_postmortem(owner=ada)
        make_action("of it", postmortem=postmortem)
        make_action("alone")
        assert listed(f"?postmortem={postmortem.key}") == ["of it"]
        assert listed(f"?incident={postmortem.incidents.get().key}") == ["of it"]
        assert listed("?postmortem=INC-1") == []
        assert listed("?incident=nonsense") == []

    @pytest.mark.parametrize("query", ["?owner=nobody", "?state=paused", "?severity=99", "?due=tomorrow"])
    def test_a_value_that_does_not_exist_is_said_beside_the_field(self, query, client, ada):
        make_action()
        client.force_login(ada)
        response = client.get(reverse("actions:list") + query)
        assert response.status_code == 422
        assert b"Select a valid choice" in response.content


class TestOrder:
    def test_by_each_column_both_ways(self, listed, ada, bob):
        make_open_action("b", owner=ada, due_on=in_days(1), priority="P1", team=make_team("Payments"))
        make_open_action("a", owner=bob, due_on=in_days(2), priority="P2", team=make_team("Platform")).start(by=bob)
        for field, order in {
            "title": "ab",
            "priority": "ba",
            "owner": "ba",
            "team": "ba",
            "due": "ba",
            "key": "ba",
            "state": "ba",
        }.items():
            assert "".join(listed(f"?sort={field}")) == order, field
            assert "".join(listed(f"?sort=-{field}")) == order[::-1], field

    @pytest.mark.parametrize("wish", ["password", "-", "--due", "owner__email"])
    def test_an_unknown_one_is_the_usual_one(self, wish, listed, ada):
        make_open_action("later", owner=ada, due_on=in_days(5))
        make_open_action("late", owner=ada, due_on=in_days(-5))
        assert listed(f"?sort={wish}") == ["late", "later"]


def test_more_than_a_page_has_pages(listed, ada):
    for number in range(51):
        make_action(f"{number:02}")
    assert len(listed("?sort=title")) == 50
    assert listed("?sort=title&page=2") == ["50"]
    assert listed("?sort=title&page=99") == ["50"]


class TestEmpty:
    def test_at_first_it_teaches(self, client, ada):
        client.force_login(ada)
        page = client.get(reverse("actions:list")).content.decode()
        assert "Nothing to change yet" in page
        assert reverse("actions:create") in page

    def test_with_filters_it_offers_the_way_back(self, client, ada):
        make_action()
        client.force_login(ada)
        assert "No action fits these filters." in client.get(reverse("actions:list") + "?q=zzz").content.decode()


class TestARestrictedIncident:
    """It leaves no trace: not in rows, counts, filters or search."""

    @pytest.fixture
    def hidden(self, bob):
        postmortem = make_postmortem(make_restricted_incident(bob), owner=bob)
        return make_open_action("The leaked key", owner=bob, due_on=in_days(-1), postmortem=postmortem)

    @pytest.mark.parametrize("query", ["", "?state=any", "?q=leaked", "?due=overdue"])
    def test_is_in_no_list_of_a_stranger(self, query, hidden, listed):
        make_action("Limit the retries", due_on=in_days(-1))
        assert "The leaked key" not in listed(query)

    def test_is_not_found_by_its_key_its_postmortem_or_its_owner(self, hidden, listed, bob):
        for query in (f"?q={hidden.key}", f"?postmortem={hidden.postmortem.key}", f"?owner={bob.pk}"):
            assert listed(query) == []

    def test_is_not_counted(self, hidden, client, zoe):
        client.force_login(zoe)
        cards = client.get(reverse("actions:figures")).context["cards"]
        assert {card.number for card in cards} == {"0", "–"}

    def test_is_there_for_those_who_are_named_and_for_admins(self, hidden, client, bob):
        for person in (bob, make_admin()):
            client.force_login(person)
            assert [item.pk for item in client.get(reverse("actions:list")).context["page"]] == [hidden.pk]
