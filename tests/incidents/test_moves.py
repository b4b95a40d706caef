from datetime import UTC, datetime

import pytest
from django.urls import reverse

from incidents.models import Milestone
from tests.factories import make_incident, severity

NOW = datetime(2026, 11, 3, 14, 30, tzinfo=UTC)


@pytest.fixture
def lead(client, people):
    client.force_login(people.lead)
    client.user = people.lead
    return client


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments, time_zone="Europe/Berlin", severity=severity(4))


def move(client, incident, verb, **data):
    return client.post(reverse(f"incidents:{verb}", args=[incident.key]), data)


def state(incident):
    incident.refresh_from_db()
    return incident.state


@pytest.mark.parametrize(("verb", "kind"), [("mitigate", "mitigated"), ("resolve", "resolved")])
def test_the_next_state_notes_its_milestone_now(lead, incident, verb, kind):
    response = move(lead, incident, verb)

    assert response.url == incident.get_absolute_url()
    assert state(incident) == kind
    assert incident.milestones.get(kind=kind).at == NOW


def test_the_next_state_can_have_been_reached_earlier(lead, incident):
    move(lead, incident, "resolve", time="~14:05")

    milestone = incident.milestones.get(kind="resolved")
    assert milestone.at == datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
    assert milestone.precision == "approximate"


def test_a_milestone_that_is_known_stays_when_no_time_is_given(lead, incident):
    incident.set_milestone("resolved", at=NOW.replace(hour=9))

    move(lead, incident, "resolve")

    assert incident.milestones.get(kind="resolved").at.hour == 9


def test_a_time_nobody_can_read_is_answered_beside_its_field(lead, incident):
    response = move(lead, incident, "mitigate", time="25:61")

    assert response.status_code == 422
    page = response.content.decode()
    assert "is not a time" in page
    assert 'value="25:61"' in page
    assert state(incident) == "open"


def test_without_script_the_time_is_shown_before_the_move(lead, incident):
    response = move(lead, incident, "mitigate", time="14:05", time_seen="")

    assert response.status_code == 200
    assert "14:05 CET" in response.content.decode()
    assert state(incident) == "open"


@pytest.mark.parametrize(("verb", "start", "end"), [("reopen", "resolved", "open"), ("revisit", "closed", "resolved")])
def test_going_back_needs_a_reason(lead, incident, verb, start, end):
    incident.resolve(by=lead.user)
    if start == "closed":
        incident.set_milestone("started", at=None)
        incident.set_milestone("detected", at=None)
        incident.close(by=lead.user)

    refused = move(lead, incident, verb, reason="  ")
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert state(incident) == start

    assert move(lead, incident, verb, reason="It came back").status_code == 302
    assert state(incident) == end
    assert incident.moves.last().reason == "It came back"


def test_cancelling_asks_which_kind_of_nothing_it_was(lead, incident):
    refused = move(lead, incident, "cancel", reason="Turned out fine")
    assert refused.status_code == 422
    assert "Choose why" in refused.content.decode()
    assert "Turned out fine" in refused.content.decode()

    assert move(lead, incident, "cancel", because="false_alarm", reason="Turned out fine").status_code == 302
    assert state(incident) == "cancelled"
    assert incident.cancel_reason == "false_alarm"


def test_a_reason_that_is_none_of_ours_is_refused(lead, incident):
    assert move(lead, incident, "cancel", because="boredom").status_code == 422


def test_closing_is_refused_with_everything_that_is_missing(lead, incident):
    incident.resolve(by=lead.user)

    response = move(lead, incident, "close")

    assert response.status_code == 409
    page = response.content.decode()
    for kind in ("started", "detected"):
        assert f"{incident.get_absolute_url()}#milestone-{kind}" in page
    assert state(incident) == "resolved"


def test_closing_works_once_the_milestones_are_answered(lead, incident):
    incident.resolve(by=lead.user)
    for kind in Milestone.REQUIRED_TO_CLOSE:
        incident.set_milestone(kind, at=None)

    assert move(lead, incident, "close").status_code == 302
    assert state(incident) == "closed"


def test_the_second_of_two_people_is_told_that_it_has_moved_on(lead, incident, people):
    assert move(lead, incident, "resolve").status_code == 302
    lead.force_login(people.admin)

    response = move(lead, incident, "resolve")

    assert response.status_code == 409
    assert "moved on meanwhile" in response.content.decode()
    assert incident.moves.count() == 1


def test_what_was_typed_is_given_back_when_somebody_was_faster(lead, incident):
    response = move(lead, incident, "reopen", reason="A long explanation of what came back")

    assert response.status_code == 409
    assert "A long explanation of what came back" in response.content.decode()
