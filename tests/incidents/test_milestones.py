from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories import make_incident


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments, time_zone="Europe/Berlin")


def fill(client, incident, kind="started", **data):
    return client.post(reverse("incidents:set_milestone", args=[incident.key, kind]), data)


def test_a_milestone_is_filled_in_with_a_written_time(member, incident):
    response = fill(member, incident, time="13:51")

    assert response.url == f"{incident.get_absolute_url()}#milestone-started"
    assert incident.milestones.get().at == datetime(2026, 11, 3, 12, 51, tzinfo=UTC)


def test_a_rough_time_is_kept_as_rough(member, incident):
    fill(member, incident, time="~13:51")
    assert incident.milestones.get().precision == "approximate"


def test_nobody_knows_is_an_answer_and_can_be_taken_back(member, incident):
    fill(member, incident, unknown="1", time="")
    assert (incident.milestones.get().at, incident.milestones.get().precision) == (None, "unknown")

    fill(member, incident, time="13:51")
    assert incident.milestones.get().precision == "exact"


@pytest.mark.parametrize(
    ("text", "says"), [("", "Write a time"), ("soon", "is not a time"), ("3 Nov ??:??", "Give a time of day")]
)
def test_wrong_input_is_answered_beside_its_field(member, incident, text, says):
    response = fill(member, incident, time=text)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert f'value="{text}"' in response.content.decode() or not text
    assert not incident.milestones.exists()


def test_without_script_the_reading_is_shown_first(member, incident):
    response = fill(member, incident, time="13:51", time_seen="")

    assert response.status_code == 200
    assert "13:51 CET = 12:51 UTC" in response.content.decode()
    assert not incident.milestones.exists()


def test_there_are_five_and_no_more(member, incident):
    assert fill(member, incident, kind="celebrated", time="13:51").status_code == 404
