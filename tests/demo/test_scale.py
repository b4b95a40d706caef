"""The rows for measuring."""

import pytest
from django.core.management import CommandError, call_command

from actions.models import ActionItem
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
