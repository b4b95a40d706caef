"""Everybody whose rights differ, and an afternoon on which something happened."""

from types import SimpleNamespace

import pytest
import time_machine

from tests.factories import make_admin, make_team, make_user, make_viewer

AFTERNOON = "2026-11-03T14:30:00Z"  # a Tuesday; in Berlin it is 15:30


@pytest.fixture(autouse=True)
def afternoon():
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.fixture
def people(db):
    """``lead`` and ``member`` are of Payments, ``other`` and ``named`` of Platform."""
    cast = {name: make_user(name.title(), time_zone="Europe/Berlin") for name in ("lead", "member", "other", "named")}
    cast |= {"admin": make_admin(time_zone="Europe/Berlin"), "viewer": make_viewer(time_zone="Europe/Berlin")}
    payments = make_team("Payments", members=(cast["member"],), leads=(cast["lead"],))
    platform = make_team("Platform", members=(cast["other"], cast["named"]))
    return SimpleNamespace(**cast, payments=payments, platform=platform)


@pytest.fixture
def member(client, people):
    """A client signed in as the member of Payments; ``member.user`` is who."""
    client.force_login(people.member)
    client.user = people.member
    return client
