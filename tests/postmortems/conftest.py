"""People around a postmortem of Payments: Olga owns it, Lea leads the team, Max is on it, Rita reviews from elsewhere.

Zoe is on another team, Vera only reads, Ada is an admin; Sam sees nothing of Payments' own.
"""

from dataclasses import dataclass

import pytest

from accounts.models import Team, User
from tests.factories import fill, make_admin, make_incident, make_postmortem, make_team, make_user, make_viewer


@dataclass(frozen=True)
class People:
    olga: User
    lea: User
    max: User
    rita: User
    zoe: User
    vera: User
    ada: User
    payments: Team

    def __getitem__(self, name: str) -> User:
        found = getattr(self, name)
        assert isinstance(found, User)
        return found


@pytest.fixture
def people(db):
    olga, lea, max_ = make_user("Olga"), make_user("Lea"), make_user("Max")
    rita, zoe = make_user("Rita"), make_user("Zoe")
    payments = make_team("Payments", members=(olga, max_), leads=(lea,))
    make_team("Platform", members=(zoe, rita))
    return People(olga, lea, max_, rita, zoe, make_viewer("Vera"), make_admin("Ada"), payments)


@pytest.fixture
def incident(people):
    return make_incident("Checkout answers 500", by=people.olga, team=people.payments)


@pytest.fixture
def draft(people, incident):
    """A draft with nothing in it yet."""
    return make_postmortem(incident, owner=people.olga)


@pytest.fixture
def full(people, draft):
    """A draft that may be submitted; Rita is asked to review."""
    return fill(draft, reviewers=(people.rita,))


@pytest.fixture
def signed_in(client, people):
    """``signed_in("olga")`` is a browser of hers."""

    def enter(name):
        client.force_login(people[name])
        return client

    return enter
