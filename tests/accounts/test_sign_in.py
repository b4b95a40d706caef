"""Signing in and out, and what keeps others from it."""

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import make_user

LOGIN = "/accounts/login/"


@pytest.fixture
def ada(db):
    return make_user("Ada", password="a good old rope")


def sign_in(client: Client, email: str = "ada@example.org", password: str = "a good old rope", **more: str):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_a_person_signs_in_with_address_and_password(client, ada):
    assert sign_in(client).headers["Location"] == reverse("home:home")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_capitals_in_the_address_do_not_matter(client, ada):
    assert sign_in(client, "Ada@Example.ORG").status_code == 302


def test_a_page_behind_sign_in_leads_back_to_itself_afterwards(client, ada):
    page = reverse("accounts:profile")
    response = client.get(page)
    assert response.headers["Location"] == f"{LOGIN}?next={page}"
    assert sign_in(client, next=page).headers["Location"] == page


def test_another_site_is_not_led_to_after_sign_in(client, ada):
    assert sign_in(client, next="https://evil.example/").headers["Location"] == reverse("home:home")


def test_a_wrong_password_says_so_and_keeps_the_address_typed(client, ada):
    response = sign_in(client, password="wrong")
    assert response.status_code == 422
    assert b"do not belong together" in response.content
    assert b'value="ada@example.org"' in response.content
    assert b"wrong" not in response.content.replace(b"--wrong", b"")


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client, ada):
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "nobody@example.org", "wrong")
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert b"do not belong together" in unknown.content


def test_the_sixth_wrong_password_in_five_minutes_is_refused_and_so_is_the_right_one(client, ada):
    for _attempt in range(5):
        assert sign_in(client, password="wrong").status_code == 422
    response = sign_in(client)
    assert response.status_code == 429
    assert b"Too many attempts" in response.content
    assert "_auth_user_id" not in client.session


def test_too_many_tries_from_one_address_get_a_page_that_says_so(client, db):
    for number in range(30):
        sign_in(client, f"{number}@example.org", "wrong")
    response = sign_in(client)
    assert response.status_code == 429
    assert b"That was too many attempts" in response.content


def test_a_deactivated_person_is_told_so_and_stays_out(client, ada):
    make_user("Other admin", role="admin")
    ada.deactivate()
    response = sign_in(client)
    assert response.headers["Location"] == "/accounts/inactive/"
    assert b"This account is closed" in client.get("/accounts/inactive/").content
    assert "_auth_user_id" not in client.session


def test_signing_out_asks_on_a_visit_and_acts_on_the_button(client, ada):
    client.force_login(ada)
    assert b"Sign out?" in client.get("/accounts/logout/").content
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").headers["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "where",
    ["signup/", "email/", "confirm-email/", "reauthenticate/", "login/code/confirm/", "password/reset/nonsense/"],
)
def test_pages_of_allauth_that_have_no_use_here_are_not_there(client, ada, where):
    client.force_login(ada)
    assert client.get(f"/accounts/{where}").status_code == 404


# -- forgotten and changed passwords ---------------------------------------------------------------


def reset_link() -> str:
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/password/reset/key/" in line)
    return link.removeprefix("http://testserver")


@override_settings(BASE_URL="http://testserver")
def test_a_forgotten_password_is_replaced_by_a_link_in_the_mail(client, ada):
    response = client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    assert response.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox[0].to == ["ada@example.org"]
    form = client.get(reset_link(), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "the new rope holds"})
    assert sign_in(client, password="the new rope holds").headers["Location"] == reverse("home:home")


def test_the_link_works_once(client, ada):
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    form = client.get(reset_link(), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "the new rope holds"})
    response = Client().get(reset_link(), follow=True)
    assert response.status_code == 410
    assert b"no longer works" in response.content


@override_settings(BASE_URL="https://pm.example.org", ALLOWED_HOSTS=["*"])
def test_the_link_names_the_public_address_whatever_host_was_asked(client, ada):
    client.post("/accounts/password/reset/", {"email": "ada@example.org"}, headers={"host": "evil.example"})
    assert "https://pm.example.org/accounts/password/reset/key/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_an_unknown_address_gets_the_same_page_and_no_mail(client, ada):
    response = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert response.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_the_sixth_link_for_one_address_in_a_minute_is_refused(client, ada):
    answers = [client.post("/accounts/password/reset/", {"email": "ada@example.org"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_password_that_is_too_common_is_refused_beside_its_field(client, ada):
    client.force_login(ada)
    data = {"oldpassword": "a good old rope", "password1": "password"}
    response = client.post("/accounts/password/change/", data)
    assert response.status_code == 422
    assert b"too common" in response.content


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, ada, signed_in):
    other = signed_in(ada)
    client.force_login(ada)
    data = {"oldpassword": "a good old rope", "password1": "the new rope holds"}
    assert client.post("/accounts/password/change/", data).headers["Location"] == reverse("accounts:profile")
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_the_wrong_current_password_changes_nothing(client, ada):
    client.force_login(ada)
    data = {"oldpassword": "nope", "password1": "the new rope holds"}
    response = client.post("/accounts/password/change/", data)
    assert response.status_code == 422
    assert b"not your current password" in response.content
    ada.refresh_from_db()
    assert ada.check_password("a good old rope")


# -- a session that has ended ----------------------------------------------------------------------


def test_a_fragment_asked_for_without_a_session_sends_the_whole_page_to_sign_in(client, ada):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/incidents/?sort=title"}
    response = client.get(reverse("accounts:people"), headers=headers)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == f"{LOGIN}?next=/incidents/%3Fsort%3Dtitle"


def test_a_verb_pressed_without_a_session_leads_back_to_its_page(client, ada):
    headers = {"referer": "http://testserver/people/ada/"}
    response = client.post("/people/ada/deactivate/", headers=headers)
    assert response.headers["Location"] == f"{LOGIN}?next=/people/ada/"


@pytest.mark.parametrize("referer", ["https://evil.example/people/ada/", "", "nonsense"])
def test_a_verb_that_came_from_elsewhere_leads_to_the_first_page(client, ada, referer):
    response = client.post("/people/ada/deactivate/", headers={"referer": referer})
    assert response.headers["Location"] == f"{LOGIN}?next=/"
