from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from incidents.models import Tag
from tests.factories import NOON, make_incident, make_restricted_incident, make_service, severity


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments, time_zone="Europe/Berlin")


def words(incident, **changes):
    usual = {
        "title": incident.title,
        "severity": incident.severity_id,
        "visibility": incident.visibility,
        "team": incident.team_id or "",
        "time_zone": incident.time_zone,
        "restricted_to": [person.pk for person in incident.restricted_to.all()],
    }
    return {**usual, **changes}


def edit(client, incident, **changes):
    return client.post(reverse("incidents:edit", args=[incident.key]), words(incident, **changes))


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


def test_everything_about_it_can_be_changed(member, incident, people):
    service = make_service()
    response = edit(
        member,
        incident,
        title="Checkout is slow",
        severity=severity(3).pk,
        summary="What we know",
        services=[service.pk],
        detection="customer",
        impact="Orders took a minute",
        customers_affected="1200",
        impact_began="13:00",
        impact_over="~14:30",
        time_zone="berlin",
        tags="DNS, payments,, dns",
    )

    assert response.url == incident.get_absolute_url()
    incident.refresh_from_db()
    assert (incident.title, incident.severity, incident.detection) == ("Checkout is slow", severity(3), "customer")
    assert list(incident.services.all()) == [service]
    assert incident.customers_affected == 1200
    assert incident.impact_started_at == datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
    assert (incident.impact_start_estimated, incident.impact_end_estimated) == (False, True)
    assert incident.time_zone == "Europe/Berlin"
    assert {tag.name for tag in incident.tags.all()} == {"dns", "payments"}


def test_an_impact_window_that_was_not_touched_keeps_its_seconds(member, incident):
    incident.impact_started_at = NOON + timedelta(seconds=7, microseconds=9)
    incident.impact_start_estimated = True
    incident.save()
    form = member.get(reverse("incidents:edit", args=[incident.key])).context["form"]

    edit(member, incident, impact_began=form["impact_began"].value(), impact_start_estimated="on")

    before = incident.impact_started_at
    incident.refresh_from_db()
    assert incident.impact_started_at == before
    assert incident.impact_start_estimated


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"severity": "99"}, "severity"),
        ({"customers_affected": "-1"}, "customers_affected"),
        ({"customers_affected": "many"}, "customers_affected"),
        ({"impact_began": "soon"}, "impact_began"),
        ({"impact_began": "14:00", "impact_over": "13:00"}, "impact_over"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"visibility": "team", "team": ""}, "team"),
        ({"restricted_to": ["999"]}, "restricted_to"),
    ],
)
def test_wrong_input_is_answered_beside_its_field(member, incident, change, field):
    response = edit(member, incident, **{"summary": "Kept as typed", **change})

    assert errors(response)[field]
    assert "Kept as typed" in response.content.decode()
    assert f"<h1>{incident.title}</h1>" in response.content.decode()
    incident.refresh_from_db()
    assert incident.summary == ""


def test_whoever_restricts_an_incident_stays_among_the_named(member, incident, people):
    edit(member, incident, visibility="restricted", restricted_to=[people.named.pk])

    incident.refresh_from_db()
    assert set(incident.restricted_to.all()) == {people.member, people.named}


def test_one_cannot_take_oneself_off_the_named_people(client, people):
    incident = make_restricted_incident(people.named, people.lead)
    client.force_login(people.named)

    response = edit(client, incident, restricted_to=[people.lead.pk])

    assert "no longer see" in str(errors(response)["restricted_to"])


def test_one_cannot_give_it_to_a_team_that_hides_it_from_oneself(member, incident, people):
    response = edit(member, incident, visibility="team", team=people.platform.pk)
    assert "no longer see" in str(errors(response)["visibility"])


def test_an_admin_hides_nothing_from_themselves(client, people, incident):
    client.force_login(people.admin)
    assert edit(client, incident, visibility="team", team=people.platform.pk).status_code == 302


def test_tags_of_hidden_incidents_are_not_suggested(member, incident, people):
    make_restricted_incident(people.named).tags.add(Tag.objects.create(name="hushed"))
    incident.tags.add(Tag.objects.create(name="dns"))

    page = member.get(reverse("incidents:edit", args=[incident.key])).content.decode()

    assert "In use: dns." in page


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(member, incident, people):
    form = member.get(reverse("incidents:edit", args=[incident.key])).context["form"]
    incident.summary = "Written by somebody else"
    incident.updated_at = NOON + timedelta(hours=3)
    type(incident).objects.filter(pk=incident.pk).update(summary=incident.summary, updated_at=incident.updated_at)

    response = edit(member, incident, summary="Mine", seen=form.version)

    assert "Somebody saved changes" in str(errors(response)["__all__"])
    assert "Mine" in response.content.decode()
    again = edit(member, incident, summary="Mine", seen=response.context["form"].version)
    assert again.status_code == 302
