"""A POST with an ``Idempotency-Key`` is done once, however often it is sent."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from api.models import KeptAnswer
from api.tasks import sweep
from incidents.models import Incident
from tests.factories import make_incident

NEW = {"title": "Checkout answers 500", "severity": "SEV2"}


def send(api, body=NEW, key="a", path="/incidents"):
    return api.post(path, body, Idempotency_Key=key)


def test_the_same_request_is_answered_again_and_done_once(api):
    first, second = send(api), send(api)
    assert (first.status, first.data) == (second.status, second.data)
    assert first.headers["Location"] == second.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "RateLimit-Remaining" in second.headers
    assert Incident.objects.count() == 1


def test_another_key_and_no_key_do_it_again(api):
    send(api)
    send(api, key="b")
    api.post("/incidents", NEW)
    assert Incident.objects.count() == 3


@pytest.mark.parametrize(
    "other", [{"body": NEW | {"title": "Another"}}, {"path": "/incidents?x=1"}, {"path": "/action-items"}]
)
def test_the_same_key_with_another_request_is_refused(api, other):
    send(api)
    answer = send(api, **other)
    assert (answer.status, answer.code) == (422, "key-reused")
    assert Incident.objects.count() == 1


def test_keys_of_others_are_their_own(api, program, ada):
    send(api)
    assert send(program(ada)).data["key"] != send(api).data["key"]


def test_after_a_refusal_the_key_is_free_again(api, ada):
    wrong = send(api, NEW | {"severity": "SEV9"})
    assert (wrong.status, send(api).status) == (422, 201)
    incident = make_incident(by=ada)
    assert send(api, None, "close", f"/incidents/{incident.key}/moves/close").status == 409
    incident.resolve(by=ada)
    for kind in ("started", "detected"):
        incident.set_milestone(kind, at=None)
    incident.severity.postmortem_required = False
    incident.severity.save()
    assert send(api, None, "close", f"/incidents/{incident.key}/moves/close").status == 200


def test_after_a_mishap_the_key_is_free_again(api, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Incident, "open", lambda **_fields: 1 / 0)
        assert send(api).status == 500
    assert send(api).status == 201


def test_what_cannot_be_stored_as_answered_is_not_done(api, monkeypatch):
    monkeypatch.setattr(KeptAnswer, "save", lambda *_args, **fields: None if fields.get("force_insert") else 1 / 0)
    create = KeptAnswer.objects.bulk_create
    monkeypatch.setattr(KeptAnswer.objects, "create", lambda **fields: create([KeptAnswer(**fields)])[0])
    assert send(api).status == 500
    assert not Incident.objects.exists()
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 256, "ü", "a\tb", "a\x7f"])
def test_a_key_is_printable_ascii(api, key):
    answer = send(api, key=key)
    assert (answer.status, answer.pointers) == (422, ["Idempotency-Key"])
    assert not Incident.objects.exists()


def test_other_methods_take_no_notice(api, ada):
    incident = make_incident(by=ada)
    for title in ("One", "Two"):
        answer = api.ask("PATCH", f"/incidents/{incident.key}", {"title": title}, Idempotency_Key="a")
        assert answer.data["title"] == title
    assert not KeptAnswer.objects.exists()


def test_one_that_is_still_being_answered_is_told_so(api):
    send(api)
    KeptAnswer.objects.update(status=None)
    answer = send(api)
    assert (answer.status, answer.code) == (409, "key-in-use")
    assert answer.headers["Retry-After"] == "1"


def test_one_whose_answerer_died_is_taken_over(api):
    send(api)
    KeptAnswer.objects.update(status=None, asked_at=timezone.now() - timedelta(minutes=6))
    assert send(api).status == 201
    assert Incident.objects.count() == 2
    assert send(api).headers["Idempotency-Replayed"] == "true"


def test_answers_are_forgotten_after_a_day(api):
    send(api)
    KeptAnswer.objects.update(asked_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert send(api).status == 201
    assert Incident.objects.count() == 2


def test_old_answers_are_swept(api):
    send(api)
    send(api, key="b")
    KeptAnswer.objects.filter(key="a").update(asked_at=timezone.now() - timedelta(hours=25))
    sweep()
    assert [kept.key for kept in KeptAnswer.objects.all()] == ["b"]


@pytest.mark.services
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_at_the_same_moment_one_does_it(api, monkeypatch):
    """The first is held while it works, so that the others meet it there."""
    working, others_done = threading.Event(), threading.Event()
    opened = Incident.open

    def slowly(**fields):
        working.set()
        others_done.wait(10)
        return opened(**fields)

    monkeypatch.setattr(Incident, "open", slowly)
    answers = []

    def ask():
        try:
            answers.append(send(api))
        finally:
            connections.close_all()

    first = threading.Thread(target=ask)
    first.start()
    working.wait(10)
    others = [threading.Thread(target=ask) for _other in range(3)]
    for thread in others:
        thread.start()
    for thread in others:
        thread.join(30)
    others_done.set()
    first.join(30)
    assert Incident.objects.count() == 1
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
