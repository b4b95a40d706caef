"""The administrator's one-time link: the command, and what the link does."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LinkUsedUp, OneTimeLink, User
from tests.factories import make_admin, make_user


def admin_link(*args: str) -> str:
    out = StringIO()
    call_command("admin_link", *args, stdout=out)
    return out.getvalue()


def path_of(url: str) -> str:
    return "/" + url.strip().split("/", 3)[3]


# -- the command -----------------------------------------------------------------------------------


def test_the_first_link_makes_the_first_administrator(db):
    url = admin_link()
    assert url.startswith("http://testserver/enter/")
    assert url.count("\n") == 1
    admin = User.objects.get()
    assert (admin.email, admin.name, admin.is_admin) == ("admin@localhost", "Administrator", True)
    assert not admin.has_usable_password()


def test_a_second_link_is_for_the_same_administrator(db):
    admin_link()
    admin_link()
    assert User.objects.count() == 1
    assert OneTimeLink.objects.count() == 2


def test_without_an_address_it_is_for_the_oldest_admin(db):
    make_user("Bob")
    oldest = make_admin("Alice")
    make_admin("Zoe")
    admin_link()
    assert OneTimeLink.objects.get().email == oldest.email


def test_a_new_address_becomes_an_administrator(db):
    admin_link("Root@Example.org")
    assert User.objects.get().email == "root@example.org"
    assert User.objects.get().is_admin


def test_somebody_who_is_no_admin_gets_no_link(db):
    make_user("Bob")
    with pytest.raises(CommandError, match=r"bob@example.org is not an admin"):
        admin_link("bob@example.org")
    assert not OneTimeLink.objects.exists()


def test_somebody_who_was_deactivated_gets_no_link(db):
    make_admin("Alice", is_active=False)
    with pytest.raises(CommandError, match="is not active"):
        admin_link("alice@example.org")


@pytest.mark.parametrize("email", ["nonsense", "a b@example.org", "@"])
def test_what_is_no_address_is_refused_in_words(db, email):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        admin_link(email)
    assert not User.objects.exists()


@pytest.mark.parametrize("minutes", ["0", "-5", "soon", "999999"])
def test_minutes_outside_a_month_are_refused_in_words(db, minutes):
    with pytest.raises(CommandError, match="whole number of minutes"):
        admin_link("--minutes", minutes)


def test_it_lasts_a_day_or_the_minutes_asked_for(db):
    admin_link()
    admin_link("--minutes", "10")
    newest, first = OneTimeLink.objects.all()
    assert timedelta(hours=23) < first.expires_at - timezone.now() <= timedelta(hours=24)
    assert newest.expires_at - timezone.now() <= timedelta(minutes=10)


def test_only_a_hash_of_the_token_is_stored(db):
    token = admin_link().strip().split("/")[-2]
    assert len(token) >= 40
    assert token not in str(OneTimeLink.objects.values())


# -- the link --------------------------------------------------------------------------------------


@pytest.fixture
def link(db) -> str:
    return path_of(admin_link())


def test_opening_the_link_does_not_use_it_up(client, link):
    for _scanner in range(2):
        page = client.get(link)
        assert page.status_code == 200
        assert b"Sign in as the administrator" in page.content
    assert "_auth_user_id" not in client.session


def test_its_button_signs_in_and_leads_to_the_profile(client, link):
    response = client.post(link)
    assert response.headers["Location"] == reverse("accounts:profile")
    page = client.get(response.headers["Location"])
    assert b"You came in by a link that works once" in page.content
    assert b"Choose a password" in page.content
    assert b'data-time-zone="guess"' in page.content


def test_a_second_use_is_told_that_it_was_used(client, link):
    client.post(link)
    for answer in (Client().get(link), Client().post(link)):
        assert answer.status_code == 410
        assert b"It was used already" in answer.content


def test_an_expired_link_is_told_so(client, link):
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert b"Its time is over" in answer.content
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_token_is_not_there(client, link, method):
    wrong = "/enter/" + "x" * 43 + "/"
    assert getattr(client, method)(wrong).status_code == 404
    assert getattr(client, method)(link.replace("/enter/", "/join/")).status_code == 404


def test_a_link_of_somebody_who_is_admin_no_longer_lets_nobody_in(client, link):
    make_admin("Other")
    User.objects.get(email="admin@localhost").change_role("member")
    assert client.post(link).status_code == 410
    assert "_auth_user_id" not in client.session


def test_of_two_at_the_same_moment_one_gets_in(db):
    make_admin("Alice")
    token = admin_link().strip().split("/")[-2]
    first, second = (OneTimeLink.found("entry", token) for _browser in range(2))
    assert first.enter().name == "Alice"
    with pytest.raises(LinkUsedUp):
        second.enter()


def test_an_address_that_tries_link_after_link_is_stopped(client, db):
    answers = [client.get(f"/{door}/made-up-{n}/").status_code for door in ("enter", "join") for n in range(31)]
    assert answers[29:31] == [404, 429]
    assert answers[60:] == [404, 429]
