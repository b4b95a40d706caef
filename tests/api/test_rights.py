"""Every operation of the API, asked by everybody: one table says who gets in where.

An operation that the table does not know fails the test, so a new one comes with its rights.
"""

import pytest

from api.v1 import api as the_api
from incidents.models import Incident, Service
from postmortems.comments import open_thread
from postmortems.models import ContributingFactor
from tests.api.conftest import Program
from tests.factories import (
    NOON,
    make_action,
    make_event,
    make_evidence,
    make_incident,
    make_postmortem,
    make_user,
    severity,
)

ACTORS = ("admin", "lead", "member", "other", "viewer", "named")

# The right that an operation takes -> how it is answered, for incidents of each visibility.
# 2: it gets through to what the operation does. 403: seen, not one's to do. 404: not there.
# A viewer's token has the scope read, which is told before anything is looked for: 403 everywhere.
TABLE = {
    #                 organisation                      team                              restricted (to "named")
    #                 admin lead mem other viewer named
    "read": ((2, 2, 2, 2, 2, 2), (2, 2, 2, 404, 404, 404), (2, 404, 404, 404, 404, 2)),
    "write": ((2, 2, 2, 403, 403, 403), (2, 2, 2, 404, 403, 404), (2, 404, 404, 404, 403, 2)),
    "move": ((2, 2, 403, 403, 403, 403), (2, 2, 403, 404, 403, 404), (2, 404, 404, 404, 403, 403)),
    "ask": (
        (2, 2, 2, 2, 403, 2),
        (2, 2, 2, 404, 403, 404),
        (2, 404, 404, 404, 403, 2),
    ),  # the domain says who was asked
    "comment": ((2, 2, 2, 2, 403, 2), (2, 2, 2, 404, 403, 404), (2, 404, 404, 404, 403, 2)),
    "anybody": ((2, 2, 2, 2, 2, 2),) * 3,
    "writer": ((2, 2, 2, 2, 403, 2),) * 3,
}
VISIBILITIES = ("organisation", "team", "restricted")

EVENT = {"occurred_at": "2026-11-03T12:00:00Z", "text": "x"}

