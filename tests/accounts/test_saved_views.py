"""Saved views: lists as somebody wants to find them again, for oneself, for a team or for everybody."""

import pytest
from django.urls import reverse

from accounts import saved_views
from accounts.models import SavedView
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
SAVE = reverse("accounts:save_view")


@pytest.fixture
def ada():
    return make_user("Ada")


@pytest.fixture
def bob():
    return make_user("Bob")


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def save(client, name="Late ones", *, list_name="actions", query="due=overdue", share="mine"):
    return client.post(SAVE, {"list_name": list_name, "name": name, "query": query, "share": share})


def found(user, list_name="actions"):
    return [choice.view.name for choice in saved_views.choices_of(user, list_name)]


class TestSaving:
    def test_leads_back_to_the_list_as_it_was_shown(self, as_ada, ada):
        answer = save(as_ada, query="sort=-due&due=overdue&column=title&page=3")
        assert answer.status_code == 302
        assert answer["Location"] == "/actions/?column=title&due=overdue&sort=-due"
        assert found(ada) == ["Late ones"]

    @pytest.mark.parametrize("list_name", ["incidents", "postmortems", "actions"])
    def test_each_list_offers_its_own_and_marks_the_one_that_is_open(self, as_ada, list_name):
        save(as_ada, list_name=list_name, query="q=retries")
        answer = as_ada.get(reverse(f"{list_name}:list"), {"q": "retries", "page": "1"})
        assert [choice.is_open for choice in answer.context["saved"].choices] == [True]
        others = {"incidents", "postmortems", "actions"} - {list_name}
        for other in others:
            assert as_ada.get(reverse(f"{other}:list")).context["saved"].choices == []

    def test_under_the_same_name_takes_the_place_of_the_first(self, as_ada, ada):
        save(as_ada)
        save(as_ada, query="due=week")
        assert [view.query for view in ada.saved_views.all()] == ["due=week"]

    @pytest.mark.parametrize(
        "wrong", [{"name": " "}, {"name": "n" * 61}, {"query": "q=" + "x" * 2001}, {"list_name": "cars"}]
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, as_ada, ada, wrong):
        answer = save(as_ada, **{"name": "Late ones", **wrong})
        assert answer.status_code == 422
        assert found(ada) == []
        assert answer.context["form"].errors

    def test_works_on_a_page_of_its_own_too(self, as_ada):
        page = as_ada.get(SAVE, {"list_name": "actions", "query": "due=week"})
        assert 'value="due=week"' in page.content.decode()
        assert as_ada.get(SAVE, {"list_name": "cars"}).status_code == 404


class TestSharing:
    def test_one_for_everybody_is_found_by_everybody(self, as_ada, bob):
        save(as_ada, share="everybody")
        assert found(bob) == ["Late ones"]

    def test_one_for_a_team_is_found_by_its_people_alone(self, as_ada, ada, bob):
        team = make_team(members=(ada, bob))
        save(as_ada, share=f"team-{team.pk}")
        assert found(bob) == ["Late ones"]
        assert found(make_user("Zoe")) == []

    def test_ones_own_stays_ones_own(self, as_ada, bob):
        save(as_ada)
        assert found(bob) == []
        assert found(make_admin()) == []

    def test_who_reads_only_keeps_theirs_to_themselves(self, client):
        viewer = make_viewer()
        client.force_login(viewer)
        assert save(client, share="everybody").status_code == 422
        assert save(client, share="mine").status_code == 302
        assert found(viewer) == ["Late ones"]

    def test_with_a_team_of_others_is_refused(self, as_ada, bob):
        theirs = make_team(members=(bob,))
        assert save(as_ada, share=f"team-{theirs.pk}").status_code == 422

    def test_shows_its_reader_only_what_they_may_see(self, as_ada, bob, client):
        hidden = make_restricted_incident(bob, title="Leaked key")
        make_action("Rotate the leaked key", postmortem=make_postmortem(hidden))
        for list_name in ("incidents", "postmortems", "actions"):
            save(as_ada, list_name=list_name, query="q=leaked&view=list", share="everybody")
        client.force_login(make_user("Zoe"))
        for list_name in ("incidents", "postmortems", "actions"):
            [choice] = client.get(reverse(f"{list_name}:list")).context["saved"].choices
            assert list(client.get(choice.url).context["page"]) == []


class TestChanging:
    @pytest.fixture
    def view(self, as_ada, ada):
        save(as_ada, share="everybody")
        return ada.saved_views.get()

    def test_gives_it_another_name_and_reach(self, as_ada, view, bob):
        answer = as_ada.post(reverse("accounts:edit_view", args=[view.pk]), {"name": "Overdue", "share": "mine"})
        assert answer.status_code == 302
        view.refresh_from_db()
        assert (view.name, view.reach) == ("Overdue", "mine")
        assert found(bob) == []

    def test_a_name_that_another_has_is_refused(self, as_ada, view):
        save(as_ada, "Overdue")
        answer = as_ada.post(reverse("accounts:edit_view", args=[view.pk]), {"name": "Overdue", "share": "mine"})
        assert answer.status_code == 422
        assert b"You have a view of that name" in answer.content

    def test_is_its_owners_and_an_admins(self, client, view, bob):
        client.force_login(bob)
        assert client.post(reverse("accounts:remove_view", args=[view.pk])).status_code == 403
        client.force_login(make_admin())
        assert client.post(reverse("accounts:remove_view", args=[view.pk])).status_code == 302
        assert found(bob) == []

    def test_removing_can_be_undone_while_its_name_is_free(self, as_ada, ada, view):
        remove, restore = (reverse(f"accounts:{verb}_view", args=[view.pk]) for verb in ("remove", "restore"))
        as_ada.post(remove)
        assert found(ada) == []
        as_ada.post(restore)
        assert found(ada) == ["Late ones"]
        as_ada.post(remove)
        save(as_ada, query="due=week")
        as_ada.post(restore)
        assert [view.query for view in SavedView.objects.present()] == ["due=week"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_views(as_ada, count, django_assert_num_queries):
    make_incident()
    for number in range(count):
        save(as_ada, f"View {number}", list_name="incidents", share="everybody")
    as_ada.get(reverse("accounts:saved_views"))
    with django_assert_num_queries(7):
        as_ada.get(reverse("accounts:saved_views"))
