"""Digests by mail and feed: once for each person and period, and nothing that they may not see."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.utils import timezone

from incidents.models import Milestone, Visibility
from notifications.delivery import deliver
from notifications.models import Notification
from postmortems.models import Postmortem
from publishing.digests.content import digest_of, last_period
from publishing.digests.feed import feed_of
from publishing.digests.sending import begin, send_digests
from publishing.models import DigestRound, ReadReceipt, Subscription
from tests.factories import (
    make_incident,
    make_open_action,
    make_restricted_incident,
    make_service,
    make_team,
    make_user,
)
from tests.publishing.test_library import make_published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # a Wednesday
LAST_WEEK = NOW - timedelta(days=6)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def ada():
    return make_user("Ada")


@pytest.fixture
def bob():
    return make_user("Bob")


@pytest.fixture
def weekly(bob):
    return Subscription.objects.create(user=bob, every="week")


def published_last_week(title="Retry storm", *, owner, incident=None):
    made = make_published(title, owner=owner, incident=incident)
    Postmortem.objects.filter(pk=made.pk).update(published_at=LAST_WEEK)
    made.refresh_from_db()
    return made


def told(person):
    return {(row.kind, row.key) for row in Notification.objects.filter(recipient=person, kind__startswith="digest")}


@pytest.mark.parametrize(
    ("every", "today", "name", "start", "end"),
    [
        ("week", date(2026, 11, 25), "2026-W47", date(2026, 11, 16), date(2026, 11, 23)),
        ("week", date(2027, 1, 4), "2026-W53", date(2026, 12, 28), date(2027, 1, 4)),
        ("month", date(2026, 11, 25), "2026-10", date(2026, 10, 1), date(2026, 11, 1)),
        ("month", date(2027, 1, 1), "2026-12", date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_the_last_whole_period(every, today, name, start, end):
    period = last_period(every, today)
    assert (period.name, period.start, period.end) == (name, start, end)


def test_what_was_published_read_and_is_late_comes_in_one_mail(ada, bob, weekly):
    postmortem = published_last_week(owner=ada)
    ReadReceipt.objects.create(revision=postmortem.published_revision, reader=bob, at=LAST_WEEK)
    item = make_open_action(owner=ada, due_on=date(2026, 11, 1))
    assert send_digests(now=NOW) == 1
    assert told(bob) == {
        ("digest-published", postmortem.key),
        ("digest-read", postmortem.key),
        ("digest-overdue", item.key),
    }
    Notification.objects.exclude(recipient=bob).delete()
    deliver()
    (letter,) = mail.outbox
    assert letter.to == [bob.email]
    assert "3 things for you to know" in letter.subject
    assert "read by 1 person" in letter.body


def test_a_period_is_told_once_whatever_comes_later(ada, bob, weekly):
    published_last_week(owner=ada)
    send_digests(now=NOW)
    published_last_week("Later", owner=ada)
    assert send_digests(now=NOW + timedelta(hours=1)) == 0
    assert len([kind for kind, _key in told(bob) if kind == "digest-published"]) == 1
    assert send_digests(now=NOW + timedelta(days=7)) == 1


def test_it_waits_for_the_readers_morning(ada, weekly):
    published_last_week(owner=ada)
    assert send_digests(now=NOW.replace(hour=5)) == 0


def test_who_wants_no_mail_or_has_no_access_gets_none(ada, bob, weekly):
    Subscription.objects.create(user=make_user("Cy"))
    bob.is_active = False
    bob.save()
    published_last_week(owner=ada)
    assert send_digests(now=NOW) == 0


def test_who_subscribes_hears_of_the_running_period_first(ada, bob, weekly):
    published_last_week(owner=ada)
    begin(weekly, now=NOW)
    assert send_digests(now=NOW) == 0


def test_what_is_restricted_leaves_no_trace(ada, bob, weekly):
    secret = make_restricted_incident(ada, by=ada)
    hidden = published_last_week("Zanzibar", owner=ada, incident=secret)
    ReadReceipt.objects.create(revision=hidden.published_revision, reader=ada, at=LAST_WEEK)
    make_open_action("Zanzibar again", owner=ada, due_on=date(2026, 11, 1), postmortem=hidden)
    send_digests(now=NOW)
    assert told(bob) == set()
    assert "Zanzibar" not in feed(weekly)


def test_what_is_restricted_before_the_mail_goes_is_not_in_it(ada, bob, weekly):
    incident = make_incident("Zanzibar", by=ada)
    published_last_week("Zanzibar", owner=ada, incident=incident)
    published_last_week("Retry storm", owner=ada)
    send_digests(now=NOW)
    incident.visibility = Visibility.RESTRICTED
    incident.save()
    Notification.objects.exclude(recipient=bob).delete()
    deliver()
    assert ["Zanzibar" in letter.body for letter in mail.outbox] == [False]


def test_only_the_chosen_teams_services_and_severities(ada, weekly):
    checkout, search = make_service("checkout"), make_service("search")
    for service in (checkout, search):
        incident = make_incident(service.name, by=ada)
        incident.services.add(service)
        published_last_week(service.name, owner=ada, incident=incident)
    weekly.services.add(checkout)
    digest = digest_of(weekly, last_period("week", NOW.date()), today=NOW.date())
    assert [entry.title for entry in digest.published] == ["checkout"]
    weekly.teams.add(make_team("Nobody"))
    digest = digest_of(weekly, last_period("week", NOW.date()), today=NOW.date())
    assert digest.published == []


def test_on_these_days_in_earlier_years(ada, weekly):
    for title, began in (
        ("Last year", datetime(2025, 11, 18, tzinfo=UTC)),
        ("Other days", datetime(2025, 6, 1, tzinfo=UTC)),
    ):
        incident = make_incident(title, by=ada)
        incident.milestones.filter(kind=Milestone.Kind.STARTED).delete()
        incident.milestones.create(kind=Milestone.Kind.STARTED, at=began)
        make_published(title, owner=ada, incident=incident)
    digest = digest_of(weekly, last_period("week", NOW.date()), today=NOW.date())
    assert [(entry.title, years) for entry, years in digest.remembered] == [("Last year", 1)]


# -- the page and the feed -----------------------------------------------------------------------


def feed(subscription):

    return feed_of(subscription, address="https://pm.example.org/feed/")


def test_subscribing_by_page(client, bob):
    client.force_login(bob)
    client.post("/library/digest/", {"every": "month"})
    assert Subscription.objects.get(user=bob).every == "month"
    assert DigestRound.objects.filter(user=bob).count() == 1


def test_a_wrong_choice_is_said_and_loses_nothing(client, bob):
    client.force_login(bob)
    answer = client.post("/library/digest/", {"every": "hourly"})
    assert (answer.status_code, Subscription.objects.count()) == (422, 0)


def made_address(client):
    client.post("/library/digest/feed/new/")
    page = client.get("/library/digest/").content.decode()
    return page.split("/library/feed/")[1].split("<")[0]


def test_the_address_of_the_feed_is_shown_once_and_opens_it_without_signing_in(client, ada, bob):
    make_published(owner=ada)
    client.force_login(bob)
    token = made_address(client)
    assert "/library/feed/" not in client.get("/library/digest/").content.decode()
    client.logout()
    answer = client.get(f"/library/feed/{token}")
    tree = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [entry.find(f"{ATOM}title").text for entry in tree.iter(f"{ATOM}entry")] == ["Checkout outage"]


def test_a_revoked_or_renewed_address_opens_nothing(client, bob):
    client.force_login(bob)
    first = made_address(client)
    second = made_address(client)
    assert client.get(f"/library/feed/{first}").status_code == 404
    client.post("/library/digest/feed/end/")
    assert client.get(f"/library/feed/{second}").status_code == 404


def test_a_feed_of_somebody_without_access_opens_nothing(client, bob):
    client.force_login(bob)
    token = made_address(client)
    bob.is_active = False
    bob.save()
    client.logout()
    assert client.get(f"/library/feed/{token}").status_code == 404


def test_every_entry_of_a_feed_has_a_name_of_its_own(ada, weekly):
    postmortem = published_last_week(owner=ada)
    ReadReceipt.objects.create(
        revision=postmortem.published_revision, reader=ada, at=timezone.now() - timedelta(days=7)
    )
    tree = ElementTree.fromstring(feed(weekly))
    names = [entry.find(f"{ATOM}id").text for entry in tree.iter(f"{ATOM}entry")]
    assert names
    assert len(set(names)) == len(names)
