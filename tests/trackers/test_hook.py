"""The door of trackers: signed or refused alike, stored once, answered at once."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from integrations.trackers import deliveries
from integrations.trackers.deliveries import signature_of, work
from integrations.trackers.kinds import TRACKERS
from integrations.trackers.models import Delivery
from tests.factories import make_action, make_incident, make_postmortem
from tests.trackers.conftest import sample, send

pytestmark = pytest.mark.django_db
FIRST = "https://github.com/Codertocat/Hello-World/issues/1"


@pytest.mark.parametrize(("vector", "kind"), [("github", "github"), ("jira_cloud", "jira")])
def test_signatures_are_those_that_the_trackers_publish(vector, kind):
    known = sample("signature-vectors")[vector]
    assert signature_of(known["secret"], known["body"].encode()) == known["signature"]
    assert TRACKERS[kind].signature({known["header"]: known["signature"]}) == known["signature"]


@pytest.mark.parametrize("name", ["issues.closed.SYNTHETIC", "issues.opened", "issues.transferred", "issues.deleted"])
def test_what_is_signed_is_taken_and_stored_before_it_is_answered(github, name):
    answer = send(github, sample(f"github/{name}"), delivery="d-1")
    assert answer.status_code == 202
    stored = Delivery.objects.get()
    assert (stored.connection, stored.delivery_id, stored.worked_at) == (github, "d-1", None)


def test_the_same_delivery_twice_is_one(github):
    for _again in range(2):
        assert send(github, sample("github/issues.opened"), delivery="d-1").status_code == 202
    assert Delivery.objects.count() == 1


def test_a_tracker_that_names_no_delivery_is_known_by_its_words(jira):
    for name in ("webhook-issue-created", "webhook-issue-created", "webhook-issue-deleted"):
        send(jira, sample(f"jira/{name}"))
    assert Delivery.objects.count() == 2


def refused(client: Client, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    answer = client.post(path, b'{"action": "closed"}', content_type="application/json", headers=headers)
    return answer.status_code, answer.content


def test_whoever_cannot_sign_gets_one_answer_whatever_is_there(github, jira):
    good = signature_of("another secret", b'{"action": "closed"}')
    paths = (
        f"/hooks/github/{github.hook_token}/",
        f"/hooks/github/{jira.hook_token}/",
        "/hooks/github/nobody-has-this/",
        "/hooks/sentry/nobody-has-this/",
    )
    headers: tuple[dict[str, str], ...] = (
        {},
        {"X-Hub-Signature-256": good},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature": good},
        {"X-Hub-Signature-256": "sha1=é"},
    )
    answers = {refused(Client(), path, header) for path in paths for header in headers}
    assert answers == {(401, b'{"error": "unknown address or wrong signature"}')}
    assert not Delivery.objects.exists()


def test_a_body_changed_on_the_way_is_refused(github):
    body = json.dumps(sample("github/issues.opened")).encode()
    signed = signature_of(github.webhook_secret, body)
    answer = send(github, body + b" ", **{"X-Hub-Signature-256": signed})
    assert answer.status_code == 401


def test_a_new_secret_ends_the_former(github):
    former = github.webhook_secret
    github.renew_secret()
    answer = send(github, b"{}", **{"X-Hub-Signature-256": signature_of(former, b"{}")})
    assert answer.status_code == 401
    assert send(github, b"{}").status_code == 202


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b'"text"', b"\xff", b"[" * 100_000])
def test_what_is_signed_but_no_json_object_is_refused_without_a_row(github, body):
    assert send(github, body).status_code == 400
    assert not Delivery.objects.exists()


def test_github_may_send_a_form(github):
    body = b"payload=%7B%22action%22%3A%22opened%22%7D"
    signed = signature_of(github.webhook_secret, body)
    answer = Client().post(
        f"/hooks/github/{github.hook_token}/",
        body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-Hub-Signature-256": signed, "X-GitHub-Event": "issues"},
    )
    assert answer.status_code == 202
    assert Delivery.objects.get().payload == {"action": "opened"}


@pytest.mark.parametrize("event", ["push", "ping", "deployment_status", "issue_comment.created"])
def test_events_that_mean_nothing_here_are_taken_and_do_nothing(github, event):
    assert send(github, sample(f"github/{event}"), event=event.partition(".")[0]).status_code == 202
    assert work() == 1
    assert Delivery.objects.get().worked_at is not None


def test_only_posting_is_answered_and_nothing_redirects(github):
    path = f"/hooks/github/{github.hook_token}/"
    assert Client().get(path).status_code == 405
    assert Client().post(path.rstrip("/"), b"{}", content_type="application/json").status_code == 401


def test_what_cannot_be_worked_on_holds_up_nothing_and_is_given_up_visibly(github, as_admin):
    broken = sample("github/issues.opened")
    broken["issue"]["url"] = "nonsense"
    send(github, broken, delivery="broken")
    send(github, sample("github/issues.closed.SYNTHETIC"), delivery="whole")
    for _try in range(6):
        Delivery.objects.update(next_try_at="2026-01-01T00:00Z")
        work()
    done = {row.delivery_id: (row.worked_at is not None, row.given_up_at is not None) for row in Delivery.objects.all()}
    assert done == {"broken": (False, True), "whole": (True, False)}
    assert b"Not understood" in as_admin.get(f"/settings/trackers/{github.pk}/").content


def test_what_was_worked_on_is_forgotten_after_a_month(github):
    send(github, sample("github/issues.opened"))
    work()
    assert deliveries.forget() == 0
    assert deliveries.forget(now=timezone.now() + timedelta(days=31)) == 1


def test_more_than_a_request_may_hold_is_refused(github, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert send(github, b"x" * 1001).status_code == 413


def test_of_two_workers_one_does_it(github, monkeypatch):
    send(github, sample("github/issues.opened"))
    waiting = Delivery.objects.select_related("connection").get()
    assert work() == 1
    assert deliveries._work(waiting, waiting.received_at) == 0


def test_an_issue_of_a_restricted_item_is_answered_as_one_that_nobody_links_to(github, ada):
    before = send(github, sample("github/issues.closed.SYNTHETIC"), delivery="1")
    incident = make_incident(by=ada, visibility="restricted")
    make_action("Zanzibar", owner=ada, postmortem=make_postmortem(incident, owner=ada), tracker_url=FIRST)
    after = send(github, sample("github/issues.closed.SYNTHETIC"), delivery="2")
    assert (before.status_code, before.content) == (after.status_code, after.content)
