"""Whatever changes beside the text, by whichever verb, every open page of the postmortem is told."""

import pytest
from django.db import transaction

from actions.models import ActionItem
from collab.models import Topic
from incidents.models import TimelineEvent
from postmortems import comments, review, text
from postmortems.models import ResponseReview
from tests.factories import NOON, make_action, make_event, make_incident, make_postmortem


@pytest.fixture
def told(full, django_capture_on_commit_callbacks):
    """``told(verb)``: the topics that pages of ``full`` hear of when ``verb`` is done."""
    text.document_of(full)

    def by(verb, postmortem=full):
        Topic.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            verb()
        document = text.document_of(type(postmortem).objects.get(pk=postmortem.pk))
        return set(Topic.objects.filter(document=document).values_list("name", flat=True))

    return by


def test_the_timeline(told, people, incident):
    assert told(lambda: make_event(incident)) == {"timeline"}
    event = incident.events.first()
    assert told(event.remove) == {"timeline"}
    assert told(event.restore) == {"timeline"}
    assert told(lambda: incident.set_milestone("detected", at=NOON)) == {"timeline"}


def test_many_events_at_once(told, people, incident):
    events = [TimelineEvent(incident=incident, text=f"{n}", occurred_at=NOON, author=people.max) for n in range(3)]
    assert told(lambda: TimelineEvent.objects.bulk_create(events)) == {"timeline"}
    assert told(lambda: [make_event(incident) for _ in range(3)]) == {"timeline"}


def test_factors(told, full, incident):
    factor = full.factors.get()
    assert told(lambda: full.factors.create(statement="One more")) == {"factors"}
    assert told(lambda: factor.move(up=False)) == {"factors"}
    assert told(factor.remove) == {"factors"}
    assert told(factor.restore) == {"factors"}
    assert told(lambda: factor.evidence.add(incident.events.first())) == {"factors"}


def test_the_response(told, full):
    assert told(lambda: ResponseReview.objects.create(postmortem=full, dimension="tooling")) == {"response"}


def test_actions(told, people, full):
    assert told(lambda: make_action(postmortem=full)) == {"actions"}
    item = ActionItem.objects.get()
    assert told(lambda: item.decline(by=people.lea, reason="No")) == {"actions"}


def test_comments(told, people, full):
    assert told(lambda: comments.open_thread(full, by=people.rita, text="Why?")) == {"comments"}
    thread = full.threads.get()
    assert told(lambda: comments.reply(thread, by=people.max, text="So.")) == {"comments"}
    assert told(lambda: comments.set_blocking(thread, blocking=True, by=people.max)) == {"comments"}
    assert told(lambda: comments.resolve(thread, by=people.max)) == {"comments"}
    assert told(lambda: comments.reopen(thread, by=people.max)) == {"comments"}


def test_moves_are_told_as_history(told, people, full):
    assert told(lambda: review.submit(full, by=people.olga)) == {"history"}


def test_pages_of_others_hear_nothing(told, people, full):
    other = make_postmortem(make_incident(by=people.zoe), owner=people.zoe)
    text.document_of(other)
    assert told(lambda: make_event(other.incidents.get())) == set()
    assert told(lambda: other.factors.create(statement="Theirs"), other) == {"factors"}


def test_nothing_is_told_of_what_was_undone(told, full):
    def undone():
        try:
            with transaction.atomic():
                full.factors.create(statement="Not after all")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    assert told(undone) == set()
