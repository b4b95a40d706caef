"""Comments: opened on a passage, answered, resolved; who is told, who may, and what an open question holds up."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from notifications.models import Notification
from postmortems import comments, review, text
from postmortems.comments import Passage
from postmortems.content import content_of, fingerprint
from postmortems.models import CommentThread, Section
from tests.factories import make_user

ABOUT = Passage("summary", "this is how")


def opened(postmortem, by, words="Why is that?", **more):
    return comments.open_thread(postmortem, by=by, text=words, about=ABOUT, **more)


def address(name, thing):
    postmortem = getattr(thing, "postmortem", None) or thing.thread.postmortem
    return reverse(f"postmortems:{name}", args=[postmortem.key, thing.pk])


def page(client, postmortem):
    response = client.get(reverse("postmortems:comments", args=[postmortem.key]))
    assert response.status_code == 200
    return response.content.decode()


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def test_a_thread_is_opened_by_a_form_and_stands_on_the_page(signed_in, people, full):
    client = signed_in("zoe")  # from another team
    data = {"section": "summary", "quote": "this is how", "text": "Says **who**?"}
    answer = client.post(reverse("postmortems:comments", args=[full.key]), data)
    thread = full.threads.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#thread-{thread.pk}")
    html = page(client, full)
    assert "Says <strong>who</strong>?" in html
    assert "this is how" in html


@pytest.mark.parametrize("wrong", [{"text": " "}, {"text": "x" * 10_001}, {"section": "nonsense"}, {"start": "AAAA"}])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in, full, wrong):
    data = {"section": "summary", "quote": "this is how", "text": "Kept words", **wrong}
    answer = signed_in("zoe").post(reverse("postmortems:comments", args=[full.key]), data)
    assert answer.status_code == 422
    assert data["quote"] in answer.content.decode()
    assert not full.threads.exists()


def test_it_is_answered_in_place(signed_in, people, full):
    thread = opened(full, people.rita)
    signed_in("max").post(address("reply", thread), {"text": "Because."})
    assert [comment.text for comment in thread.comments.all()] == ["Why is that?", "Because."]


def test_a_refused_answer_comes_back_open(signed_in, people, full):
    thread = opened(full, people.rita)
    answer = signed_in("max").post(address("reply", thread), {"text": ""})
    assert answer.status_code == 422
    assert "Write what you want to say." in answer.content.decode()


def test_resolved_and_reopened_by_whom_and_when(signed_in, people, full):
    thread = opened(full, people.rita)
    signed_in("max").post(address("resolve_thread", thread))
    thread.refresh_from_db()
    assert (thread.state, thread.resolved_by) == ("resolved", people.max)
    assert "Resolved by Max" in page(signed_in("vera"), full)
    signed_in("rita").post(address("reopen_thread", thread))
    thread.refresh_from_db()
    assert (thread.state, thread.resolved_by, thread.resolved_at) == ("open", None, None)
    assert [move.verb for move in thread.moves.all()] == ["resolve", "reopen"]


def test_resolving_twice_is_refused(people, full):
    thread = opened(full, people.rita)
    comments.resolve(thread, by=people.max)
    with pytest.raises(MoveNotAllowed):
        comments.resolve(thread, by=people.olga)


def test_only_who_opened_it_or_writes_here_settles_it(signed_in, people, full):
    thread = opened(full, people.rita)
    for name in ("resolve_thread", "reopen_thread", "blocking_thread"):
        assert signed_in("zoe").post(address(name, thread)).status_code == 403
        assert signed_in("vera").post(address(name, thread)).status_code == 403


def test_a_viewer_reads_comments_and_writes_none(signed_in, people, full):
    thread = opened(full, people.rita)
    client = signed_in("vera")
    assert "Why is that?" in page(client, full)
    assert "<textarea" not in page(client, full)
    assert client.post(reverse("postmortems:comments", args=[full.key]), {"text": "x"}).status_code == 403
    assert client.post(address("reply", thread), {"text": "x"}).status_code == 403


def test_one_changes_and_takes_back_only_one_s_own(signed_in, people, full):
    comment = opened(full, people.rita).comments.get()
    for name in ("edit_comment", "remove_comment", "restore_comment"):
        assert signed_in("olga").post(address(name, comment), {"text": "Forged"}).status_code == 403
    client = signed_in("rita")
    client.post(address("edit_comment", comment), {"text": "In other words?"})
    assert "In other words?" in page(client, full)
    assert "edited" in page(client, full)
    client.post(address("remove_comment", comment))
    assert "In other words?" not in page(client, full)
    client.post(address("restore_comment", comment))
    assert "In other words?" in page(client, full)


def test_a_mention_is_told_once_and_only_to_those_who_may_see_it(people, full, incident):
    incident.visibility = "team"
    incident.save()
    thread = opened(full, people.olga, "@max @zoe @nobody @olga look")
    assert told(people.max) == ["comment-mention"]
    assert told(people.zoe) == []
    assert told(people.olga) == []
    comments.edit(thread.comments.get(), "@max @lea look")
    assert told(people.max) == ["comment-mention"]
    assert told(people.lea) == ["comment-mention"]


def test_an_answer_is_told_to_the_owner_and_to_who_takes_part_once_each(people, full):
    thread = opened(full, people.rita)
    assert told(people.olga) == ["comment"]
    comments.reply(thread, by=people.max, text="@rita see there")
    assert told(people.rita) == ["comment-mention"]
    assert told(people.olga) == ["comment", "comment"]
    assert told(people.max) == []
    comments.reply(thread, by=people.rita, text="I see")
    assert told(people.max) == ["comment"]


def test_the_message_leads_to_the_thread_and_reading_it_is_enough(signed_in, people, full):
    thread = opened(full, people.rita)
    note = Notification.objects.get(recipient=people.olga)
    assert note.url == thread.get_absolute_url()
    page(signed_in("olga"), full)
    note.refresh_from_db()
    assert note.read_at is not None


def test_an_open_blocking_question_holds_up_the_approval(people, full):
    review.submit(full, by=people.olga)
    thread = opened(full, people.zoe, blocking=True)
    review.decide(full, by=people.rita, verdict="approved")
    full.refresh_from_db()
    assert full.state == "in_review"
    [blocker] = full.blockers("approve")
    assert (blocker.code, blocker.url) == ("blocking-comment", thread.get_absolute_url())
    assert "Zoe" in blocker.message

    comments.resolve(thread, by=people.max)
    full.refresh_from_db()
    assert full.state == "approved"


def test_an_open_blocking_question_holds_up_publishing(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    opened(full, people.zoe, blocking=True)
    with pytest.raises(MoveNotAllowed) as refused:
        review.publish(full, by=people.olga)
    assert [blocker.code for blocker in refused.value.blockers] == ["blocking-comment"]


@pytest.mark.parametrize("way", ["unmark", "take back"])
def test_a_question_that_blocks_no_more_lets_the_approval_through(people, full, way):
    review.submit(full, by=people.olga)
    thread = opened(full, people.zoe, blocking=True)
    review.decide(full, by=people.rita, verdict="approved")
    if way == "unmark":
        comments.set_blocking(thread, blocking=False, by=people.zoe)
    else:
        comments.remove(thread.comments.get())
    full.refresh_from_db()
    assert full.state == "approved"


def test_comments_are_no_part_of_the_content(people, full):
    before = fingerprint(content_of(full))
    thread = opened(full, people.rita)
    comments.resolve(thread, by=people.rita)
    assert fingerprint(content_of(full)) == before


def test_a_passage_that_was_removed_keeps_its_words(signed_in, people, full):
    opened(full, people.rita)
    assert "has been removed" not in page(signed_in("vera"), full)
    section = full.sections.get(key="summary")
    text.write(section, "Entirely new.", base=section.version, by=people.olga)
    html = page(signed_in("vera"), full)
    assert "this is how" in html
    assert "The text this was about has been removed." in html


def test_the_editor_gets_and_opens_threads_as_data(signed_in, people, full):
    url = reverse("postmortems:threads", args=[full.key])
    client = signed_in("zoe")
    data = {
        "section": "summary",
        "quote": "this is how",
        "start": "AAECAwA=",
        "end": "AAECAwA=",
        "text": "Hm",
        "blocking": "1",
    }
    made = client.post(url, data)
    assert made.status_code == 201
    [thread] = client.get(url).json()["threads"]
    assert thread == made.json()
    assert (thread["section"], thread["quote"], thread["blocking"]) == ("summary", "this is how", True)
    assert thread["anchor"] == {"start": "AAECAwA=", "end": "AAECAwA="}
    assert thread["comments"][0]["author"] == {"name": "Zoe", "handle": "zoe"}
    assert thread["comments"][0]["is_mine"] is True
    refused = client.post(url, {"text": ""})
    assert (refused.status_code, refused.json()) == (422, {"error": "Write what you want to say."})


def test_after_a_verb_one_is_back_where_one_was(signed_in, people, full):
    thread = opened(full, people.rita)
    there = reverse("postmortems:read", args=[full.key])
    answer = signed_in("rita").post(address("resolve_thread", thread), {"next": there})
    assert answer["Location"] == f"{there}#thread-{thread.pk}"


@pytest.mark.django_db(transaction=False)
def test_the_database_holds_what_a_thread_is(people, full):
    thread = opened(full, people.rita)
    for wrong in (
        {"state": "lost"},
        {"resolved_at": "2026-11-03T12:00Z"},
        {"anchor_start": "AA=="},
    ):
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            CommentThread.objects.filter(pk=thread.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        thread.comments.update(text="")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, people, full, rows, django_assert_num_queries):
    for number in range(rows):
        thread = opened(full, people.rita, "INC-1 @max")
        comments.reply(thread, by=make_user(f"Person {number}"), text="Yes")
        Section.objects.create(postmortem=full, key=f"s{number}", heading="More")
    client = signed_in("olga")
    page(client, full)
    with django_assert_num_queries(28):
        page(client, full)
