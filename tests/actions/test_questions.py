"""Did it work? Asked, answered, asked again."""

import pytest
from django.urls import reverse

from actions import questions
from actions.models import ActionItem
from core.lifecycle import MoveNotAllowed
from tests.factories import make_action_in, make_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(ada):
    item = make_action_in("done", by=ada)
    item.questions.create(why="done", occasion="done:2026-11-03")
    return item


@pytest.fixture
def verified(ada):
    item = make_action_in("verified", by=ada)
    again = make_incident("It is back", by=ada)
    item.questions.create(why="recurrence", occasion=again.key, incident=again)
    return item


def asked(item):
    return item in ActionItem.objects.in_question()


def test_yes_verifies_a_done_item_and_answers_the_question(done, ada):
    assert asked(done)
    questions.confirm(done, by=ada)
    assert (done.state, asked(done)) == ("verified", False)


@pytest.mark.parametrize("verb", ["verify", "reopen"])
def test_the_ordinary_moves_answer_it_too(verb, done, ada):
    getattr(done, verb)(by=ada, **({"reason": "It came back"} if verb == "reopen" else {}))
    assert not done.questions.unanswered().exists()


def test_yes_leaves_a_verified_item_verified(verified, ada):
    questions.confirm(verified, by=ada)
    assert (verified.state, asked(verified)) == ("verified", False)


def test_an_answer_that_nobody_asked_for_is_refused(ada):
    with pytest.raises(MoveNotAllowed):
        questions.confirm(make_action_in("verified", by=ada), by=ada)


def test_the_page_asks_names_the_incident_and_takes_the_answer(signed_in, verified, ada):
    browser = signed_in(ada)
    page = browser.get(verified.get_absolute_url()).content.decode()
    assert "Did it work?" in page
    assert "It is back" in page
    browser.post(reverse("actions:confirm", args=[verified.key]))
    assert "Did it work?" not in browser.get(verified.get_absolute_url()).content.decode()
