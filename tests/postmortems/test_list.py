"""Board and list: what they show, how they are narrowed, and how many queries that takes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from postmortems import text
from postmortems.models import Postmortem
from tests.factories import (
    fill,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_service,
    severity,
)

LIST = reverse("postmortems:list")


def titles(response):
    """What the list or the board shows, in its order."""
    if "page" in response.context:
        return [postmortem.title for postmortem in response.context["page"]]
    return [postmortem.title for column in response.context["columns"] for postmortem in column.cards]


def make(title, people, **fields):
    incident = make_incident(title, by=people.olga, **{"team": people.payments, **fields})
    return make_postmortem(incident, owner=people.olga)


@pytest.mark.parametrize("view", ["", "list"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, people, view, rows, django_assert_num_queries):
    for number in range(rows):
        fill(make(f"Number {number}", people), reviewers=(people.rita,))
        waiting = make_incident(f"Waiting {number}", by=people.olga)
        waiting.resolve(by=people.olga)
    client = signed_in("olga")
    client.get(LIST)
    with django_assert_num_queries(18 if view else 19):
        assert client.get(LIST, {"view": view}).status_code == 200


def test_the_board_has_a_column_for_each_state(signed_in, people):
    make("A draft", people)
    make("Settled", people).waive(by=people.lea, reason="Small")
    columns = {c.state.value: (c.count, len(c.cards)) for c in signed_in("olga").get(LIST).context["columns"]}
    assert columns == {
        "draft": (1, 1),
        "in_review": (0, 0),
        "approved": (0, 0),
        "published": (0, 0),
        "waived": (1, 1),
    }


def test_a_full_column_says_how_many_more_there_are(signed_in, people):
    for number in range(14):
        make(f"Number {number}", people)
    page = signed_in("olga").get(LIST).content.decode()
    assert "2 more" in page
    assert "state=draft" in page


def test_a_card_says_how_far_it_is(signed_in, people):
    postmortem = make("Half", people)
    text.write(postmortem.sections.first(), "Written", base=0, by=people.olga)
    assert "1 of 2 sections" in signed_in("olga").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "gateway"}, ["Gateway slow"]),
        ({"q": "GATEWAY slow"}, ["Gateway slow"]),
        ({"q": "zebra"}, ["Gateway slow"]),
        ({"state": "waived"}, ["Mails late"]),
        ({"severity": 1}, ["Gateway slow"]),
        ({"late": "on"}, ["Gateway slow"]),
        ({"since": "2026-01-01", "until": "2026-02-01"}, ["Mails late"]),
        ({"q": "nowhere"}, []),
    ],
)
def test_filters_narrow_the_list(signed_in, people, query, expected):
    slow = make("Gateway slow", people, severity=severity(1))
    text.write(slow.sections.last(), "We saw a zebra.", base=0, by=people.olga)
    Postmortem.objects.filter(pk=slow.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    late = make("Mails late", people)
    late.waive(by=people.lea, reason="Small")
    moment = timezone.now().replace(year=2026, month=1, day=15)
    Postmortem.objects.filter(pk=late.pk).update(created_at=moment, due_on=date(2026, 1, 20))
    if "severity" in query:
        query = {"severity": severity(1).pk}

    assert titles(signed_in("olga").get(LIST, {**query, "view": "list"})) == expected


def test_owner_team_and_service_are_filters_too(signed_in, people):
    wanted = make("Wanted", people)
    service = make_service()
    wanted.incidents.get().services.add(service)
    other = make("Other", people, team=None)
    Postmortem.objects.filter(pk=other.pk).update(owner=people.zoe)
    client = signed_in("olga")
    for query in ({"owner": people.olga.pk}, {"team": people.payments.pk}, {"service": service.pk}):
        assert titles(client.get(LIST, query)) == ["Wanted"]


def test_a_row_shows_its_worst_severity_however_it_was_found(signed_in, people):
    postmortem = make("Two at once", people, severity=severity(4))
    postmortem.incidents.add(make_incident("Worse", severity=severity(1)))
    client = signed_in("olga")

    page = client.get(LIST, {"team": people.payments.pk, "view": "list"})
    assert page.context["page"][0].severity().rank == 1
    assert titles(client.get(LIST, {"severity": severity(4).pk})) == []


def test_a_key_finds_its_postmortem(signed_in, people):
    make("One", people)
    two = make("Two", people)
    assert titles(signed_in("olga").get(LIST, {"q": two.key.lower()})) == ["Two"]


@pytest.mark.parametrize("sort", ["severity", "title", "state", "owner", "due", "changed"])
def test_every_column_sorts_both_ways(signed_in, people, sort):
    make("One", people)
    client = signed_in("olga")
    for order in (sort, f"-{sort}"):
        assert client.get(LIST, {"view": "list", "sort": order}).context["sort"] == order
    assert client.get(LIST, {"view": "list", "sort": "nonsense"}).context["sort"] == "-changed"


def test_titles_sort_by_the_alphabet(signed_in, people):
    make("Beta", people)
    make("Alpha", people)
    client = signed_in("olga")
    assert titles(client.get(LIST, {"view": "list", "sort": "title"})) == ["Alpha", "Beta"]
    assert titles(client.get(LIST, {"view": "list", "sort": "-title"})) == ["Beta", "Alpha"]


def test_the_list_comes_in_pages(signed_in, people):
    for number in range(27):
        make(f"Number {number}", people)
    client = signed_in("olga")
    assert len(titles(client.get(LIST, {"view": "list"}))) == 25
    assert len(titles(client.get(LIST, {"view": "list", "page": 2}))) == 2


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"owner": "x"}, {"since": "yesterday"}, {"severity": "99"}])
def test_a_filter_that_cannot_be_read_is_said_so(signed_in, people, query):
    make("One", people)
    assert signed_in("olga").get(LIST, query).status_code == 422


def test_incidents_that_need_one_stand_on_top_the_latest_due_first(signed_in, people):
    def resolved(title, rank, days):
        incident = make_incident(title, severity=severity(rank))
        incident.resolve(by=people.olga, at=timezone.now() - timedelta(days=days))

    resolved("Needs one", 2, 30)
    resolved("Needs one soon", 1, 1)
    resolved("Small", 3, 30)
    make_incident("Still open")
    make("Has one", people).incidents.get().resolve(by=people.olga)
    waiting = signed_in("olga").get(LIST).context["waiting"]
    assert [(row.incident.title, row.is_late) for row in waiting] == [("Needs one", True), ("Needs one soon", False)]


def test_a_restricted_incident_leaves_no_trace(signed_in, people):
    secret = make_restricted_incident(people.zoe, severity=severity(1))
    secret.resolve(by=people.ada)
    make_postmortem(make_restricted_incident(people.zoe, title="Hidden too"), owner=people.zoe)
    page = signed_in("olga").get(LIST).content.decode()
    assert "Key in a public place" not in page
    assert "Hidden too" not in page
    assert "No postmortem has been started yet" in page


def test_an_empty_list_teaches_the_next_step_to_those_who_write(signed_in):
    assert reverse("postmortems:start") in signed_in("olga").get(LIST).content.decode()
    assert reverse("postmortems:start") not in signed_in("vera").get(LIST).content.decode()
