"""Teams: the list, a team's page, and who is placed where."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Team
from tests.factories import make_team, make_user

TEAMS = reverse("accounts:teams")


def verb(name: str, team: Team, *more: str) -> str:
    return reverse(f"accounts:{name}", args=[team.slug, *more])


@pytest.fixture
def as_admin(admin, signed_in):
    return signed_in(admin)


def test_everybody_sees_the_teams_and_who_leads_them(signed_in, viewer, team):
    page = signed_in(viewer).get(TEAMS).content.decode()
    assert "Payments" in page
    assert "Led by Bob" in page


def test_without_teams_the_page_says_what_a_team_is(signed_in, viewer):
    assert b"A team runs services together" in signed_in(viewer).get(TEAMS).content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(as_admin, rows, django_assert_num_queries):
    for number in range(rows):
        make_team(f"Team {number}", members=(make_user(f"Person {number}"),))
    with django_assert_num_queries(5):
        as_admin.get(TEAMS)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_teams_page_asks_the_database_the_same_for_one_member_and_for_three(
    as_admin, rows, django_assert_num_queries
):
    team = make_team("Search", members=tuple(make_user(f"Person {number}") for number in range(rows)))
    with django_assert_num_queries(7):
        as_admin.get(team.get_absolute_url())


def test_somebody_deactivated_is_not_shown_in_the_team(as_admin):
    team = make_team("Search", members=(make_user("Zacharias", is_active=False), make_user("Ada")))
    page = as_admin.get(team.get_absolute_url()).content.decode()
    assert "Ada" in page
    assert "Zacharias" not in page


def test_an_admin_makes_a_team(as_admin):
    answer = as_admin.post(reverse("accounts:create_team"), {"name": "Platform & Tools"})
    assert answer.headers["Location"] == "/settings/teams/platform-tools/"
    assert as_admin.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("name", ["Übung", "日本", "new"])
def test_any_name_gets_an_address(as_admin, name):
    answer = as_admin.post(reverse("accounts:create_team"), {"name": name})
    assert as_admin.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(("name", "words"), [("", b"required"), ("payments", b"already"), ("x" * 81, b"at most 80")])
def test_a_wrong_name_is_refused_beside_the_field(as_admin, team, name, words):
    for url in (reverse("accounts:create_team"), verb("rename_team", make_team("Search"))):
        answer = as_admin.post(url, {"name": name})
        assert answer.status_code == 422
        assert words in answer.content
    assert f'value="{name}"'.encode() in answer.content


def test_renaming_keeps_the_address(as_admin, team):
    as_admin.post(verb("rename_team", team), {"name": "Money"})
    team.refresh_from_db()
    assert (team.name, team.slug) == ("Money", "payments")


def test_a_lead_adds_somebody_and_can_undo_it(signed_in, lead, team, member):
    page = signed_in(lead).post(verb("add_to_team", team), {"person": "cai"}, follow=True).content.decode()
    assert team.memberships.get(user=member).role == Membership.Role.MEMBER
    assert verb("remove_from_team", team, "cai") in page


@pytest.mark.parametrize("person", ["", "nobody", "bob"])
def test_adding_nobody_or_somebody_who_is_in_is_refused_beside_the_field(signed_in, lead, team, person):
    answer = signed_in(lead).post(verb("add_to_team", team), {"person": person})
    assert answer.status_code == 422
    assert b"Choose a person" in answer.content or b"in the team already" in answer.content


def test_a_lead_makes_another_lead(signed_in, lead, team, member):
    team.place(member, "member")
    signed_in(lead).post(verb("place_in_team", team, "cai", "lead"))
    assert team.memberships.get(user=member).role == "lead"
    assert signed_in(lead).post(verb("place_in_team", team, "cai", "queen")).status_code == 404


def test_removing_can_be_undone_with_the_same_role(signed_in, admin, lead, team):
    page = signed_in(admin).post(verb("remove_from_team", team, "bob"), follow=True).content.decode()
    assert not team.memberships.exists()
    undo = verb("place_in_team", team, "bob", "lead")
    assert undo in page
    signed_in(admin).post(undo)
    assert team.memberships.get().role == "lead"


def test_removing_somebody_who_is_not_in_it_is_not_there(as_admin, team, member):
    assert as_admin.post(verb("remove_from_team", team, "cai")).status_code == 404
