"""Comments by programs: the same conversations as on the page."""

import pytest

from postmortems import comments, text
from tests.factories import fill, make_postmortem, make_user


@pytest.fixture
def postmortem(ada):
    return fill(make_postmortem(owner=ada), reviewers=(make_user("Rita"),))


def open_one(api, postmortem, **more):
    given = {"text": "Why is that?", "section": "summary", "quote": "this is how", **more}
    return api.post(f"/postmortems/{postmortem.key}/threads", given)


def test_a_thread_is_opened_answered_and_resolved(api, ada, postmortem):
    made = open_one(api, postmortem, blocking=True)
    assert made.status == 201
    address = f"/postmortems/{postmortem.key}/threads/{made.data['id']}"
    assert api.post(f"{address}/replies", {"text": "Because."}).status == 201
    done = api.post(f"{address}/resolve")
    assert done.status == 200
    thread = api.get(address).data
    assert [comment["text"] for comment in thread["comments"]] == ["Why is that?", "Because."]
    assert (thread["resolved"], thread["resolved_by"]["handle"], thread["blocking"]) == (True, ada.handle, True)
    assert api.post(f"{address}/reopen").data["resolved"] is False
    assert [one["id"] for one in api.get(f"/postmortems/{postmortem.key}/threads").data] == [thread["id"]]


def test_it_moves_with_the_words_it_quotes(api, ada, postmortem):
    open_one(api, postmortem)
    section = postmortem.sections.get(key="summary")
    text.write(section, "Before that: something happened, and this is how it went.", by=ada)
    [thread] = api.get(f"/postmortems/{postmortem.key}/threads").data
    assert thread["is_gone"] is False
    text.write(section, "Else.", by=ada)
    [thread] = api.get(f"/postmortems/{postmortem.key}/threads").data
    assert (thread["is_gone"], thread["quote"]) == (True, "this is how")


def test_a_blocking_thread_is_among_what_is_missing(api, postmortem):
    api.post(f"/postmortems/{postmortem.key}/moves/submit")
    made = open_one(api, postmortem, blocking=True)
    codes = [blocker["code"] for blocker in api.get(f"/postmortems/{postmortem.key}").data["missing"]]
    assert "blocking-comment" in codes
    api.ask("PUT", f"/postmortems/{postmortem.key}/threads/{made.data['id']}/blocking", {"blocking": False})
    codes = [blocker["code"] for blocker in api.get(f"/postmortems/{postmortem.key}").data["missing"]]
    assert "blocking-comment" not in codes


@pytest.mark.parametrize(
    ("wrong", "status"), [({"section": "nonsense"}, 422), ({"text": ""}, 422), ({"text": "x" * 10_001}, 422)]
)
def test_what_is_wrong_is_refused(api, postmortem, wrong, status):
    assert open_one(api, postmortem, **wrong).status == status
    assert not postmortem.threads.exists()


def test_resolving_twice_is_refused_with_a_reason(api, ada, postmortem):
    thread = comments.open_thread(postmortem, by=ada, text="x")
    comments.resolve(thread, by=ada)
    answer = api.post(f"/postmortems/{postmortem.key}/threads/{thread.pk}/resolve")
    assert answer.status == 409
    assert [blocker["code"] for blocker in answer.data["blockers"]] == ["wrong-state"]


def test_a_postmortem_names_its_live_document(api, postmortem):
    told = api.get(f"/postmortems/{postmortem.key}").data["document"]
    assert told == str(text.document_of(type(postmortem).objects.get(pk=postmortem.pk)).uuid)
