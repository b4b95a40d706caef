from datetime import UTC, datetime

import pytest
from django.urls import reverse

from incidents.models import Incident
from tests.factories import make_service, severity

NEW = reverse("incidents:create")


def words(**changes):
    usual = {"title": "Checkout answers 500", "severity": severity(2).pk, "noticed": "now"}
    return {**usual, "visibility": "organisation", **changes}


def test_four_things_are_enough(member, people):
    response = member.post(NEW, words(noticed="14:05", services=[make_service(team=people.platform).pk]))

    incident = Incident.objects.get()
    assert response.url == incident.get_absolute_url()
    assert incident.title == "Checkout answers 500"
    assert incident.created_by == people.member
    assert incident.time_zone == "Europe/Berlin"
    detected = incident.milestones.get()
    assert (detected.kind, detected.precision) == ("detected", "exact")
    assert detected.at == datetime(2026, 11, 3, 13, 5, tzinfo=UTC)


def test_the_team_is_that_of_the_service(member, people):
    member.post(NEW, words(services=[make_service(team=people.platform).pk]))
    assert Incident.objects.get().team == people.platform


def test_the_team_is_ones_own_without_a_service_that_has_one(member, people):
    member.post(NEW, words(services=[make_service().pk]))
    assert Incident.objects.get().team == people.payments


def test_a_chosen_team_stays(member, people):
    member.post(NEW, words(team=people.platform.pk))
    assert Incident.objects.get().team == people.platform


def test_a_rough_time_is_kept_as_rough(member):
    member.post(NEW, words(noticed="~13:00 UTC"))
    assert Incident.objects.get().milestones.get().precision == "approximate"


def test_who_opens_an_incident_keeps_sight_of_it(member, people):
    member.post(NEW, words(visibility="restricted", restricted_to=[people.named.pk]))
    incident = Incident.objects.get()

    assert set(incident.restricted_to.all()) == {people.member, people.named}
    assert member.get(incident.get_absolute_url()).status_code == 200


def test_who_opens_another_teams_incident_may_write_in_it(member, people):
    member.post(NEW, words(visibility="team", team=people.platform.pk))
    incident = Incident.objects.get()

    assert member.get(reverse("incidents:edit", args=[incident.key])).status_code == 200


def test_viewers_may_not(client, people):
    client.force_login(people.viewer)

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, words()).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Say in a few words"),
        ("severity", "", "Choose how bad it is"),
        ("noticed", "25:61", "is not a time"),
        ("noticed", "", "Say when somebody noticed"),
        ("noticed", "3 Nov ??:??", "Give a time of day"),
    ],
)
def test_wrong_input_is_answered_beside_its_field(member, field, value, says):
    response = member.post(NEW, words(**{"summary": "And this, too", field: value}))

    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    page = response.content.decode()
    assert "And this, too" in page
    assert Incident.objects.count() == 0


def test_visible_to_a_team_needs_a_team(client, people):
    people.other.memberships.all().delete()
    client.force_login(people.other)

    response = client.post(NEW, words(visibility="team"))

    assert response.status_code == 422
    assert "Choose the team" in str(response.context["form"].errors["team"])
    assert '<details class="fold" open' in response.content.decode()


def test_without_script_the_reading_is_shown_before_it_is_saved(member):
    first = member.post(NEW, words(noticed="14:05", noticed_seen=""))
    assert first.status_code == 200
    assert "Tue 3 Nov, 14:05 CET = 13:05 UTC" in first.content.decode()
    assert Incident.objects.count() == 0

    token = first.context["form"].readings["noticed"].seen
    assert f'name="noticed_seen" value="{token}"' in first.content.decode()
    assert member.post(NEW, words(noticed="14:05", noticed_seen=token)).status_code == 302


def test_a_reading_that_was_shown_for_another_text_does_not_count(member):
    assert member.post(NEW, words(noticed="14:05", noticed_seen="14:04")).status_code == 200
    assert Incident.objects.count() == 0
