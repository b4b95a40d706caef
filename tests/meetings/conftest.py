"""A postmortem of Payments with people around it: Olga owns it, Max responded, Fay facilitates, Vera only reads."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from meetings import scheduling
from tests.factories import fill, make_event, make_incident, make_postmortem, make_team, make_user, make_viewer


@dataclass(frozen=True)
class People:
    olga: User
    max: User
    fay: User
    zoe: User
    vera: User

    def __getitem__(self, name: str) -> User:
        found = getattr(self, name)
        assert isinstance(found, User)
        return found


@pytest.fixture
def people(db):
    olga, max_, fay, zoe = (make_user(name) for name in ("Olga", "Max", "Fay", "Zoe"))
    make_team("Payments", members=(olga, max_))
    return People(olga, max_, fay, zoe, make_viewer("Vera"))


@pytest.fixture
def postmortem(people):
    incident = make_incident("Checkout answers 500", by=people.olga, team=people.olga.teams.get())
    make_event(incident, "The graph went up", author=people.max)
    return fill(make_postmortem(incident, owner=people.olga), reviewers=(people.fay,))


@pytest.fixture
def meeting(people, postmortem):
    """Tomorrow, called by Olga, facilitated by Fay; Max is invited."""
    return scheduling.schedule(
        postmortem,
        by=people.olga,
        starts_at=timezone.now() + timedelta(days=1),
        minutes=60,
        place="Room 4, second floor; ring twice",
        facilitator=people.fay,
        note_taker=None,
        invitees=[people.max, people.olga],
    )


@pytest.fixture
def signed_in(client, people):
    def enter(name):
        client.force_login(people[name])
        return client

    return enter