# Operation -> the right it takes, and a body. In an order that can be walked.
OPERATIONS = {
    "GET /incidents": ("anybody", None),
    "POST /incidents": ("writer", {"title": "x", "severity": "SEV2"}),
    "GET /incidents/{key}": ("read", None),
    "PATCH /incidents/{key}": ("write", {"summary": "x"}),
    "PUT /incidents/{key}/milestones/{kind}": ("write", {"at": None}),
    "DELETE /incidents/{key}/milestones/{kind}": ("write", None),
    "POST /incidents/{key}/participants": ("write", {"who": "x"}),
    "DELETE /incidents/{key}/participants/{id}": ("write", None),
    "POST /incidents/{key}/links": ("write", {"incident": "INC-1"}),
    "DELETE /incidents/{key}/links/{id}": ("write", None),
    "POST /incidents/{key}/references": ("write", {"label": "x", "url": "https://example.org"}),
    "DELETE /incidents/{key}/references/{id}": ("write", None),
    "GET /incidents/{key}/events": ("read", None),
    "POST /incidents/{key}/events": ("write", EVENT),
    "POST /incidents/{key}/events/bulk": ("write", {"events": [EVENT]}),
    "GET /incidents/{key}/events/{id}": ("read", None),
    "PATCH /incidents/{key}/events/{id}": ("write", {"text": "y"}),
    "PUT /incidents/{key}/events/{id}/star": ("write", {"on": True}),
    "DELETE /incidents/{key}/events/{id}": ("write", None),
    "POST /incidents/{key}/events/{id}/restore": ("write", None),
    "GET /incidents/{key}/evidence": ("read", None),
    "POST /incidents/{key}/evidence": ("write", {"kind": "link", "url": "https://example.org"}),
    "POST /incidents/{key}/evidence/files": ("write", {"name": "x.txt", "content": "eA=="}),
    "GET /incidents/{key}/evidence/{id}": ("read", None),
    "PATCH /incidents/{key}/evidence/{id}": ("write", {"caption": "y"}),
    "DELETE /incidents/{key}/evidence/{id}": ("write", None),
    "POST /incidents/{key}/evidence/{id}/restore": ("write", None),
    "POST /incidents/{key}/moves/{verb}": ("move", None),
    "GET /postmortems": ("anybody", None),
    "POST /postmortems": ("writer", {"incidents": ["INC-1"]}),
    "GET /postmortems/{key}": ("read", None),
    "PATCH /postmortems/{key}": ("move", {"title": "y"}),
    "GET /postmortems/{key}/sections/{section}": ("read", None),
    "PUT /postmortems/{key}/sections/{section}": ("write", {"markdown": "x", "version": 0}),
    "POST /postmortems/{key}/factors": ("write", {"statement": "x"}),
    "GET /postmortems/{key}/factors/{id}": ("read", None),
    "PATCH /postmortems/{key}/factors/{id}": ("write", {"kind": "trigger"}),
    "DELETE /postmortems/{key}/factors/{id}": ("write", None),
    "POST /postmortems/{key}/factors/{id}/restore": ("write", None),
    "PUT /postmortems/{key}/response/{dimension}": ("write", {"rating": 3}),
    "POST /postmortems/{key}/moves/{verb}": ("move", None),
    "GET /postmortems/{key}/actions": ("read", None),
    "GET /postmortems/{key}/threads": ("read", None),
    "POST /postmortems/{key}/threads": ("comment", {"text": "x"}),
    "GET /postmortems/{key}/threads/{id}": ("read", None),
    "POST /postmortems/{key}/threads/{id}/replies": ("comment", {"text": "x"}),
    "POST /postmortems/{key}/threads/{id}/resolve": ("write", None),
    "POST /postmortems/{key}/threads/{id}/reopen": ("write", None),
    "PUT /postmortems/{key}/threads/{id}/blocking": ("write", {"blocking": False}),
    "POST /postmortems/{key}/actions": ("write", {"action": "{action}"}),
    "DELETE /postmortems/{key}/actions/{action}": ("write", None),
    "GET /action-items": ("anybody", None),
    "POST /action-items": ("writer", {"title": "x"}),
    "GET /action-items/{key}": ("read", None),
    "PATCH /action-items/{key}": ("write", {"title": "y"}),
    "POST /action-items/{key}/due-date": ("move", {"due_on": "2027-01-31"}),
    "PUT /action-items/{key}/owner": ("move", {"owner": "admin"}),
    "POST /action-items/{key}/confirm": ("move", None),
    "POST /action-items/{key}/moves/{verb}": ("move", None),
    "POST /language/check": ("anybody", {"text": "x"}),
}
VERBS = {
    "incidents": dict.fromkeys(
        ("mitigate", "resolve", "close", "reopen", "revisit", "cancel", "merge", "unmerge"), "move"
    ),
    "postmortems": dict.fromkeys(
        (
            "submit",
            "ask_again",
            "withdraw",
            "publish",
            "revise",
            "waive",
            "propose_waiver",
            "decline_waiver",
            "unwaive",
        ),
        "move",
    )
    | dict.fromkeys(("approve", "request_changes"), "ask"),
    "action-items": dict.fromkeys(
        ("accept", "decline", "start", "block", "unblock", "finish", "verify", "reopen", "give_up", "reconsider"),
        "move",
    ),
}


