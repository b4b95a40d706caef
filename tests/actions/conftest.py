"""People around an action item: Ada owns it, Bob is on her team, Vera reads, Zoe is on another team."""

import pytest

from tests.factories import make_team, make_user, make_viewer


@pytest.fixture
def ada(db):
    return make_user("Ada", time_zone="UTC")


@pytest.fixture
def bob(db):
    return make_user("Bob", time_zone="UTC")


@pytest.fixture
def vera(db):
    return make_viewer("Vera")


@pytest.fixture
def zoe(db):
    zoe = make_user("Zoe")
    make_team("Platform", members=(zoe,))
    return zoe


@pytest.fixture
def signed_in(client):
    """`signed_in(person)` is a browser of theirs."""

    def enter(person):
        client.force_login(person)
        return client

    return enter
