"""The list of people, a person's page, and what admins change about people."""

import pytest
from django.urls import reverse

from accounts.models import OneTimeLink, User
from accounts.models.links import INVITATION_LASTS
from core.lifecycle import MoveNotAllowed
from tests.factories import make_admin, make_team, make_user

PEOPLE = reverse("accounts:people")


def verb(name: str, person: User, *more: str) -> str:
    return reverse(f"accounts:{name}", args=[person.handle, *more])


@pytest.fixture
def as_admin(admin, signed_in):
    return signed_in(admin)


def test_everybody_sees_who_is_here_with_role_and_teams(signed_in, viewer, lead, team):
    page = signed_in(viewer).get(PEOPLE).content.decode()
    assert "Bob" in page
    assert "bob@example.org" in page
    assert "Payments" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(as_admin, admin, rows, django_assert_num_queries):
    for number in range(rows):
        make_team(f"Team {number}", members=(make_user(f"Person {number}"), admin))
        OneTimeLink(kind="invitation", email=f"{number}@example.net", invited_by=admin).renew(INVITATION_LASTS)
    with django_assert_num_queries(9):
        as_admin.get(PEOPLE)


def test_people_are_found_by_a_part_of_name_or_address(as_admin, member, lead):
    page = as_admin.get(PEOPLE, {"q": "cai@"}).content.decode()
    assert "cai@example.org" in page
    assert "bob@example.org" not in page
    assert "Nobody here is called" in as_admin.get(PEOPLE, {"q": "zzz"}).content.decode()


def test_a_long_list_has_pages(as_admin):
    for number in range(51):
        make_user(f"Person {number:02}")
    assert b"Person 50" not in as_admin.get(PEOPLE).content
    assert b"Person 50" in as_admin.get(PEOPLE, {"page": 2}).content


def test_a_persons_page_tells_their_teams_and_the_time_there(signed_in, viewer):
    ada = make_user("Ada", time_zone="Asia/Tokyo")
    make_team("Search", leads=(ada,))
    page = signed_in(viewer).get(reverse("accounts:person", args=["ada"])).content.decode()
    assert "Search" in page
    assert "Asia/Tokyo" in page
    assert signed_in(viewer).get("/people/nobody/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_persons_page_asks_the_database_the_same_for_one_team_and_for_three(
    as_admin, member, rows, django_assert_num_queries
):
    for number in range(rows):
        make_team(f"Team {number}", members=(member,))
    with django_assert_num_queries(5):
        as_admin.get(member.get_absolute_url())


# -- verbs -----------------------------------------------------------------------------------------


def test_an_admin_changes_a_role_and_can_undo_it(as_admin, member):
    page = as_admin.post(verb("change_role", member, "viewer"), follow=True).content.decode()
    member.refresh_from_db()
    assert member.role == "viewer"
    assert verb("change_role", member, "member") in page


def test_an_unknown_role_is_not_there(as_admin, member):
    assert as_admin.post(verb("change_role", member, "queen")).status_code == 404


def test_the_capability_for_statements_is_given_and_taken(as_admin, member):
    as_admin.post(verb("allow_statements", member))
    member.refresh_from_db()
    assert member.may_approve_statements
    as_admin.post(verb("forbid_statements", member))
    member.refresh_from_db()
    assert not member.may_approve_statements


def test_deactivating_ends_every_session_at_once(as_admin, member, signed_in):
    theirs = signed_in(member)
    assert theirs.get(PEOPLE).status_code == 200
    as_admin.post(verb("deactivate", member))
    assert theirs.get(PEOPLE).status_code == 302


def test_a_session_from_before_stays_ended_after_reactivating(as_admin, member, signed_in):
    theirs = signed_in(member)
    as_admin.post(verb("deactivate", member))
    as_admin.post(verb("reactivate", member))
    assert theirs.get(PEOPLE).status_code == 302
    member.refresh_from_db()
    assert signed_in(member).get(PEOPLE).status_code == 200


def test_a_verb_leads_back_to_the_page_it_was_pressed_on(as_admin, member):
    here = member.get_absolute_url()
    assert as_admin.post(verb("allow_statements", member), {"next": here}).headers["Location"] == here
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""):
        answer = as_admin.post(verb("allow_statements", member), {"next": elsewhere})
        assert answer.headers["Location"] == PEOPLE


@pytest.mark.parametrize(("name", "more"), [("deactivate", ()), ("change_role", ("member",))])
def test_the_last_admin_cannot_leave(as_admin, admin, name, more):
    answer = as_admin.post(verb(name, admin, *more))
    assert answer.status_code == 409
    assert b"Alice is the only admin." in answer.content
    admin.refresh_from_db()
    assert admin.is_admin
    assert admin.is_active


def test_one_of_two_admins_may_leave(as_admin, admin):
    make_admin("Zoe")
    as_admin.post(verb("change_role", admin, "member"))
    admin.refresh_from_db()
    assert admin.role == "member"


def test_a_deactivated_admin_does_not_count_as_one(as_admin, admin):
    make_admin("Zoe", is_active=False)
    assert as_admin.post(verb("deactivate", admin)).status_code == 409


def test_of_two_admins_who_demote_each_other_at_the_same_moment_one_stays(db):
    alice, zoe = make_admin("Alice"), make_admin("Zoe")
    alice.change_role("member")
    with pytest.raises(MoveNotAllowed):
        zoe.change_role("member")
    assert User.objects.admins().get() == zoe
