"""The rows for measuring."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from actions.models import ActionItem
from demo import scale
from incidents.models import Incident, TimelineEvent
from postmortems.models import Postmortem

pytestmark = pytest.mark.django_db


def test_every_incident_gets_its_events_and_items(capsys):
    call_command("seed_scale", incidents=30)
    assert (Incident.objects.count(), TimelineEvent.objects.count(), ActionItem.objects.count()) == (30, 600, 150)
    assert "30 incidents, 600 events and 150 action items" in capsys.readouterr().out


def test_a_second_call_adds_to_the_first(capsys):
    call_command("seed_scale", incidents=2)
    call_command("seed_scale", incidents=3)
    assert Incident.objects.count() == 5


def test_what_is_published_has_something_to_read(capsys):
    call_command("seed_scale", incidents=40)
    assert not Postmortem.objects.filter(state="published", published_revision=None).exists()


def test_dates_have_moved_as_often_as_they_are_away_from_the_first(capsys):
    call_command("seed_scale", incidents=40)
    moved = [item for item in ActionItem.objects.all() if item.due_on != item.original_due_on]
    assert any(item.due_changes.count() >= 2 for item in moved)
    for item in moved:
        slips = list(item.due_changes.values_list("was", "now"))
        assert slips[0][0] == item.original_due_on
        assert slips[-1][1] == item.due_on


@pytest.mark.parametrize("number", [0, -1, 1_000_001])
def test_a_number_out_of_range_is_refused_in_words(number):
    with pytest.raises(CommandError, match="takes a number from 1 to"):
        call_command("seed_scale", incidents=number)


def test_production_is_left_alone(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="does not run in production"):
        call_command("seed_scale", incidents=1)


QUERIES = {
    "/incidents/": 14,
    "/incidents/?q=checkout&sort=severity": 14,
    "/postmortems/": 19,  # and one more, as below, where more incidents wait for a postmortem than fit
    "/postmortems/?view=list": 18,
    "/actions/": 18,
    "/actions/?mine=on": 18,
    "/actions/board/": 20,
    "/actions/figures/": 13,
}


def test_lists_ask_the_database_as_often_with_a_thousand_incidents_as_with_two_hundred(client):
    asked = []
    for more in (200, 800):
        scale.seed(more, tell=lambda _written: None)
        client.force_login(User.objects.filter(email__contains="scale.example.org").first())
        asked.append({page: _number_of_queries(client, page) for page in QUERIES})

    assert asked == [QUERIES, QUERIES]


def _number_of_queries(client, page):
    client.get(page)  # what is kept in memory for a while is kept now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)
