"""Inviting, sending again, taking back, and joining."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LinkUsedUp, OneTimeLink, User
from accounts.models.links import INVITATION_LASTS
from tests.factories import make_team, make_user

INVITE = reverse("accounts:invite")
WELL = {"name": "Dora Diaz", "password": "a good old rope", "time_zone": "Europe/Berlin"}


def invite(client: Client, email: str = "dora@example.org", role: str = "member", **more: object):
    return client.post(INVITE, {"email": email, "role": role, **more})


def link_in_mail(number: int = -1) -> str:
    link = next(line for line in mail.outbox[number].body.splitlines() if "/join/" in line)
    return "/" + link.split("/", 3)[3]


@pytest.fixture
def as_admin(admin, signed_in):
    return signed_in(admin)


# -- inviting --------------------------------------------------------------------------------------


def test_an_invitation_goes_out_by_mail_with_a_link_for_seven_days(as_admin, admin):
    assert invite(as_admin).headers["Location"] == reverse("accounts:people")
    invitation = OneTimeLink.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == ("dora@example.org", "member", admin)
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    assert mail.outbox[0].to == ["dora@example.org"]
    assert mail.outbox[0].subject == "Alice invites you to Postmortems"
    assert invitation.sent_at


def test_the_token_is_in_the_mail_alone(as_admin):
    invite(as_admin)
    token = link_in_mail().split("/")[2]
    assert token not in str(OneTimeLink.objects.values())


def test_pending_invitations_are_listed_for_admins(as_admin, signed_in, member):
    invite(as_admin)
    assert b"dora@example.org" in as_admin.get(reverse("accounts:people")).content
    assert b"dora@example.org" not in signed_in(member).get(reverse("accounts:people")).content


def test_an_address_that_has_an_account_is_named(as_admin, member):
    response = invite(as_admin, "Cai@example.org")
    assert response.status_code == 422
    assert b"Cai has an account with this address already." in response.content
    assert b'value="Cai@example.org"' in response.content
    assert mail.outbox == []


def test_the_address_of_somebody_deactivated_points_to_reactivating(as_admin):
    make_user("Eve", is_active=False)
    assert b"Reactivate it" in invite(as_admin, "eve@example.org").content


def test_an_address_that_was_invited_is_not_invited_twice(as_admin):
    invite(as_admin)
    response = invite(as_admin, "DORA@example.org")
    assert response.status_code == 422
    assert b"was invited already" in response.content
    assert OneTimeLink.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "not an address", "role": "member"}, "id_email"),
        ({"email": "", "role": "member"}, "id_email"),
        ({"email": "dora@example.org", "role": "queen"}, "id_role"),
        ({"email": "dora@example.org", "role": "member", "team": "999"}, "id_team"),
    ],
)
def test_wrong_input_is_named_beside_its_field(as_admin, data, field):
    response = as_admin.post(INVITE, data)
    assert response.status_code == 422
    assert f'id="{field}_error"'.encode() in response.content or f"error_1_{field}".encode() in response.content
    assert not OneTimeLink.objects.exists()


def test_a_mail_server_that_refuses_is_told_of_and_the_invitation_stays(as_admin, monkeypatch):
    def refuse(self: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    page = as_admin.post(INVITE, {"email": "dora@example.org", "role": "member"}, follow=True)
    assert b"did not take the invitation" in page.content
    assert b"The mail could not be sent." in page.content


def test_the_database_keeps_two_pending_invitations_of_one_address_apart(db):
    OneTimeLink(kind="invitation", email="dora@example.org").renew(INVITATION_LASTS)
    with pytest.raises(IntegrityError):
        OneTimeLink(kind="invitation", email="dora@example.org").renew(INVITATION_LASTS)


# -- sending again, taking back --------------------------------------------------------------------


def test_sending_again_renews_the_link_and_ends_the_old_one(as_admin, client):
    invite(as_admin)
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    as_admin.post(reverse("accounts:resend", args=[OneTimeLink.objects.get().pk]))
    assert client.get(link_in_mail(0)).status_code == 404
    assert client.get(link_in_mail(1)).status_code == 200


def test_a_withdrawn_invitation_lets_nobody_in_until_that_is_undone(as_admin, client):
    invite(as_admin)
    number = OneTimeLink.objects.get().pk
    page = as_admin.post(reverse("accounts:withdraw", args=[number]), follow=True)
    assert reverse("accounts:restore", args=[number]).encode() in page.content
    assert client.get(link_in_mail()).status_code == 410
    as_admin.post(reverse("accounts:restore", args=[number]))
    assert client.get(link_in_mail()).status_code == 200


def test_undoing_a_withdrawal_after_a_new_invitation_says_so(as_admin):
    invite(as_admin)
    number = OneTimeLink.objects.get().pk
    as_admin.post(reverse("accounts:withdraw", args=[number]))
    invite(as_admin)
    page = as_admin.post(reverse("accounts:restore", args=[number]), follow=True)
    assert b"was invited anew meanwhile" in page.content


def test_sending_again_does_not_revive_what_was_accepted_meanwhile(db):
    link = OneTimeLink(kind="invitation", email="dora@example.org")
    token = link.renew(INVITATION_LASTS)
    as_the_admin_saw_it = OneTimeLink.objects.get()
    OneTimeLink.found("invitation", token).join(**WELL)
    with pytest.raises(LinkUsedUp):
        as_the_admin_saw_it.renew(INVITATION_LASTS)
    assert OneTimeLink.objects.get().used_at


def test_a_withdrawn_invitation_is_not_sent_again(as_admin):
    invite(as_admin)
    number = OneTimeLink.objects.get().pk
    as_admin.post(reverse("accounts:withdraw", args=[number]))
    assert as_admin.post(reverse("accounts:resend", args=[number])).status_code == 404


def test_two_admins_who_invite_the_same_address_at_once_make_one_invitation(as_admin, monkeypatch):
    invite(as_admin)
    monkeypatch.setattr("accounts.models.links.LinkQuerySet.pending", lambda links: links.none())
    response = invite(as_admin)
    assert response.status_code == 422
    assert b"was invited already" in response.content
    assert OneTimeLink.objects.count() == 1


def test_an_accepted_invitation_cannot_be_sent_again(as_admin, client):
    invite(as_admin)
    client.post(link_in_mail(), WELL)
    assert as_admin.post(reverse("accounts:resend", args=[OneTimeLink.objects.get().pk])).status_code == 404


# -- joining ---------------------------------------------------------------------------------------


def test_joining_makes_the_account_in_its_team_and_signs_in(as_admin, client):
    team = make_team("Payments")
    invite(as_admin, role="viewer", team=team.pk)
    response = client.post(link_in_mail(), WELL)
    assert response.headers["Location"] == reverse("home:home")
    dora = User.objects.get(email="dora@example.org")
    assert (dora.name, dora.role, dora.time_zone, dora.handle) == ("Dora Diaz", "viewer", "Europe/Berlin", "dora")
    assert dora.check_password("a good old rope")
    assert list(dora.teams.all()) == [team]
    assert client.session["_auth_user_id"] == str(dora.pk)


def test_opening_the_invitation_does_not_use_it_up(as_admin, client):
    invite(as_admin)
    for _scanner in range(2):
        page = client.get(link_in_mail())
        assert page.status_code == 200
        assert b"dora@example.org" in page.content


def test_a_used_invitation_says_so(as_admin, client):
    invite(as_admin)
    client.post(link_in_mail(), WELL)
    response = Client().get(link_in_mail())
    assert response.status_code == 410
    assert b"Somebody has joined with it" in response.content


def test_an_expired_invitation_says_so(as_admin, client):
    invite(as_admin)
    OneTimeLink.objects.update(expires_at=timezone.now())
    response = client.post(link_in_mail(), WELL)
    assert response.status_code == 410
    assert b"older than seven days" in response.content


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, b"This field is required"),
        ({"name": "x" * 121}, b"at most 120 characters"),
        ({"password": "short"}, b"too short"),
        ({"password": "password"}, b"too common"),
        ({"password": "dora@example.org"}, b"too similar to the e-mail address"),
        ({"time_zone": "Europe/Atlantis"}, b"is not a time zone we know"),
    ],
)
def test_wrong_input_is_named_and_what_was_typed_stays(as_admin, client, wrong, words):
    invite(as_admin)
    response = client.post(link_in_mail(), {**WELL, **wrong})
    assert response.status_code == 422
    assert words in response.content
    kept = {**WELL, **wrong}
    assert f'value="{kept["time_zone"]}"'.encode() in response.content
    assert b"a good old rope" not in response.content
    assert not User.objects.filter(email="dora@example.org").exists()


@pytest.mark.parametrize(
    ("typed", "zone"), [("berlin", "Europe/Berlin"), ("new york", "America/New_York"), ("utc", "UTC")]
)
def test_a_city_is_enough_to_name_a_zone(as_admin, client, typed, zone):
    invite(as_admin)
    client.post(link_in_mail(), {**WELL, "time_zone": typed})
    assert User.objects.get(email="dora@example.org").time_zone == zone


def test_an_address_that_got_an_account_meanwhile_is_told_to_sign_in(as_admin, client):
    invite(as_admin)
    make_user("Dora")
    response = client.post(link_in_mail(), WELL)
    assert response.status_code == 422
    assert b"There is an account with this address already" in response.content
    assert User.objects.filter(email="dora@example.org").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_token_is_not_there(client, db, method):
    assert getattr(client, method)("/join/" + "x" * 43 + "/").status_code == 404


def test_of_two_who_join_at_the_same_moment_one_gets_the_account(db):
    token = OneTimeLink(kind="invitation", email="dora@example.org").renew(INVITATION_LASTS)
    first, second = (OneTimeLink.found("invitation", token) for _browser in range(2))
    first.join(**WELL)
    with pytest.raises(LinkUsedUp):
        second.join(**WELL)
    assert User.objects.count() == 1
