"""Reading and searching what is published."""

import pytest
from django.db import connection

from actions.models import ActionItem
from incidents.models import Service
from postmortems import review, text
from postmortems.models import ContributingFactor
from publishing.library import entries
from publishing.library.words import marked, terms_of
from publishing.models import LibraryEntry
from tests.factories import (
    fill,
    make_action,
    make_event,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_user,
)

pytestmark = pytest.mark.django_db


def publish(postmortem):
    """Take a draft all the way, approved by somebody else."""
    reviewer = make_user(f"Reviewer {postmortem.pk}")
    for incident in postmortem.incidents.all():
        incident.name_person(reviewer)
    fill(postmortem, reviewers=(reviewer,))
    approvals = postmortem.severity()
    approvals.approvals_needed = 1
    approvals.save()
    review.submit(postmortem, by=postmortem.owner)
    review.decide(postmortem, by=reviewer, verdict="approved")
    postmortem.refresh_from_db()
    review.publish(postmortem, by=postmortem.owner)
    return postmortem


def make_published(title="Checkout outage", *, owner=None, incident=None):
    owner = owner or make_user(f"Owner {LibraryEntry.objects.count()}")
    incident = incident or make_incident(title, by=owner)
    return publish(make_postmortem(incident, owner=owner, title=title))


def titles(client, address="/library/"):
    return [entry.title for entry, _extract in client.get(address).context["rows"]]


@pytest.fixture
def reader(client):
    ada = make_user("Ada")
    client.force_login(ada)
    return ada


def test_what_is_published_stands_in_the_library_newest_first(client, reader):
    make_published("First")
    make_published("Second")
    make_postmortem(title="A draft")
    assert titles(client) == ["Second", "First"]


@pytest.mark.parametrize("wish", ["retries", "RETRY", '"no limit"', "limit -cache", "quiet", "jitter"])
def test_words_are_found_wherever_they_stand(client, reader, wish):
    ada = make_user("Owner")
    incident = make_incident(by=ada)
    make_event(incident, "It was a quiet morning")
    postmortem = make_postmortem(incident, owner=ada, title="Checkout")
    make_action("Add jitter to the client", postmortem=postmortem).decline(by=ada, reason="Later")
    make_action("Add jitter", postmortem=postmortem, owner=ada)
    ContributingFactor.objects.create(postmortem=postmortem, statement="The retry had no limit")
    for item in ActionItem.objects.filter(state="proposed"):
        item.accept(by=ada)
    publish(postmortem)
    make_published("Something else")
    assert titles(client, f"/library/?q={wish}")[0] == "Checkout"


@pytest.mark.parametrize("wish", ["nowhere", "limit -retry", "-retry", '"', "***", "AND OR NOT", "a' OR 1=1 --"])
def test_what_is_not_there_or_cannot_be_asked_finds_nothing_and_does_no_harm(client, reader, wish):
    make_published()
    answer = client.get("/library/", {"q": wish})
    assert answer.status_code == 200
    assert answer.context["rows"] == []


def test_a_word_in_the_title_comes_before_one_in_the_text(client, reader):
    make_published("Retry storm")
    make_published("Something else")  # its factor speaks of a retry
    assert titles(client, "/library/?q=retry") == ["Retry storm", "Something else"]


def test_found_words_are_marked_in_an_extract(client, reader):
    make_published()
    page = client.get("/library/?q=limit").content.decode()
    assert "<mark>limit</mark>" in page


def test_what_people_wrote_stays_text_in_an_extract():
    assert marked("<b>\ue000retry\ue001</b>") == "&lt;b&gt;<mark>retry</mark>&lt;/b&gt;"


def test_terms_are_words_phrases_and_what_must_not_be():
    assert [(term.words, term.without) for term in terms_of('retry "no limit" -cache')] == [
        ("retry", False),
        ("no limit", False),
        ("cache", True),
    ]


def test_a_restricted_one_is_neither_listed_nor_found_nor_counted(client, reader):
    owner = make_user("Owner")
    make_published("Secret outage", owner=owner, incident=make_restricted_incident(owner, by=owner))
    answer = client.get("/library/?q=secret")
    assert (answer.context["rows"], answer.context["page"].paginator.count) == ([], 0)
    assert titles(client) == []


def test_an_edit_before_it_is_published_again_is_not_found(client, reader):
    postmortem = make_published()
    postmortem.revise(by=postmortem.owner)
    section = postmortem.sections.get(key="summary")
    text.write(section, "A zeppelin.", base=section.version, by=postmortem.owner)
    assert titles(client, "/library/?q=zeppelin") == []


def test_the_sweep_finds_what_nobody_told(client, reader):
    postmortem = make_published()
    LibraryEntry.objects.all().delete()
    make_action("Buy a zeppelin", postmortem=postmortem)
    assert entries.sweep() == 1
    assert titles(client, "/library/?q=zeppelin") == ["Checkout outage"]
    LibraryEntry.objects.update(refreshed_at="2100-01-01T00:00Z")
    assert entries.sweep() == 0


def test_the_index_follows_a_deleted_entry(reader):
    make_published()
    LibraryEntry.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM publishing_words WHERE publishing_words MATCH 'checkout'")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("filtered", ["service", "severity", "factor", "team"])
def test_filters_narrow_the_library(client, reader, filtered):
    answer = client.get("/library/", {filtered: "999999"})
    assert answer.status_code == 422


def test_a_service_narrows_the_library(client, reader):
    one = make_published("With")
    make_published("Without")
    service = Service.objects.create(name="checkout")
    one.incidents.get().services.add(service)
    assert titles(client, f"/library/?service={service.pk}") == ["With"]


def test_similar_ones_share_a_service(client, reader):
    one, other = make_published("One"), make_published("Other")
    make_published("Apart")
    service = Service.objects.create(name="checkout")
    for postmortem in (one, other):
        postmortem.incidents.get().services.add(service)
    page = client.get(f"/postmortems/{one.key}/similar/")
    assert [entry.title for entry in page.context["similar"]] == ["Other"]


def test_a_similar_one_that_its_reader_may_not_see_is_not_named(client, reader):
    owner = make_user("Owner")
    one = make_published("One")
    secret = make_published("Secret", owner=owner, incident=make_restricted_incident(owner, by=owner))
    service = Service.objects.create(name="checkout")
    for postmortem in (one, secret):
        postmortem.incidents.get().services.add(service)
    assert list(client.get(f"/postmortems/{one.key}/similar/").context["similar"]) == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/library/", "/library/?q=retry"])
def test_the_library_asks_as_often_for_one_as_for_three(client, reader, django_assert_num_queries, rows, address):
    for number in range(rows):
        make_published(f"Number {number}")
    client.get(address)  # whatever is asked once a session
    with django_assert_num_queries(13):
        client.get(address)
