"""Sign-in by the organisation's provider, the whole code flow against a real one."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import AuditEntry, OneTimeLink, User
from accounts.models.audit import Verb
from accounts.models.links import INVITATION_LASTS
from tests.factories import make_admin, make_team, make_user
from tests.oidc.conftest import LOGIN

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def changed(address: str, **query: str) -> str:
    """``address`` with other values in its query."""
    parts = urlsplit(address)
    now = {name: values[0] for name, values in parse_qs(parts.query).items()} | query
    return parts._replace(query=urlencode(now)).geturl()


def refusals() -> list[tuple[str, str]]:
    found = AuditEntry.objects.filter(verb=Verb.SIGN_IN_FAILED).order_by("pk")
    return [(entry.after["because"], entry.label) for entry in found]


# -- who gets in -----------------------------------------------------------------------------------


def test_a_person_comes_in_by_the_address_that_the_provider_verified(visit):
    ada = make_user("Ada")
    answer = visit.sign_in("ada@example.org")
    assert answer.headers["Location"] == "/"
    assert visit.here.session["_auth_user_id"] == str(ada.pk)


def test_the_sign_in_is_on_record_with_the_way_it_was_made(visit):
    make_user("Ada")
    visit.sign_in("ada@example.org")
    entries = AuditEntry.objects.order_by("pk").values_list("verb", "key", "after")
    assert list(entries) == [(Verb.LINKED, "@ada", {"with": "Acme"}), (Verb.SIGNED_IN, "@ada", {"with": "Acme"})]


def test_it_leads_back_to_the_page_that_was_asked_for(visit):
    make_user("Ada")
    assert visit.sign_in("ada@example.org", next="/actions/").headers["Location"] == "/actions/"


def test_another_site_is_not_led_to(visit):
    make_user("Ada")
    assert visit.sign_in("ada@example.org", next="https://evil.example/").headers["Location"] == "/"


def test_whose_account_it_is_stays_when_the_address_here_changes(visit, another):
    ada = make_user("Ada")
    visit.sign_in("ada@example.org")
    ada.change_email("ada@elsewhere.example")
    again = another()
    again.sign_in("ada@example.org")
    assert again.here.session["_auth_user_id"] == str(ada.pk)
    assert SocialAccount.objects.count() == 1


def test_a_password_that_was_there_before_stays(visit):
    ada = make_user("Ada")
    visit.sign_in("ada@example.org")
    ada.refresh_from_db()
    assert ada.check_password("password")


def test_somebody_invited_joins_with_the_role_and_team_of_the_invitation(visit):
    payments = make_team("Payments")
    link = OneTimeLink(kind="invitation", email="dora@example.org", role="viewer", team=payments)
    link.renew(INVITATION_LASTS)
    visit.sign_in("dora@example.org")
    dora = User.objects.get(email="dora@example.org")
    assert visit.is_in
    assert (dora.role, list(dora.teams.all()), dora.has_usable_password()) == ("viewer", [payments], False)


def test_a_stranger_is_made_a_person_where_the_settings_say_so(visit, configured):
    configured.OIDC_NEW_PEOPLE = "viewer"
    visit.sign_in("grace.hopper@example.org")
    grace = User.objects.get(email="grace.hopper@example.org")
    assert visit.is_in
    assert (grace.name, grace.role, grace.has_usable_password()) == ("grace hopper", "viewer", False)


def test_a_second_factor_that_was_set_up_here_is_asked_for(visit):
    ada = make_user("Ada")
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    assert visit.sign_in("ada@example.org").headers["Location"] == "/accounts/2fa/authenticate/"
    assert not visit.is_in


# -- who does not ----------------------------------------------------------------------------------


def is_refused(visit, login: str, because: str) -> None:
    answer = visit.sign_in(login)
    assert answer.status_code == 403
    assert refusals() == [(because, login if "@" in login else "")]
    assert not visit.is_in
    assert SocialAccount.objects.count() == 0


def test_an_address_that_the_provider_did_not_verify_lets_nobody_in(visit):
    make_user("Eve", email="unverified.eve@example.org")
    is_refused(visit, "unverified.eve@example.org", "not-verified")


def test_somebody_unknown_stays_out_unless_the_settings_say_otherwise(visit):
    is_refused(visit, "nobody@example.org", "unknown")
    assert User.objects.count() == 0


def test_an_address_of_another_domain_stays_out_even_if_it_is_known(visit, configured):
    configured.OIDC_EMAIL_DOMAINS = ["example.org"]
    make_user("Mallory", email="mallory@elsewhere.example")
    is_refused(visit, "mallory@elsewhere.example", "domain")


def test_somebody_without_an_address_stays_out(visit):
    is_refused(visit, "nameless", "no-address")


def test_a_deactivated_person_stays_out(visit):
    make_admin()
    make_user("Ada").deactivate()
    is_refused(visit, "ada@example.org", "deactivated")


def test_a_person_deactivated_after_their_first_sign_in_stays_out(visit, another):
    make_admin()
    ada = make_user("Ada")
    visit.sign_in("ada@example.org")
    ada.deactivate()
    again = another()
    assert again.sign_in("ada@example.org").status_code == 403
    assert not again.is_in


# -- a flow that was tampered with -----------------------------------------------------------------


def test_a_state_that_is_not_of_this_browser_is_refused(visit, another):
    make_user("Ada")
    back = visit.be("ada@example.org", visit.leave())
    somebody_else = another()
    assert somebody_else.come_back(back).status_code == 403
    assert visit.come_back(changed(back, state="made-up")).status_code == 403
    assert not visit.is_in
    assert not somebody_else.is_in


def test_an_answer_serves_once(visit):
    make_user("Ada")
    back = visit.be("ada@example.org", visit.leave())
    assert visit.come_back(back).status_code == 302
    visit.here.logout()
    assert visit.come_back(back).status_code == 403
    assert not visit.is_in


def test_a_token_made_for_another_sign_in_is_refused(visit):
    make_user("Ada")
    back = visit.be("ada@example.org", changed(visit.leave(), nonce="of-another-sign-in"))
    assert visit.come_back(back).status_code == 403
    assert refusals() == [("failed", "")]
    assert not visit.is_in


def test_a_code_without_the_secret_that_belongs_to_it_is_refused(visit, another):
    make_user("Ada")
    theirs = another()
    code = parse_qs(urlsplit(theirs.be("ada@example.org", theirs.leave())).query)["code"][0]
    own = visit.be("ada@example.org", visit.leave())
    assert visit.come_back(changed(own, code=code)).status_code == 403
    assert not visit.is_in


def test_what_stands_in_the_address_changes_nothing_about_what_is_asked(visit):
    asked = parse_qs(urlsplit(visit.leave(scope="admin", auth_params="prompt=none", process="connect")).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/callback/"]


def test_stopping_at_the_provider_is_said_calmly(visit):
    state = parse_qs(urlsplit(visit.leave()).query)["state"][0]
    answer = visit.here.get("/accounts/oidc/callback/", {"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert b"You stopped before Acme was done" in answer.content


def test_a_provider_that_does_not_answer_gets_a_page_not_an_error(configured):
    configured.OIDC_ISSUER = "http://127.0.0.1:1"
    answer = Client().get(LOGIN)
    assert answer.status_code == 403
    assert b"did not answer as expected" in answer.content


def test_too_many_tries_are_refused(visit):
    answers = [visit.here.get(LOGIN).status_code for _ in range(31)]
    assert answers[-1] == 429


# -- the pages -------------------------------------------------------------------------------------


def test_the_sign_in_page_offers_it_and_keeps_the_way_back(visit):
    page = visit.here.get("/accounts/login/?next=/actions/").content.decode()
    assert "Sign in with Acme" in page
    assert f'href="{LOGIN}?next=/actions/"' in page
    assert 'name="password"' in page


def test_without_a_provider_there_is_nothing_of_it(client):
    assert b"Sign in with" not in client.get("/accounts/login/").content.replace(b"Sign in with a passkey", b"")
    assert client.get(LOGIN).status_code == 404
    assert client.get("/accounts/oidc/callback/").status_code == 404


def test_where_it_is_the_only_way_passwords_and_passkeys_are_closed(visit, configured):
    configured.OIDC_ONLY = True
    make_user("Ada")
    page = visit.here.get("/accounts/login/").content
    assert b"Sign in with Acme" in page
    assert b'name="password"' not in page
    assert visit.here.post("/accounts/login/", {"login": "ada@example.org", "password": "password"}).status_code == 404
    for address in ("/accounts/password/reset/", "/accounts/2fa/passkeys/sign-in/"):
        assert visit.here.get(address).status_code == 404
    visit.sign_in("ada@example.org")
    assert visit.is_in
    assert visit.here.get("/accounts/password/set/").status_code == 404


def test_where_it_is_the_only_way_an_invitation_leads_to_it(visit, configured):
    configured.OIDC_ONLY = True
    token = OneTimeLink(kind="invitation", email="dora@example.org").renew(INVITATION_LASTS)
    page = visit.here.post(f"/join/{token}/", {"name": "Dora", "password": "a good old rope", "time_zone": "UTC"})
    assert b"Sign in with Acme" in page.content
    assert not User.objects.filter(email="dora@example.org").exists()


def test_the_administrators_link_stays_a_way_in(visit, configured):
    configured.OIDC_ONLY = True
    link = OneTimeLink.entry(make_admin())
    visit.here.post(link.removeprefix("http://testserver"))
    assert visit.is_in
