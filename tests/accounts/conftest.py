"""Fixtures of the tests about people: who is signed in, and a clean slate of rate limits."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.factories import make_admin, make_team, make_user, make_viewer


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def admin(db) -> User:
    return make_admin("Alice")


@pytest.fixture
def lead(db) -> User:
    """Bob, who leads Payments."""
    return make_user("Bob")


@pytest.fixture
def team(lead):
    return make_team("Payments", leads=(lead,))


@pytest.fixture
def member(db) -> User:
    return make_user("Cai")


@pytest.fixture
def viewer(db) -> User:
    return make_viewer("Vic")


@pytest.fixture
def signed_in():
    """``signed_in(user)``: a browser in which ``user`` is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser
