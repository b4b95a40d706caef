"""Two people, on a Tuesday in November."""

import pytest
import time_machine

from accounts.models import User
from tests.factories import NOON, make_user


@pytest.fixture(autouse=True)
def _on_a_tuesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ada(db) -> User:
    return make_user("Ada")


@pytest.fixture
def bea(db) -> User:
    return make_user("Bea")


@pytest.fixture
def page(client):
    """``page(user)``: the first page as ``user`` gets it."""

    def look(user: User) -> str:
        client.force_login(user)
        response = client.get("/")
        assert response.status_code == 200
        return str(response.content.decode())

    return look
