"""Items whose owner is gone, and handing them over."""

import pytest
from django.urls import reverse

from actions.handing import hand_over
from actions.models import ActionItem
from tests.actions.test_reminders import DUE
from tests.factories import (
    make_action_in,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
    make_viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db):
    return make_user("Lea")


@pytest.fixture
def team(lead, ada):
    return make_team(leads=(lead,), members=(ada,))


@pytest.fixture
def left(team):
    """An item of the team, of somebody who left."""
    gone = make_user("Gone")
    item = make_open_action(owner=gone, due_on=DUE, team=team)
    gone.deactivate()
    return item


def orphaned():
    return set(ActionItem.objects.orphaned())


def test_an_owner_who_left_makes_an_orphan_until_they_return(left):
    assert orphaned() == {left}
    left.owner.reactivate()
    assert orphaned() == set()


def test_so_does_one_who_only_reads_by_now(ada):
    item = make_open_action(owner=ada, due_on=DUE)
    ada.change_role("viewer")
    assert orphaned() == {item}


def test_and_one_who_may_not_see_it_any_more(ada, team):
    incident = make_incident(team=team, visibility="team")
    item = make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident))
    assert orphaned() == set()
    team.remove(ada)
    assert orphaned() == {item}


@pytest.mark.parametrize("state", ["done", "verified", "wont_do", "declined"])
def test_what_is_settled_needs_nobody(state):
    admin = make_admin("Gone")
    make_action_in(state, by=admin)
    make_admin("Other")
    admin.deactivate()
    assert orphaned() == set()


def test_whom_an_item_is_hidden_from_is_the_same_for_many_people_at_once_as_for_one(ada, zoe, team):
    """``seen_by`` says in one query what ``visible_to`` says of each person."""
    people = [ada, zoe, make_admin("Root"), make_viewer("Vi")]
    incidents = [
        make_incident(),
        make_incident(team=team, visibility="team"),
        make_restricted_incident(zoe),
        make_restricted_incident(),
    ]
    for told in ([incidents[0]], [incidents[1]], [incidents[2]], [incidents[3]], incidents[:2], incidents[1:3]):
        postmortem = make_postmortem(*told)
        for person in people:
            item = make_open_action(owner=people[2], due_on=DUE, postmortem=postmortem)
            ActionItem.objects.filter(pk=item.pk).update(owner=person)
    seen = set(ActionItem.objects.seen_by("owner"))
    assert seen == {item for item in ActionItem.objects.all() if item in ActionItem.objects.visible_to(item.owner)}
    assert 0 < len(seen) < ActionItem.objects.count()


class TestHandingOver:
    def test_gives_them_to_somebody_and_keeps_who_did(self, left, lead, ada):
        done = hand_over(ActionItem.objects.orphaned(), to=ada, by=lead)
        left.refresh_from_db()
        change = left.owner_changes.get()
        assert (done.moved, done.refused, left.owner) == ([left], [], ada)
        assert (change.was.name, change.now, change.by) == ("Gone", ada, lead)

    def test_leaves_what_is_not_theirs_to_give(self, left, zoe, ada):
        done = hand_over([left], to=ada, by=zoe)
        assert [item for item, _why in done.refused] == [left]
        left.refresh_from_db()
        assert left.owner.name == "Gone"

    def test_leaves_what_the_new_owner_may_not_see(self, lead, zoe, team):
        incident = make_incident(team=team, visibility="team")
        item = make_open_action(owner=lead, due_on=DUE, team=team, postmortem=make_postmortem(incident))
        ((refused, why),) = hand_over([item], to=zoe, by=lead).refused
        assert refused == item
        assert "may not see it" in why


class TestThePage:
    def test_shows_the_lead_theirs_and_hands_over_in_one_click(self, signed_in, left, lead, ada):
        browser = signed_in(lead)
        assert left.title in browser.get(reverse("actions:orphans")).content.decode()
        browser.post(reverse("actions:hand_over"), {"items": [left.pk], "owner": ada.pk})
        left.refresh_from_db()
        assert left.owner == ada
        assert f"handed it over to {ada.name}" in browser.get(left.get_absolute_url()).content.decode()

    def test_shows_nothing_to_who_answers_for_nothing(self, signed_in, left, ada):
        assert left.title not in signed_in(ada).get(reverse("actions:orphans")).content.decode()
        signed_in(ada).post(reverse("actions:hand_over"), {"items": [left.pk], "owner": ada.pk})
        left.refresh_from_db()
        assert left.owner != ada

    def test_without_a_choice_it_says_what_is_missing(self, signed_in, left, lead):
        answer = signed_in(lead).post(reverse("actions:hand_over"), {})
        assert answer.status_code == 422
        assert "Choose at least one action." in answer.content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_takes_the_same_queries_for_one_and_for_three(self, rows, signed_in, lead, team, django_assert_num_queries):
        gone = make_user("Gone")
        for _ in range(rows):
            make_open_action(owner=gone, due_on=DUE, team=team)
        gone.deactivate()
        browser = signed_in(lead)
        browser.get(reverse("actions:orphans"))
        with django_assert_num_queries(7):
            browser.get(reverse("actions:orphans"))


def test_the_owners_name_is_marked_on_the_list(signed_in, left, lead):
    page = signed_in(lead).get(reverse("actions:list")).content.decode()
    assert "needs a new owner" in page
