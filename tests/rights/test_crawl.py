"""Every address, asked by everybody: one literal table (``tests/rights/table.py``) says who gets in where."""

import pytest
from django.core.cache import cache

from tests.rights.outside import TABLE
from tests.rights.world import ACTORS, ALONE, add_restricted, ask, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SIGN_IN = "/accounts/login/"


def mark(answer) -> str:
    """As in the table; ``!`` is an address that breaks."""
    if answer.status_code == 302 and answer["Location"].startswith(SIGN_IN + "?"):
        return "?"
    if answer.status_code >= 500:
        return "!"
    return {403: "-", 404: ".", 410: "."}.get(answer.status_code, "+")


def row(clients, method: str, place: str) -> str:
    """A mark for everybody, "" if the address does not take this method."""
    marks = {}
    for actor, client in clients.items():
        answer = ask(client, method, place)
        if answer.status_code == 405:
            return ""
        marks[actor] = mark(answer)
    alone = marks.pop(ALONE)
    return "".join(marks.values()) + ("" if alone == marks["other"] else f" but {alone} for who is in no team")


def rights_now() -> dict[str, tuple[str, ...]]:
    """Each verb that an address takes, and the marks for a thing of each visibility."""
    world = add_restricted(make_world())
    clients = {actor: world.client(actor) for actor in (*ACTORS, ALONE)}
    found = {}
    for route in world.addresses():
        for method in ("GET", "POST"):
            rows = tuple(row(clients, method, place) for place in route.places)
            if any(rows):
                found[f"{method} {route.name}"] = rows
            cache.clear()  # rate limits
    return found


def test_everybody_gets_in_exactly_where_the_table_says():
    assert rights_now() == TABLE
