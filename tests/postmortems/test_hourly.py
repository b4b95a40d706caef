"""While it is written a text is kept once an hour, and only when it reads differently."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collab import documents
from postmortems import hourly, review, text
from postmortems.content import keep_revision
from postmortems.models import Postmortem, Revision


def type_in(postmortem, words, *, by):
    documents.edit(text.document_of(postmortem), {"summary": words}, by=by)


@pytest.fixture
def later(full):
    """An hour after it was started."""
    return full.created_at + timedelta(hours=1, minutes=1)


def test_what_was_written_is_kept_with_its_authors(people, full, later):
    type_in(full, "By Max.", by=people.max)
    [revision] = hourly.keep(at=later)
    assert revision.why == "hourly"
    assert "By Max." in str(revision.content)
    assert set(revision.authors.all()) == {people.olga, people.max}


def test_a_second_run_keeps_nothing(people, full, later):
    type_in(full, "By Max.", by=people.max)
    hourly.keep(at=later)
    assert hourly.keep(at=later) == []
    assert hourly.keep(at=timezone.now() + timedelta(days=1)) == []


def test_it_waits_an_hour_after_the_last_one_of_whatever_kind(people, full):
    keep_revision(full, why=Revision.Why.SAVED, by=people.olga)
    type_in(full, "By Max.", by=people.max)
    now = timezone.now()
    assert hourly.keep(at=now + timedelta(minutes=59)) == []
    assert len(hourly.keep(at=now + timedelta(minutes=61))) == 1


def test_what_reads_as_before_is_not_kept(people, full, later):
    keep_revision(full, why=Revision.Why.SAVED, by=people.olga)
    type_in(full, " Something happened, and  this is how.", by=people.max)
    assert hourly.keep(at=timezone.now() + timedelta(hours=2)) == []


def test_nobody_wrote_so_nothing_is_kept(people, draft):
    text.document_of(draft)
    assert hourly.keep(at=draft.created_at + timedelta(days=2)) == []


def test_what_is_published_is_not_kept_again(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    review.publish(full, by=people.olga)
    assert hourly.keep(at=timezone.now() + timedelta(days=2)) == []
    assert Postmortem.objects.get(pk=full.pk).revisions.first().why == "published"
