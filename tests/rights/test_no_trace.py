"""A restricted incident leaves no trace for those who may not see it: every answer is as if it were not there."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.models import ApiToken
from core.keys import KEY
from incidents.models import Incident, Visibility
from tests.factories import NOON
from tests.rights.outside import TABLE
from tests.rights.world import SECRET, add_restricted, ask, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CHANGES_EACH_TIME = re.compile(
    r'(csrfmiddlewaretoken" value=|X-CSRFToken": |data-nonce=)"[^"]*"|audit-[\d-]+|/exports/[\da-f-]{36}/'
)
OF_THE_PROCESS = {"metrics"}  # counts garbage and connections, and nothing of any incident
SEARCHES = (
    "/search/?q={word}",
    "/search/?q={key}",
    "/search/?recent={key}",
    "/incidents/?q={word}",
    "/incidents/?q={key}",
    "/incidents/?tag={tag}",
    "/incidents/?visibility=restricted",
    "/postmortems/?view=list&q={word}",
    "/actions/?q={word}",
    "/postmortems/PM-1/complete/?q=INC-{word}",
    "/postmortems/PM-1/complete/?q=PM-{word}",
    "/postmortems/PM-1/complete/?q=ACT-{word}",
)
PROGRAMS = ("/api/v1/incidents", "/api/v1/incidents?q={word}", "/api/v1/postmortems", "/api/v1/action-items")
BLIND = ("lead", "member", "other", "viewer")


def plain(answer) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    told = f"{answer.status_code} {answer.headers.get('Location', '')} {body.decode(errors='replace')}"
    return CHANGES_EACH_TIME.sub("", told)


def is_shown(name: str) -> bool:
    """Whether an address shows something, and the same thing each time."""
    return f"GET {name}" in TABLE and "logout" not in name and name not in OF_THE_PROCESS


def next_key() -> str:
    """The key that the restricted incident has, or will get."""
    restricted = Incident.objects.filter(visibility=Visibility.RESTRICTED).first()
    return restricted.key if restricted else f"INC-{Incident.objects.latest('pk').pk + 1}"


def everything_shown(world, actor: str) -> dict[str, str]:
    """What ``actor`` is answered everywhere but on the restricted things' own pages, and to every search for them."""
    client = world.client(actor)
    places = [place for route in world.addresses() if is_shown(route.name) for place in route.places[:2]]
    words = {"word": SECRET, "tag": f"{SECRET.lower()}-restricted", "key": next_key()}
    shown = {place: plain(ask(client, "GET", place)) for place in places}
    shown |= {search: plain(ask(client, "GET", search.format(**words))) for search in SEARCHES}
    _token, text = ApiToken.issue(world.people[actor], name="Crawl", scope="read")
    for address in PROGRAMS:
        shown[address] = plain(client.get(address.format(**words), headers={"Authorization": f"Bearer {text}"}))
    ApiToken.objects.filter(name="Crawl").delete()
    client.logout()  # the profile lists where one is signed in
    cache.clear()
    return shown


@pytest.mark.parametrize("actor", BLIND)
def test_pages_lists_counts_choices_and_searches_are_as_if_it_were_not_there(actor):
    with time_machine.travel(NOON, tick=False):
        world = make_world()
        before = everything_shown(world, actor)
        after = everything_shown(add_restricted(world), actor)
    assert [place for place in before if before[place] != after[place]] == []
    assert [place for place, text in after.items() if SECRET in text and "q={word}" not in place] == []


def test_this_check_sees_what_the_named_person_sees():
    with time_machine.travel(NOON, tick=False):
        world = make_world()
        before = everything_shown(world, "named")
        after = everything_shown(add_restricted(world), "named")
    told = {place for place in before if before[place] != after[place]}
    assert {"/incidents/", "/postmortems/", "/actions/", "/api/v1/incidents", "/incidents/?q={word}"} <= told


@pytest.mark.parametrize("actor", BLIND[1:3])
def test_naming_it_in_a_form_is_answered_as_naming_nothing(actor):
    world = add_restricted(make_world())
    client = world.client(actor)
    hidden = Incident.objects.get(visibility=Visibility.RESTRICTED).key
    own = world.things[Visibility.ORGANISATION]
    forms = {
        reverse("incidents:add_link", args=[f"INC-{own['inc']}"]): {"kind": "related", "other": "{key}"},
        reverse("postmortems:start"): {"incidents": "{key}", "incident": "{key}"},
        reverse("incidents:add_event", args=[f"INC-{own['inc']}"]): {"time": "12:00", "text": "see {key}"},
        reverse("postmortems:preview", args=[f"PM-{own['pm']}"]): {"markdown": "{key}"},
    }
    for address, data in forms.items():
        hidden_one, absent = (
            plain(ask(client, "POST", address, {name: value.format(key=key) for name, value in data.items()}))
            for key in (hidden, "INC-9999")
        )
        assert re.sub(rf"{hidden}\b", "KEY", hidden_one) == absent.replace("INC-9999", "KEY"), address
        assert SECRET not in hidden_one


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_its_own_addresses_are_answered_as_those_of_nothing(method):
    world = add_restricted(make_world())
    client = world.client("other")
    for route in world.addresses():
        if len(route.places) < 3 or route.name.startswith("postmortems:revision"):
            continue
        hidden = route.places[2]
        absent = re.sub(r"(INC|PM|ACT)-\d+", r"\g<1>-9999", hidden)
        answers = [KEY.sub("KEY", plain(ask(client, method, place))) for place in (hidden, absent)]
        assert answers[0] == answers[1], hidden
