"""Asking to see what one has the link of: the same answer whether it exists or not; who answers for it decides."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.models.audit import Verb
from core.keys import KEY
from incidents import asking
from incidents.models import AccessQuestion, AccessRequest, Incident, Visibility
from notifications.models import Notification
from tests.factories import (
    make_action,
    make_admin,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
    make_viewer,
)

pytestmark = pytest.mark.django_db
ASK = "/access/ask/"
CHANGES_EACH_TIME = (b"csrfmiddlewaretoken", b"X-CSRFToken")


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def opener():
    return make_user("Opener")


@pytest.fixture
def secret(opener):
    """Restricted to who opened it."""
    return make_restricted_incident(opener, title="Zanzibar", by=opener)


@pytest.fixture
def asker():
    return make_user("Asker")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(user, key, **more):
    return browser(user).post(ASK, {"key": key}, **more)


def told(user):
    return list(Notification.objects.visible_to(user).order_by("pk").values_list("kind", "title"))


def decide(user, question, verb):
    return browser(user).post(f"/incidents/{question.incident.key}/access/{question.pk}/{verb}/")


# -- asking ----------------------------------------------------------------------------------------


def page(answer) -> bytes:
    """What the reader sees, with any key as KEY and without what differs from answer to answer anyway."""
    lines = [line for line in answer.content.splitlines() if not any(mark in line for mark in CHANGES_EACH_TIME)]
    return KEY.sub("KEY", b"\n".join(lines).decode()).encode()


@pytest.mark.parametrize(
    ("hidden", "absent"),
    [
        ("/incidents/{inc}/", "/incidents/INC-999/"),
        ("/incidents/{inc}/edit/", "/incidents/INC-999/edit/"),
        ("/postmortems/{pm}/read/", "/postmortems/PM-999/read/"),
        ("/actions/{act}/", "/actions/ACT-999/"),
    ],
)
def test_the_page_that_says_nothing_is_here_offers_to_ask_the_same_way(asker, opener, secret, hidden, absent):
    postmortem = make_postmortem(secret, owner=opener)
    item = make_action(postmortem=postmortem, owner=opener)
    client = browser(asker)
    is_there = client.get(hidden.format(inc=secret.key, pm=postmortem.key, act=item.key))
    is_not = client.get(absent)
    assert b"Ask for access" in is_not.content
    assert (is_there.status_code, page(is_there)) == (is_not.status_code, page(is_not))


def everything_about(user, key):
    """All that asking for ``key`` shows to who asks: the answer, the page after it, their inbox, what it cost."""
    client = browser(user)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(ASK, {"key": key})
    asking.forward()
    statements = [re.split(r"[\d'(=]", query["sql"])[0] for query in queries.captured_queries]
    home, inbox = page(client.get("/")), page(client.get("/inbox/"))
    return (answer.status_code, answer.headers["Location"], answer.content, home, inbox, statements)


def test_asking_is_answered_and_costs_the_same_whether_it_exists_or_not(asker, secret):
    make_admin()
    everything_about(make_user("Somebody else"), "INC-998")  # whatever is only done once
    is_there = everything_about(asker, secret.key)
    cache.clear()
    is_not = everything_about(asker, "INC-999")
    assert is_there == is_not
    assert AccessQuestion.objects.count() == 1


def test_asking_twice_leaves_one_request_and_tells_once(asker, secret, opener):
    for _again in range(2):
        ask(asker, secret.key)
        asking.forward()
    assert AccessRequest.objects.count() == 1
    assert len(told(opener)) == 1


def test_after_a_week_one_may_ask_again(asker, secret, opener):
    ask(asker, secret.key)
    asking.forward()
    asking.decide(AccessQuestion.objects.get(), granted=False, by=opener)
    AccessRequest.ask(asker, secret.key, at=timezone.now() + timedelta(days=8))
    asking.forward()
    assert AccessQuestion.objects.get().granted is None
    assert len(told(opener)) == 2


def test_asking_too_often_is_refused_whatever_is_asked_for(asker, secret):
    client = browser(asker)
    answers = [client.post(ASK, {"key": f"INC-{number}"}).status_code for number in range(1, 12)]
    assert answers == [302] * 10 + [429]
    assert AccessRequest.objects.count() == 10


@pytest.mark.parametrize("key", ["", "INC-0", "XYZ-1", "INC-1 ", "https://evil.example/", "INC-" + "9" * 30])
def test_what_is_no_key_is_refused(asker, key):
    assert ask(asker, key).status_code == 400
    assert AccessRequest.objects.count() == 0


def test_asking_is_on_record(asker):
    ask(asker, "INC-999")
    entry = AuditEntry.objects.get(verb=Verb.ACCESS_ASKED)
    assert (entry.actor, entry.key) == (asker, "INC-999")


# -- who is told -----------------------------------------------------------------------------------


def test_those_who_answer_for_it_are_told_and_nobody_else(asker, secret, opener):
    admin, bystander = make_admin(), make_user("Bystander")
    ask(asker, secret.key)
    asking.forward()
    words = f"Asker asks to see {secret.key} Zanzibar"
    assert told(opener) == told(admin) == [("access-asked", words)]
    assert told(bystander) == told(asker) == []


def test_a_lead_who_may_not_see_it_hears_nothing(asker, opener):
    lead = make_user("Lead")
    incident = make_restricted_incident(opener, by=opener, team=make_team(leads=(lead,)))
    ask(asker, incident.key)
    asking.forward()
    assert told(lead) == []
    assert len(told(opener)) == 1


def test_the_lead_of_a_team_decides_about_what_its_team_alone_sees(asker, opener):
    lead = make_user("Lead")
    team = make_team(leads=(lead,), members=(opener,))
    incident = make_incident(by=opener, team=team, visibility=Visibility.TEAM)
    ask(asker, incident.key)
    asking.forward()
    assert len(told(lead)) == 1


def test_a_postmortem_and_an_item_stand_for_their_incidents(asker, secret, opener):
    postmortem = make_postmortem(secret, owner=opener)
    item = make_action(postmortem=postmortem, owner=opener)
    ask(asker, postmortem.key)
    ask(asker, item.key)
    asking.forward()
    assert [question.incident for question in AccessQuestion.objects.all()] == [secret, secret]


def test_what_one_may_see_anyway_asks_nobody(asker, opener):
    ask(asker, make_incident(by=opener).key)
    asking.forward()
    assert told(opener) == []


def test_of_two_workers_at_once_one_tells(asker, secret, monkeypatch):
    ask(asker, secret.key)
    waiting = AccessRequest.objects.get()
    assert asking.forward() == 1
    assert asking._forward(waiting, timezone.now()) == 0


# -- deciding --------------------------------------------------------------------------------------


@pytest.fixture
def question(asker, secret):
    ask(asker, secret.key)
    asking.forward()
    return AccessQuestion.objects.get()


def test_who_is_let_in_sees_it_and_is_told(asker, opener, secret, question):
    assert decide(opener, question, "grant").headers["Location"] == f"/incidents/{secret.key}/access/"
    assert Incident.objects.visible_to(asker).filter(pk=secret.pk).exists()
    assert told(asker) == [("access-granted", f"You may see {secret.key} Zanzibar")]


def test_it_is_on_record_who_let_whom_in(asker, opener, secret, question):
    decide(opener, question, "grant")
    granted = AuditEntry.objects.get(verb=Verb.ACCESS_GRANTED)
    seen_by = AuditEntry.objects.get(verb=Verb.VISIBILITY)
    assert (granted.actor, granted.key, granted.after) == (opener, secret.key, {"person": "@asker"})
    assert seen_by.after == {"named": ["asker", "opener"]}


def test_who_is_declined_hears_nothing_and_sees_nothing(asker, opener, secret, question):
    decide(opener, question, "decline")
    assert told(asker) == []
    assert not Incident.objects.visible_to(asker).exists()
    assert AuditEntry.objects.filter(verb=Verb.ACCESS_DECLINED, key=secret.key).exists()


def test_a_second_decision_changes_nothing(opener, secret, question):
    admin = make_admin()
    decide(opener, question, "decline")
    decide(admin, question, "grant")
    question.refresh_from_db()
    assert (question.granted, question.decided_by) == (False, opener)
    assert list(secret.restricted_to.all()) == [opener]


def test_only_who_answers_for_it_decides(asker, secret, question):
    named = make_viewer("Named")
    secret.restricted_to.add(named)
    assert decide(named, question, "grant").status_code == 403
    assert decide(asker, question, "grant").status_code == 404
    assert browser(named).get(f"/incidents/{secret.key}/access/").status_code == 403


def test_a_question_of_another_incident_is_not_there(opener, question):
    other = make_incident(by=opener)
    assert browser(opener).post(f"/incidents/{other.key}/access/{question.pk}/grant/").status_code == 404


def test_the_page_lists_who_waits(opener, secret, question):
    assert b"Asker" in browser(opener).get(f"/incidents/{secret.key}/access/").content
    decide(opener, question, "decline")
    assert b"Nobody waits for an answer" in browser(opener).get(f"/incidents/{secret.key}/access/").content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_one_and_for_three(opener, secret, rows, django_assert_num_queries):
    for number in range(rows):
        ask(make_user(f"Asker {number}"), secret.key)
    asking.forward()
    client = browser(opener)
    client.get("/inbox/")
    with django_assert_num_queries(8):
        client.get(f"/incidents/{secret.key}/access/")
