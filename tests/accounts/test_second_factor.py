"""The second factor: setting it up, signing in with it, losing it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from accounts.models import AuditEntry
from accounts.models.audit import Verb

LOGIN = "/accounts/login/"
INDEX = "/accounts/2fa/"
ACTIVATE = "/accounts/2fa/app/on/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
PROFILE = "/settings/profile/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def pass_password(client: Client, password: str = "password"):
    return client.post(LOGIN, {"login": "cai@example.org", "password": password})


def confirm(client: Client) -> None:
    """Sign in, and once more for what changes the second factor."""
    pass_password(client)
    assert client.post("/accounts/confirm/", {"password": "password"}).status_code == 302


def set_up(client):
    """Sign in, set an app up; its secret."""
    confirm(client)
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'data-copy="([A-Z2-7]{32})"|>([A-Z2-7]{32})<', page)
    secret = next(filter(None, secret.groups()))
    assert client.post(ACTIVATE, {"code": code_of(secret)}).status_code == 302
    return secret


@pytest.fixture
def app(client, member):
    """The secret of Cai's app; ``client`` is the browser that set it up."""
    return set_up(client)


def test_the_app_is_set_up_with_a_code_it_shows(client, app, member):
    assert "Set up since" in client.get(INDEX).content.decode()
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_a_wrong_code_sets_nothing_up(client, member):
    confirm(client)
    client.get(ACTIVATE)
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_its_secret_is_stored_encrypted(app):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert app not in stored


def test_what_is_stored_outlives_a_new_secret_key(client, app, settings):
    old, new = settings.SECRET_KEY, "another-" + "y" * 40
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[old]):
        assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(app))


def test_after_the_secret_key_is_lost_no_code_signs_in_and_the_command_helps(app):
    with override_settings(SECRET_KEY="another-" + "y" * 40):
        other = Client()
        pass_password(other)
        for code in (code_of(app), code_of("A" * 32), "00000000"):
            assert other.post(AUTHENTICATE, {"code": code}).status_code == 422
        call_command("reset_second_factor", "cai@example.org")
        assert pass_password(Client()).headers["Location"] == "/"


def test_a_password_alone_no_longer_signs_in(app):
    other = Client()
    assert pass_password(other).headers["Location"] == AUTHENTICATE
    assert other.get(PROFILE).status_code == 302
    assert other.post(AUTHENTICATE, {"code": "000000"}).status_code == 422
    assert other.get(PROFILE).status_code == 302


def test_password_and_code_sign_in(app):
    other = Client()
    pass_password(other)
    assert other.get(AUTHENTICATE).status_code == 200
    # the code of the next half minute, since each is taken once
    nxt = format_hotp_value(hotp_value(app, int(time.time()) // 30 + 1))
    assert other.post(AUTHENTICATE, {"code": nxt}).status_code == 302
    assert other.get(PROFILE).status_code == 200


def test_a_recovery_code_signs_in_once(client, app):
    page = client.get("/accounts/2fa/codes/").content.decode()
    recovery = re.findall(r"<li><code>(\d+)</code>", page)
    assert len(recovery) == 10
    for status in (302, 422):
        other = Client()
        pass_password(other)
        assert other.post(AUTHENTICATE, {"code": recovery[0]}).status_code == status


def test_a_change_asks_once_more_for_who_one_is(signed_in, member):
    browser = signed_in(member)
    answer = browser.get(ACTIVATE)
    assert answer.headers["Location"].startswith("/accounts/confirm/?next=")
    page = answer.headers["Location"]
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"password": "wrong"}).status_code == 422
    assert browser.post(page, {"password": "password"}).headers["Location"] == ACTIVATE
    assert browser.get(ACTIVATE).status_code == 200


def test_what_happens_to_the_second_factor_is_on_record(client, app, member):
    client.post("/accounts/2fa/codes/new/")
    client.post("/accounts/2fa/app/off/")
    told = AuditEntry.objects.filter(verb=Verb.SECOND_FACTOR).order_by("pk")
    changes = [change for entry in told for change in entry.after.items()]
    assert {("added", "totp"), ("removed", "totp")} <= set(changes)
    assert {entry.actor for entry in told} == {member}
    assert app not in str(list(told.values()))


def test_who_lost_it_is_let_in_again_by_a_command(client, app, member, capsys):
    call_command("reset_second_factor", "Cai@example.org")
    assert not Authenticator.objects.exists()
    assert client.get(PROFILE).status_code == 302  # whoever had the device is out
    assert pass_password(Client()).headers["Location"] == "/"
    assert AuditEntry.objects.get(after={"reset": True}).key == "@cai"


@pytest.mark.parametrize("email", ["nobody@example.org", "cai@example.org"])
def test_the_command_says_what_it_cannot_do(member, email):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", email)


def test_a_deactivated_person_is_kept_out_before_the_second_factor(app, member):
    member.deactivate()
    assert pass_password(Client()).headers["Location"] == "/accounts/inactive/"


def test_nobody_sees_or_removes_the_passkey_of_another(signed_in, member, lead):
    key = Authenticator.objects.create(user=lead, type="webauthn", data={})
    browser = Client()
    confirm(browser)
    assert browser.post(f"/accounts/2fa/passkeys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_made_up_passkeys_sign_nobody_in(client, member):
    for made_up in ("{}", "[]", "null", "x", '{"id": "x", "rawId": "eA", "type": "public-key", "response": {}}'):
        client.post("/accounts/2fa/passkeys/sign-in/", {"credential": made_up})
        assert client.get(PROFILE).status_code == 302
