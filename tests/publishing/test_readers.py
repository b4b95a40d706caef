"""Readership is counted and never named; citations and reactions leave no trace of what is restricted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from postmortems.models import Postmortem
from publishing.library import entries
from publishing.models import Citation, Learned, ReadReceipt
from publishing.readership.readers import most_read, readership
from tests.factories import make_incident, make_postmortem, make_restricted_incident, make_user
from tests.publishing.test_library import make_published, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("Ada")


@pytest.fixture
def bob():
    return make_user("Bob")


def readers_of(client, postmortem):
    return client.get(f"/postmortems/{postmortem.key}/readers/").content.decode()


def make_citing(cited, *, owner, incident=None, title="Again"):
    """A published postmortem whose text speaks of ``cited``."""
    draft = make_postmortem(incident or make_incident(title, by=owner), owner=owner, title=title)
    citing = publish(draft)
    content = {**citing.published_revision.content}
    content["sections"][0]["markdown"] = f"As in {cited.key}, and not in PM-999999."
    citing.published_revision.content = content
    citing.published_revision.save()
    entries.enter(citing)
    return citing


def test_a_person_is_counted_once_for_each_published_revision(client, ada, bob):
    postmortem = make_published(owner=ada)
    client.force_login(bob)
    for _time in range(3):
        client.get(f"/postmortems/{postmortem.key}/read/")
    assert ReadReceipt.objects.count() == 1


def test_its_owner_and_drafts_are_not_counted(client, ada, bob):
    postmortem = make_published(owner=ada)
    client.force_login(ada)
    client.get(f"/postmortems/{postmortem.key}/read/")
    client.force_login(bob)
    client.get(f"/postmortems/{postmortem.key}/read/?draft=1")
    client.get(f"/postmortems/{make_postmortem(owner=ada).key}/read/")
    assert not ReadReceipt.objects.exists()


def test_the_owner_sees_how_many_and_when_but_never_who(client, ada, bob):
    postmortem = make_published(owner=ada)
    client.force_login(bob)
    client.get(f"/postmortems/{postmortem.key}/read/")
    assert "1 person has read it" not in readers_of(client, postmortem)
    client.force_login(ada)
    page = readers_of(client, postmortem)
    assert "1 person has read it" in page
    assert "Bob" not in page


def test_weeks_count_people_when_they_first_read_it(ada, bob):
    postmortem = make_published(owner=ada)
    revision = postmortem.published_revision
    ReadReceipt.objects.create(revision=revision, reader=bob, at=timezone.now() - timedelta(days=14))
    ReadReceipt.objects.create(revision=revision, reader=make_user("Cy"))
    told = readership(postmortem)
    assert (told.people, told.of_this, [number for _week, number in told.weeks]) == (2, 2, [1, 1])


def test_what_one_learned_is_shown_without_a_name(client, ada, bob):
    postmortem = make_published(owner=ada)
    client.force_login(bob)
    client.post(f"/postmortems/{postmortem.key}/learned/", {"sentence": "Retries need a limit"})
    client.force_login(ada)
    page = readers_of(client, postmortem)
    assert "Retries need a limit" in page
    assert "Bob" not in page


def test_said_again_it_replaces_what_was_said_and_can_be_taken_back(client, ada, bob):
    postmortem = make_published(owner=ada)
    client.force_login(bob)
    for sentence in ("One", "Two"):
        client.post(f"/postmortems/{postmortem.key}/learned/", {"sentence": sentence})
    assert Learned.objects.get().sentence == "Two"
    client.post(f"/postmortems/{postmortem.key}/learned/back/")
    assert not Learned.objects.exists()


def test_nothing_is_learned_from_what_is_not_published(client, ada, bob):
    draft = make_postmortem(owner=ada)
    client.force_login(bob)
    client.post(f"/postmortems/{draft.key}/learned/", {"sentence": "x"})
    assert not Learned.objects.exists()


def test_a_later_postmortem_that_speaks_of_it_is_listed(client, ada, bob):
    first = make_published("First", owner=ada)
    make_citing(first, owner=ada, title="It happened again")
    client.force_login(bob)
    page = readers_of(client, first)
    assert "Cited by" in page
    assert "It happened again" in page


def test_a_citation_by_what_one_may_not_see_leaves_no_trace(client, ada, bob):
    first = make_published("First", owner=ada)
    secret = make_restricted_incident(ada, by=ada)
    make_citing(first, owner=ada, incident=secret, title="Zanzibar")
    client.force_login(bob)
    page = readers_of(client, first)
    assert "Cited by" not in page
    assert "Zanzibar" not in page


def test_a_mention_that_is_gone_is_no_citation_any_more(ada):
    first = make_published("First", owner=ada)
    citing = make_citing(first, owner=ada)
    assert Citation.objects.count() == 1
    citing.published_revision.content["sections"][0]["markdown"] = "Nothing of the kind."
    citing.published_revision.save()
    entries.enter(citing)
    assert not Citation.objects.exists()


def test_most_read_counts_people_in_the_period(ada, bob):
    one, two = make_published("One", owner=ada), make_published("Two", owner=ada)
    now = timezone.now()
    for postmortem, reader in ((one, bob), (one, make_user("Cy")), (two, bob)):
        ReadReceipt.objects.create(revision=postmortem.published_revision, reader=reader, at=now)
    ReadReceipt.objects.create(revision=two.published_revision, reader=ada, at=now - timedelta(days=30))
    found = most_read(Postmortem.objects.all(), start=now - timedelta(days=7), end=now + timedelta(days=1), most=5)
    assert found == [(one.pk, 2), (two.pk, 1)]
