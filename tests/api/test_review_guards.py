"""Every verb of a review from every state, by everybody, through the page and through the API: the same answers."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken
from postmortems import review
from tests.api.conftest import Program
from tests.factories import fill, make_incident, make_postmortem, make_team, make_user, make_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ACTORS = ("owner", "lead", "reviewer", "member", "viewer", "stranger")
STATES = ("draft", "in_review", "approved", "published", "waived")
# 2: done. 403: seen, not theirs to do. 404: not there. 409: theirs, but not now (or not asked for a verdict).
N, H = 403, 404
#                  owner lead rev  mem  view strg
TABLE = {
    "submit": {"draft": (2, 2, N, N, N, H), "*": (409, 409, N, N, N, H)},
    "withdraw": {"in_review": (2, 2, N, N, N, H), "approved": (2, 2, N, N, N, H), "*": (409, 409, N, N, N, H)},
    "ask_again": {"in_review": (2, 2, N, N, N, H), "approved": (2, 2, N, N, N, H), "*": (409, 409, N, N, N, H)},
    "approve": {
        "in_review": (409, 409, 2, 409, 409, H),
        "approved": (409, 409, 2, 409, 409, H),
        "*": (409, 409, 409, 409, 409, H),
    },
    "request_changes": {
        "in_review": (409, 409, 2, 409, 409, H),
        "approved": (409, 409, 2, 409, 409, H),
        "*": (409, 409, 409, 409, 409, H),
    },
    "publish": {"approved": (2, 2, N, N, N, H), "*": (409, 409, N, N, N, H)},
    "revise": {"published": (2, 2, N, N, N, H), "*": (409, 409, N, N, N, H)},
    "propose_waiver": {"draft": (2, 2, N, N, N, H), "*": (409, 409, N, N, N, H)},
    "waive": {"draft": (N, 2, N, N, N, H), "*": (N, 409, N, N, N, H)},
    "unwaive": {"waived": (N, 2, N, N, N, H), "*": (N, 409, N, N, N, H)},
}
GIVEN = {
    "request_changes": {"note": "More, please"},
    "waive": {"reason": "Told elsewhere"},
    "propose_waiver": {"reason": "Told elsewhere"},
}


class Undo(Exception):
    pass


@pytest.fixture
def cast():
    people = {name: make_user(name.title()) for name in ("owner", "lead", "reviewer", "member", "stranger")}
    people["viewer"] = make_viewer("Viewer")
    inside = tuple(people[name] for name in ("owner", "reviewer", "member", "viewer"))
    make_team("Payments", members=inside, leads=(people["lead"],))
    return people


def bring_to(state, cast):
    team = cast["lead"].teams.get()
    incident = make_incident(by=cast["lead"], team=team, visibility="team")
    postmortem = fill(make_postmortem(incident, owner=cast["owner"]), reviewers=(cast["reviewer"],))
    if state == "waived":
        postmortem.waive(by=cast["lead"], reason="Told elsewhere")
    if state in {"in_review", "approved", "published"}:
        review.submit(postmortem, by=cast["owner"])
    if state in {"approved", "published"}:
        review.decide(postmortem, by=cast["reviewer"], verdict="approved")
    if state == "published":
        review.publish(postmortem, by=cast["owner"])
    assert postmortem.state == state
    return postmortem


def undone(act):
    """The status of ``act``'s answer; what it did is undone."""
    try:
        with transaction.atomic():
            status = act()
            raise Undo
    except Undo:
        return 2 if status in {200, 302} else status


def by_page(user, postmortem, verb):
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"postmortems:{verb}", args=[postmortem.key]), GIVEN.get(verb, {})).status_code


def by_program(user, postmortem, verb):
    scope = "read" if user.role == "viewer" else "write"
    agent = Program(ApiToken.issue(user, name="Guards", scope=scope)[1])
    return agent.post(f"/postmortems/{postmortem.key}/moves/{verb}", GIVEN.get(verb)).status


@pytest.mark.parametrize("way", [by_page, by_program])
@pytest.mark.parametrize("state", STATES)
def test_everybody_is_answered_as_the_table_says(cast, state, way):
    postmortem = bring_to(state, cast)
    found, expected = {}, {}
    for verb, rows in TABLE.items():
        for actor, answer in zip(ACTORS, rows.get(state, rows["*"]), strict=True):
            cache.clear()  # rate limits
            found[verb, actor] = undone(lambda a=actor, v=verb: way(cast[a], postmortem, v))
            # A viewer's token only reads, which is told before anything else.
            expected[verb, actor] = N if (way, actor) == (by_program, "viewer") else answer
    assert {key: found[key] for key in found if found[key] != expected[key]} == {}
