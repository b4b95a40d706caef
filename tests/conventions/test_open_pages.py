"""Everything is behind sign-in but what is named here; and looking at a page never changes anything."""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from tests.conventions.routes import Route, routes, sample

OPEN = {
    "healthz",
    "readyz",
}


def is_closed(response):
    """A stranger is sent to sign in, or told that there is nothing here."""
    return response.status_code == 404 or (
        response.status_code == 302 and response["Location"].split("?")[0] == resolve_url(settings.LOGIN_URL)
    )


@pytest.mark.django_db
def test_what_is_open_to_strangers_is_exactly_this(client):
    found = {
        route.name
        for route in routes()
        if not (is_closed(client.get(route.address)) and is_closed(client.post(route.address)))
    }
    assert found == OPEN


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
    assert Route("home:home", "/") in set(routes())
