"""One's own profile: name, handle, zone, appearance, address."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_user

PROFILE = reverse("accounts:profile")
EMAIL = reverse("accounts:change_email")


@pytest.fixture
def ada(db):
    return make_user("Ada", password="a good old rope")


@pytest.fixture
def as_ada(ada, signed_in):
    return signed_in(ada)


def profile(**changes: str) -> dict[str, str]:
    return {"name": "Ada", "handle": "ada", "time_zone": "UTC", "theme": "auto", **changes}


def test_name_handle_zone_and_appearance_are_saved(as_ada, ada):
    well = {"name": "Ada L", "handle": "countess", "time_zone": "Europe/Berlin", "theme": "dark"}
    assert as_ada.post(PROFILE, well).headers["Location"] == PROFILE
    ada.refresh_from_db()
    assert (ada.name, ada.handle, ada.time_zone, ada.theme) == tuple(well.values())
    assert b'data-theme="dark"' in as_ada.get(PROFILE).content


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"handle": "cai"}, "Somebody goes by “cai” already."),
        ({"handle": "CAI"}, "already."),
        ({"handle": "ädä"}, "without accents"),
        ({"handle": "a b"}, "without accents"),
        ({"time_zone": "Mars"}, "“Mars” is not a time zone we know"),
        ({"theme": "pink"}, "pink"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_saved(as_ada, ada, member, wrong, words):
    response = as_ada.post(PROFILE, profile(**wrong))
    assert response.status_code == 422
    assert words in response.content.decode()
    before = (ada.name, ada.handle, ada.time_zone)
    ada.refresh_from_db()
    assert (ada.name, ada.handle, ada.time_zone) == before


def test_what_was_typed_stays_in_the_form_and_out_of_the_frame(as_ada):
    page = as_ada.post(PROFILE, profile(name="Somebody Else", time_zone="Mars")).content.decode()
    assert 'value="Somebody Else"' in page
    assert page.count("Somebody Else") == 1


def test_saving_leaves_alone_what_an_admin_changed_meanwhile(as_ada, ada, admin):
    form_was_open = profile(name="Ada L")
    ada.change_role("viewer")
    as_ada.post(PROFILE, form_was_open)
    ada.refresh_from_db()
    assert (ada.name, ada.role) == ("Ada L", "viewer")


def test_role_and_capability_are_not_ones_own_to_give(as_ada, ada):
    as_ada.post(PROFILE, profile(role="admin", may_approve_statements="on", is_active=""))
    ada.refresh_from_db()
    assert (ada.role, ada.may_approve_statements, ada.is_active) == ("member", False, True)


# -- address ---------------------------------------------------------------------------------------


def test_another_address_takes_the_current_password(as_ada, ada, client):
    answer = as_ada.post(EMAIL, {"email": "Ada@New.example", "password": "a good old rope"})
    assert answer.headers["Location"] == PROFILE
    ada.refresh_from_db()
    assert ada.email == "ada@new.example"
    login = {"login": "ada@new.example", "password": "a good old rope"}
    assert client.post("/accounts/login/", login).status_code == 302


def test_the_old_address_signs_nobody_in_any_more(as_ada, client, ada):
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    as_ada.post(EMAIL, {"email": "ada@new.example", "password": "a good old rope"})
    login = {"login": "ada@example.org", "password": "a good old rope"}
    assert client.post("/accounts/login/", login).status_code == 422


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"email": "new@example.org", "password": "wrong"}, "This is not your current password."),
        ({"email": "new@example.org", "password": ""}, "This field is required."),
        ({"email": "ada@example.org", "password": "a good old rope"}, "That is your address already."),
        ({"email": "CAI@example.org", "password": "a good old rope"}, "Somebody has this e-mail address already."),
        ({"email": "nonsense", "password": "a good old rope"}, "Enter a valid email address."),
    ],
)
def test_a_wrong_change_of_address_is_named_and_the_address_typed_stays(as_ada, ada, member, data, words):
    answer = as_ada.post(EMAIL, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{data["email"]}"' in answer.content.decode()
    assert "a good old rope" not in answer.content.decode()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_the_password_cannot_be_tried_over_and_over(as_ada, ada):
    for _attempt in range(10):
        assert as_ada.post(EMAIL, {"email": "new@example.org", "password": "wrong"}).status_code == 422
    assert as_ada.post(EMAIL, {"email": "new@example.org", "password": "a good old rope"}).status_code == 429


def test_who_has_no_password_yet_changes_the_address_without_one(db, signed_in):
    fresh = make_user("Fresh", password=None)
    answer = signed_in(fresh).post(EMAIL, {"email": "fresh@new.example"})
    assert answer.status_code == 302
    fresh.refresh_from_db()
    assert fresh.email == "fresh@new.example"


def test_who_has_no_password_yet_chooses_one(db, signed_in):
    fresh = make_user("Fresh", password=None)
    as_ada = signed_in(fresh)
    assert b"Choose a password" in as_ada.get("/accounts/password/set/").content
    assert as_ada.post("/accounts/password/set/", {"password1": "fresh"}).status_code == 422
    as_ada.post("/accounts/password/set/", {"password1": "a good old rope"})
    fresh.refresh_from_db()
    assert fresh.check_password("a good old rope")
    assert as_ada.get(PROFILE).status_code == 200


# -- zone ------------------------------------------------------------------------------------------


def test_times_are_shown_in_ones_own_zone(signed_in, member):
    tokyo = make_user("Kei", time_zone="Asia/Tokyo")
    page = signed_in(tokyo).get(member.get_absolute_url()).content.decode()
    assert "JST" in page
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_zone_of_the_reader_costs_a_stranger_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/accounts/login/")