def described():
    """Every operation that the description names."""
    paths = the_api.get_openapi_schema()["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_the_table_knows_every_operation_and_every_verb(db):
    operations = described()
    assert set(operations) == set(OPERATIONS)
    for resource, verbs in VERBS.items():
        parameters = operations[f"POST /{resource}/{{key}}/moves/{{verb}}"]["parameters"]
        [verb] = [parameter for parameter in parameters if parameter["name"] == "verb"]
        assert set(verb["schema"]["enum"]) == set(verbs)


@pytest.fixture
def somebody(people):
    """Who made everything, and is gone."""
    return make_user("Somebody", is_active=False)


@pytest.fixture
def things(people, somebody):
    """``things(visibility)``: one of everything, of the team Payments; what each placeholder stands for."""

    def made(visibility):
        team = people["lead"].teams.get()
        incident = make_incident(by=somebody, team=team, visibility=visibility)
        if visibility == "restricted":
            incident.restricted_to.add(people["named"])
        event = make_event(incident)
        postmortem = make_postmortem(incident, by=somebody, owner=None)
        type(postmortem).objects.update(owner=None)
        factor = ContributingFactor.objects.create(postmortem=postmortem, statement="x")
        return {
            "incidents": incident.key,
            "postmortems": postmortem.key,
            "action-items": make_action(postmortem=postmortem, created_by=somebody).key,
            "participants": incident.participants.create(name="x").pk,
            "links": incident.links_out.create(kind="related", target=make_incident(by=somebody)).pk,
            "references": incident.references.create(label="x", url="https://example.org").pk,
            "events": event.pk,
            "evidence": make_evidence(incident).pk,
            "factors": factor.pk,
            "threads": open_thread(postmortem, by=somebody, text="x").pk,
        }

    return made


def asked(things):
    """Every operation with its right, method, address and body."""
    for operation, (right, words) in OPERATIONS.items():
        method, path = operation.split(" ")
        steps = path.strip("/").split("/")
        resource, part = steps[0], steps[2] if len(steps) > 2 else ""
        path = path.replace("{key}", str(things.get(resource, ""))).replace("{id}", str(things.get(part, "")))
        path = path.replace("{action}", str(things["action-items"]))
        body = {**words, "action": things["action-items"]} if words and "action" in words else words
        path = path.format(kind="started", section="lessons", dimension="detection", verb="{verb}")
        if part == "moves":
            for verb, verbs_right in VERBS[resource].items():
                yield verbs_right, method, path.format(verb=verb), body
        else:
            yield right, method, path, body


def outcome(answer):
    """2 for whatever is behind the rights: done, refused for what it is, or wrong in itself."""
    return answer.status if answer.status in (401, 403, 404) else 2


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("actor", ACTORS)
def test_who_gets_in_where(program, people, things, actor, visibility):
    agent, here = program(people[actor]), things(visibility)
    wrong = {
        f"{method} {path}": (found, expected)
        for right, method, path, body in asked(here)
        if (found := outcome(agent.ask(method, path, body)))
        != (expected := TABLE[right][VISIBILITIES.index(visibility)][ACTORS.index(actor)])
    }
    assert wrong == {}


@pytest.mark.parametrize("state", ["none", "wrong", "revoked", "deactivated"])
def test_without_a_valid_token_nobody_gets_in_anywhere(program, people, things, state):
    agent = Program("" if state == "none" else "pmt_wrong")
    if state in {"revoked", "deactivated"}:
        agent = program(people["lead"])
        token = people["lead"].tokens.get()
        token.revoke() if state == "revoked" else people["lead"].deactivate()
    assert {agent.ask(method, path, body).status for _right, method, path, body in asked(things("organisation"))} == {
        401
    }


def test_a_stranger_cannot_tell_what_is_hidden_from_what_is_not_there(program, people, things):
    agent, hidden = program(people["other"]), things("restricted")
    missing = {
        name: f"{value[:-1]}99{value[-1]}" if isinstance(value, str) else value + 9000 for name, value in hidden.items()
    }
    for one, another in zip(asked(hidden), asked(missing), strict=True):
        right, method, path, body = one
        if right not in {"anybody", "writer"}:
            answers = [agent.ask(method, path, body), agent.ask(another[1], another[2], another[3])]
            assert answers[0].data == answers[1].data
            assert answers[0].status == 404


def test_a_hidden_incident_leaves_no_trace_in_lists(program, people, things):
    hidden = things("restricted")
    Service.objects.create(name="vault")
    agent = program(people["other"])
    seen = str([agent.get(path).data for path in ("/incidents", "/postmortems", "/action-items?state=any")])
    for resource in ("incidents", "postmortems", "action-items"):
        assert f"'{hidden[resource]}'" not in seen
    for query in (
        f"incident={hidden['incidents']}",
        f"postmortem={hidden['postmortems']}",
        f"text={hidden['action-items']}",
    ):
        assert agent.get(f"/action-items?state=any&{query}").data["items"] == []


def test_what_the_page_allows_the_program_allows(program, people, things):
    """The commander and the owner, whose rights come from what they are in the incident and the postmortem."""
    here = things("organisation")
    incident = Incident.objects.get(pk=int(here["incidents"][4:]))
    incident.participants.create(user=people["member"], role="commander")
    member = program(people["member"])
    assert member.get(f"/incidents/{incident.key}").data["abilities"] == {"write": True, "comment": True, "move": True}
    assert member.post(f"/incidents/{incident.key}/moves/mitigate").status == 200
    mine = Incident.open(by=people["other"], title="x", severity=severity(), noticed_at=NOON)
    assert program(people["other"]).post(f"/incidents/{mine.key}/moves/mitigate").status == 200
