from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories import make_incident


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments, time_zone="Europe/Berlin")


def add(client, incident, *, query="", headers=None, **data):
    url = reverse("incidents:add_event", args=[incident.key])
    return client.post(f"{url}{query}", data, headers=headers)


def test_a_time_and_a_line_make_an_event(member, incident, people):
    response = add(member, incident, time="14:05", text="Alert fires", kind="detection")

    event = incident.events.get()
    assert response.url == f"{incident.get_absolute_url()}#event-{event.pk}"
    assert event.occurred_at == datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
    assert (event.text, event.kind, event.author, event.source) == ("Alert fires", "detection", people.member, "manual")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:05", datetime(2026, 11, 3, 13, 5, tzinfo=UTC)),
        ("14:05 UTC", datetime(2026, 11, 3, 14, 5, tzinfo=UTC)),
        ("2026-11-03 14:05 CET", datetime(2026, 11, 3, 13, 5, tzinfo=UTC)),
        ("yesterday 9:30", datetime(2026, 11, 2, 8, 30, tzinfo=UTC)),
        ("now", datetime(2026, 11, 3, 14, 30, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_people_write_them(member, incident, text, expected):
    add(member, incident, time=text, text="Something")
    assert incident.events.get().occurred_at == expected


def test_a_kind_is_not_needed(member, incident):
    add(member, incident, time="14:05", text="Something")
    assert incident.events.get().kind == "note"


def test_a_span_has_an_end(member, incident):
    add(member, incident, time="14:05–14:20", text="Traffic moved")
    assert incident.events.get().ended_at == datetime(2026, 11, 3, 13, 20, tzinfo=UTC)


def test_a_day_without_a_time_of_day_is_kept_as_that(member, incident):
    add(member, incident, time="2 Nov ??:??", text="Somebody changed the limit")
    assert incident.events.get().precision == "unknown"


def test_the_filter_in_force_stays(member, incident):
    response = add(member, incident, query="?kind=decision", time="14:05", text="Something")
    assert f"{incident.get_absolute_url()}?kind=decision#event-" in response.url


@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ({"time": "25:61", "text": "Kept as typed"}, "time", "is not a time"),
        ({"time": "", "text": "Kept as typed"}, "time", "When was it?"),
        ({"time": "14:05", "text": "  "}, "text", "Say what happened"),
        ({"time": "14:05", "text": "Kept as typed", "kind": "party"}, "kind", "Select a valid choice"),
    ],
)
def test_wrong_input_is_answered_beside_its_field(member, incident, data, field, says, headers):
    response = add(member, incident, headers=headers, **data)

    assert response.status_code == 422
    assert says in str(response.context["quick"].errors[field])
    page = response.content.decode()
    assert data["text"].strip() in page
    assert f'value="{data["time"]}"' in page or not data["time"]
    assert not incident.events.exists()


def test_without_script_the_reading_is_shown_before_it_is_saved(member, incident):
    first = add(member, incident, time="14:05", text="Alert fires", time_seen="")
    assert first.status_code == 200
    assert "Tue 3 Nov, 14:05 CET = 13:05 UTC" in first.content.decode()
    assert not incident.events.exists()

    token = first.context["quick"].readings["time"].seen
    add(member, incident, time="14:05", text="Alert fires", time_seen=token)
    assert incident.events.count() == 1


def test_with_script_it_is_saved_at_once(member, incident):
    add(member, incident, headers={"HX-Request": "true"}, time="14:05", text="Alert fires", time_seen="")
    assert incident.events.count() == 1


def test_an_incident_that_goes_on_begins_with_now(member, incident, people):
    assert member.get(incident.get_absolute_url()).context["quick"].initial["time"] == "now"
    incident.resolve(by=people.lead)
    assert "time" not in member.get(incident.get_absolute_url()).context["quick"].initial
