"""Many events at once: all or none, none twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from incidents.models import Incident, TimelineEvent
from incidents.recording import NewEvent, record
from tests.factories import NOON, make_event, make_incident, make_user, severity

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("Ada")


@pytest.fixture
def incident(ada):
    return make_incident(by=ada)


def event(text="Alert fires", ref="", **fields):
    return NewEvent(occurred_at=NOON, text=text, source_ref=ref, **fields)


def test_events_are_written_in_their_order(incident, ada):
    rows, new = record(incident, [event("First"), event("Second", "a"), event("Third")], by=ada)
    assert [row.text for row in rows] == ["First", "Second", "Third"]
    assert new == incident.events.count() == 3
    assert {row.author for row in rows} == {ada}


def test_what_a_source_has_told_before_is_left_as_it_stands(incident, ada):
    [first], _new = record(incident, [event("First", "a", source="chat")], by=ada)
    first.edit(by=ada, text="First, mended")
    rows, new = record(incident, [event("First", "a", source="chat"), event("Second", "b", source="chat")], by=ada)
    assert (rows[0], rows[0].text, new) == (first, "First, mended", 1)


def test_what_was_removed_stays_removed(incident, ada):
    [first], _new = record(incident, [event("First", "a")], by=ada)
    first.remove()
    assert record(incident, [event("First", "a")], by=ada)[1] == 0
    assert not incident.events.present().exists()


def test_the_same_reference_twice_at_once_is_one_event(incident, ada):
    rows, new = record(incident, [event("First", "a"), event("Again", "a")], by=ada)
    assert (new, rows[0], rows[0].text) == (1, rows[1], "First")


def test_the_same_reference_elsewhere_is_another_event(incident, ada):
    record(incident, [event("Chat", "a", source="chat")], by=ada)
    assert record(incident, [event("Alert", "a", source="alert")], by=ada)[1] == 1
    assert record(make_incident(by=ada), [event("Chat", "a", source="chat")], by=ada)[1] == 1


def test_all_are_written_or_none(incident, ada):
    backwards = event(ended_at=NOON.replace(hour=11))
    with pytest.raises(IntegrityError), transaction.atomic():
        record(incident, [event(), backwards], by=ada)
    assert not TimelineEvent.objects.exists()


def test_an_event_cannot_be_edited_to_end_before_it_began(incident, ada):
    row = make_event(incident, at=NOON)
    with pytest.raises(ValidationError, match="cannot end before it began"):
        row.edit(by=ada, ended_at=NOON.replace(hour=11))
    row.refresh_from_db()
    assert row.ended_at is None
    assert not row.edits.exists()


def test_an_incident_for_a_team_alone_needs_one(ada):
    with pytest.raises(ValidationError, match="Choose the team"):
        Incident.open(by=ada, title="Secret", severity=severity(), visibility="team")
    assert not Incident.objects.exists()


def test_a_milestone_can_be_taken_back(incident):
    incident.set_milestone("started", at=NOON)
    incident.set_milestone("detected", at=None)
    incident.clear_milestone("detected")
    assert [milestone.kind for milestone in incident.milestones.all()] == ["started"]
