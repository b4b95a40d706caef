from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.models import Tag
from tests.factories import (
    NOON,
    make_event,
    make_incident,
    make_restricted_incident,
    make_service,
    make_viewer,
    severity,
)

LIST = reverse("incidents:list")
QUERIES = 14


def titles(response):
    return [incident.title for incident in response.context["page"]]


def full_incident(number, team):
    incident = make_incident(f"Number {number}", team=team)
    incident.services.add(make_service(f"service-{number}"), make_service(f"other-{number}"))
    incident.tags.add(Tag.objects.create(name=f"tag-{number}"))
    incident.set_milestone("started", at=NOON)
    incident.set_milestone("resolved", at=NOON + timedelta(hours=number))
    make_event(incident)
    return incident


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(member, people, django_assert_num_queries, count):
    for number in range(count):
        full_incident(number, people.payments)

    with django_assert_num_queries(QUERIES):
        assert len(titles(member.get(LIST))) == count


def test_only_what_the_reader_may_see_is_listed_and_counted(member, people):
    make_incident("For all")
    make_incident("For us", visibility="team", team=people.payments)
    make_incident("For them", visibility="team", team=people.platform)
    make_restricted_incident(people.named, title="For few")

    page = member.get(LIST).context["page"]

    assert {incident.title for incident in page} == {"For all", "For us"}
    assert page.paginator.count == 2


def test_tags_of_incidents_one_may_not_see_are_not_offered(member, people):
    make_incident("For all").tags.add(Tag.objects.create(name="open-secret"))
    make_restricted_incident(people.named).tags.add(Tag.objects.create(name="hushed"))

    page = member.get(LIST).content.decode()

    assert "open-secret" in page
    assert "hushed" not in page
    assert member.get(LIST, {"tag": "hushed"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "gateway"}, ["Gateway slow"]),
        ({"q": "slow partner"}, ["Gateway slow"]),
        ({"state": "resolved"}, ["Gateway slow"]),
        ({"state": "open"}, ["Mails late"]),
        ({"visibility": "team"}, ["Gateway slow"]),
        ({"since": "2026-10-20"}, ["Mails late"]),
        ({"until": "2026-10-20"}, ["Gateway slow"]),
        ({"q": "nowhere"}, []),
    ],
)
def test_filters_narrow_the_list(member, people, query, expected):
    slow = make_incident("Gateway slow", summary="The partner was slow", visibility="team", team=people.payments)
    slow.set_milestone("started", at=NOON - timedelta(days=20))
    slow.resolve(by=people.lead)
    make_incident("Mails late")

    assert titles(member.get(LIST, query)) == expected


def test_service_team_severity_and_tag_are_filters_too(member, people):
    wanted = make_incident("Wanted", severity=severity(1), team=people.payments)
    service, tag = make_service(), Tag.objects.create(name="dns")
    wanted.services.add(service)
    wanted.tags.add(tag)
    make_incident("Other")

    for query in ({"service": service.pk}, {"team": people.payments.pk}, {"severity": severity(1).pk}, {"tag": "dns"}):
        assert titles(member.get(LIST, query)) == ["Wanted"]


def test_a_key_finds_its_incident(member):
    make_incident("One")
    two = make_incident("Two")

    assert titles(member.get(LIST, {"q": two.key.lower()})) == ["Two"]


def test_sorting_goes_both_ways_and_by_how_bad(member):
    make_incident("Small", severity=severity(4))
    make_incident("Large", severity=severity(1))

    assert titles(member.get(LIST, {"sort": "severity"})) == ["Large", "Small"]
    assert titles(member.get(LIST, {"sort": "-severity"})) == ["Small", "Large"]
    assert titles(member.get(LIST, {"sort": "nonsense"})) == ["Large", "Small"]


@pytest.mark.parametrize("sort", ["severity", "title", "state", "team", "began", "lasted"])
def test_every_column_sorts(member, sort):
    make_incident("One")
    assert member.get(LIST, {"sort": sort}).context["sort"] == sort


def test_chips_name_the_filters_in_force(member):
    make_incident("Mails late")

    page = member.get(LIST, {"q": "mails", "state": "open"}).content.decode()

    assert 'class="filter-chip" href="?state=open"' in page
    assert 'class="filter-chip" href="?q=mails"' in page


def test_pages_hold_twenty_five(member):
    for number in range(26):
        make_incident(f"Number {number}")

    assert len(titles(member.get(LIST))) == 25
    assert len(titles(member.get(LIST, {"page": 2}))) == 1
    assert len(titles(member.get(LIST, {"page": "nonsense"}))) == 25


def test_the_first_visit_says_how_to_begin(member):
    assert "Nothing has been written down yet" in member.get(LIST).content.decode()


def test_a_viewer_is_not_asked_to_begin(client, db):
    client.force_login(make_viewer())
    page = client.get(LIST).content.decode()

    assert "Nothing has been written down yet." in page
    assert "Start with something small" not in page


def test_filters_that_match_nothing_say_so(member):
    make_incident("Mails late")
    assert "No incident matches" in member.get(LIST, {"q": "nowhere"}).content.decode()


def test_a_filter_that_makes_no_sense_is_answered_beside_it(member):
    response = member.get(LIST, {"since": "soon"})

    assert response.status_code == 422
    assert response.context["form"].errors["since"]
