"""Everything is behind sign-in but what is named here."""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from tests.conventions.routes import Route, routes, sample

OPEN = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:enter",  # the token in the address is the key
    "accounts:join",  # the token in the address is the key
    "actions:from_mail",  # the token in the address is the key
    "api:openapi-json",  # what the API can do; it says nothing about anybody
    "healthz",
    "publishing:feed",  # the token in the address is the key
    "meetings:feed",  # the token in the address is the key
    "mfa_authenticate",  # between password and second factor nobody is signed in yet
    "mfa_login_webauthn",
    "oidc_callback",  # the state in the address belongs to this browser's session
    "oidc_login",
    "metrics",  # from this machine, which the test client is on; else with a token
    "public:brand",
    "public:confirm",  # the key in the address is the key
    "public:feed",
    "public:leave",  # the key in the address is the key
    "public:list",  # what the public site shows is public
    "public:mark",
    "public:statement",
    "public:subscribe",
    "readyz",
    "trackers:hook",  # signed with the secret that both sides know
    "trackers:hook_without_slash",
}


API = "api:"  # its door is the token: without one it answers 401


def is_closed(response):
    """A stranger is sent to sign in, or told that there is nothing here, or asked for a token."""
    return response.status_code in (401, 404) or (
        response.status_code == 302 and response["Location"].split("?")[0] == resolve_url(settings.LOGIN_URL)
    )


def test_what_is_open_to_strangers_is_exactly_this():
    pages = {route.name for route in routes() if route.is_open and not route.name.startswith(API)}
    assert pages == {name for name in OPEN if not name.startswith(API)}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_meets_the_sign_in_everywhere_else(client, method):
    answers = {route.name: getattr(client, method)(route.address) for route in routes() if route.name not in OPEN}
    not_asked_for = {name for name, answer in answers.items() if name.startswith(API) and answer.status_code == 405}
    assert {name for name, answer in answers.items() if not is_closed(answer)} - not_asked_for == set()


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("incidents/<inc:number>/", "incidents/INC-1/"),
        ("^confirm-email/(?P<key>[-:\\w]+)/$", "confirm-email/x/"),
        ("<slug:handle>/<page>", "x/x"),
    ],
)
def test_every_pattern_has_an_address_to_try(pattern, address):
    assert sample(pattern) == address


def test_the_walk_names_routes_with_their_namespace():
    assert Route("home:home", "/", is_open=False) in set(routes())
