"""Incidents by program: written down, narrowed, changed, moved."""

import pytest

from incidents.models import Incident
from tests.factories import (
    NOON,
    make_event,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_service,
    make_team,
    make_user,
)

NEW = {"title": "Checkout answers 500", "severity": "SEV2"}
WHOLE = {
    **NEW,
    "summary": "It did not work.",
    "services": ["checkout"],
    "detection": "customer",
    "visibility": "restricted",
    "named": ["bob", "EVE@example.org"],
    "tags": ["dns", "retry-storm"],
    "impact": "Nobody could pay.",
    "customers_affected": 12,
    "impact_started_at": "2026-11-03T13:00:00+01:00",
    "impact_start_estimated": True,
    "impact_ended_at": "2026-11-03T12:30:07Z",
    "impact_end_estimated": False,
    "time_zone": "Europe/Oslo",
}


@pytest.fixture
def team(ada):
    return make_team("Payments", members=(ada,))


@pytest.fixture
def checkout(team):
    return make_service("checkout", team=team)


@pytest.fixture
def incident(ada):
    return make_incident(by=ada)


# -- writing one down ------------------------------------------------------------------------------


def test_title_and_severity_are_enough(api):
    answer = api.post("/incidents", NEW)
    assert answer.status == 201
    assert answer.headers["Location"] == f"/api/v1/incidents/{answer.data['key']}"
    assert answer.data["url"] == f"http://testserver/incidents/{answer.data['key']}/"
    assert (answer.data["title"], answer.data["severity"], answer.data["state"]) == (*NEW.values(), "open")
    assert answer.data["possible_moves"] == ["mitigate", "resolve", "cancel", "merge"]
    assert api.get(answer.headers["Location"]).data == answer.data


def test_everything_can_be_said_at_once(api, checkout):
    make_user("Bob")
    make_user("Eve")
    answer = api.post("/incidents", WHOLE | {"noticed_at": "2026-11-03T12:05:00Z", "precision": "approximate"})
    assert answer.status == 201
    told = answer.data
    same = WHOLE.keys() - {"named", "impact_started_at", "impact_ended_at"}
    assert {name: told[name] for name in same} == {name: WHOLE[name] for name in same}
    assert [person["handle"] for person in told["named"]] == ["ada", "bob", "eve"]
    assert told["impact_started_at"] == "2026-11-03T12:00:00Z"
    assert told["impact_ended_at"] == "2026-11-03T12:30:07Z"
    assert told["milestones"] == [{"kind": "detected", "at": "2026-11-03T12:05:00Z", "precision": "approximate"}]
    assert told["team"] == "payments"


def test_what_was_told_can_be_sent_back(api, checkout):
    make_user("Bob")
    make_user("Eve")
    told = api.post("/incidents", WHOLE).data
    body = {name: told[name] for name in WHOLE} | {"named": [person["handle"] for person in told["named"]]}
    assert api.patch(f"/incidents/{told['key']}", body).data | {"updated_at": ""} == told | {"updated_at": ""}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": "  "}, "#/title"),
        ({"title": "x" * 201}, "#/title"),
        ({"title": None}, "#/title"),
        ({"severity": "SEV9"}, "#/severity"),
        ({"services": ["checkout", "nothing"]}, "#/services/1"),
        ({"services": "checkout"}, "#/services"),
        ({"team": "nobody"}, "#/team"),
        ({"named": ["nobody"]}, "#/named/0"),
        ({"visibility": "secret"}, "#/visibility"),
        ({"visibility": None}, "#/visibility"),
        ({"detection": "luck"}, "#/detection"),
        ({"tags": ["two words"]}, "#/tags/0"),
        ({"time_zone": "Atlantis"}, "#/time_zone"),
        ({"impact_started_at": "2026-11-03T12:00:00Z", "impact_ended_at": "2026-11-03T11:00:00Z"}, "#/impact_ended_at"),
        ({"impact_start_estimated": "yes"}, "#/impact_start_estimated"),
        ({"noticed_at": "now"}, "#/noticed_at"),
        ({"precision": "unknown"}, "#/precision"),
        ({"state": "closed"}, "#/state"),
        ({"key": "INC-7"}, "#/key"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(api, checkout, wrong, pointer):
    answer = api.post("/incidents", NEW | wrong)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert not Incident.objects.exists()


def test_for_a_team_alone_it_needs_a_team(api):
    assert api.post("/incidents", NEW | {"visibility": "team"}).pointers == ["#/team"]


def test_who_opens_a_restricted_one_keeps_sight_of_it(api):
    answer = api.post("/incidents", NEW | {"visibility": "restricted"})
    assert [person["handle"] for person in answer.data["named"]] == ["ada"]


def test_somebody_deactivated_cannot_be_named(api):
    make_user("Bob", is_active=False)
    assert api.post("/incidents", NEW | {"named": ["bob"]}).pointers == ["#/named/0"]


# -- changing --------------------------------------------------------------------------------------


def test_what_is_not_sent_stays(api, checkout):
    make_user("Bob")
    make_user("Eve")
    before = api.post("/incidents", WHOLE).data
    after = api.patch(f"/incidents/{before['key']}", {"title": "Payments fail"}).data
    assert after | {"updated_at": "", "title": ""} == before | {"updated_at": "", "title": ""}
    assert after["title"] == "Payments fail"


def test_an_empty_patch_changes_nothing(api, incident):
    before = api.get(f"/incidents/{incident.key}").data
    assert api.patch(f"/incidents/{incident.key}", {}).data == before


def test_what_may_be_empty_can_be_emptied(api, checkout, team):
    key = api.post(
        "/incidents",
        NEW
        | {
            "customers_affected": 3,
            "impact_started_at": "2026-11-03T12:00:00Z",
            "services": ["checkout"],
            "team": "payments",
            "tags": ["dns"],
            "detection": "customer",
        },
    ).data["key"]
    nothing = {
        "customers_affected": None,
        "impact_started_at": None,
        "services": [],
        "team": None,
        "tags": [],
        "detection": "",
    }
    told = api.patch(f"/incidents/{key}", nothing).data
    assert {name: told[name] for name in nothing} == nothing


def test_somebody_named_who_left_does_not_stand_in_the_way(api, incident):
    incident.restricted_to.set([make_user("Gone", is_active=False), make_user("Bob")])
    answer = api.patch(f"/incidents/{incident.key}", {"title": "Another"})
    assert answer.status == 200
    assert [person["handle"] for person in answer.data["named"]] == ["bob"]


def test_nobody_hides_an_incident_from_themselves(api, ada, team):
    incident = make_restricted_incident(ada, by=ada)
    answer = api.patch(f"/incidents/{incident.key}", {"named": []})
    assert (answer.status, answer.pointers) == (422, ["#/named"])


def test_a_change_does_not_undo_a_move(api, incident, ada):
    incident.resolve(by=ada)
    assert api.patch(f"/incidents/{incident.key}", {"title": "Another"}).data["state"] == "resolved"


# -- milestones ------------------------------------------------------------------------------------


def test_milestones_are_stated_and_taken_back(api, incident):
    here = f"/incidents/{incident.key}/milestones"
    api.put(f"{here}/started", {"at": "2026-11-03T13:00:00+01:00"})
    told = api.put(f"{here}/detected", {"at": "2026-11-03T12:05:00Z", "precision": "approximate"}).data
    assert (told["durations"], told["estimated_durations"]) == ({"detect": 300}, ["detect"])
    told = api.put(f"{here}/started", {"at": None}).data
    assert {"kind": "started", "at": None, "precision": "unknown"} in told["milestones"]
    assert (told["durations"], told["began_at"]) == ({}, "2026-11-03T12:05:00Z")
    assert api.delete(f"{here}/started").status == 204
    assert api.delete(f"{here}/started").status == 204
    assert [stone["kind"] for stone in api.get(f"/incidents/{incident.key}").data["milestones"]] == ["detected"]


@pytest.mark.parametrize("body", [{}, {"at": "soon"}, {"at": None, "precision": "unknown"}, {"at": None, "kind": "x"}])
def test_a_milestone_that_cannot_be_is_refused(api, incident, body):
    assert api.put(f"/incidents/{incident.key}/milestones/started", body).status == 422
    assert api.put(f"/incidents/{incident.key}/milestones/noticed", {"at": None}).status == 404


# -- moves -----------------------------------------------------------------------------------------


def test_it_moves_from_open_to_closed_and_back(api, incident):
    here = f"/incidents/{incident.key}"
    incident.severity.postmortem_required = False
    incident.severity.save()
    for kind in ("started", "detected"):
        api.put(f"{here}/milestones/{kind}", {"at": None})
    states = [
        api.post(f"{here}/moves/mitigate", {"at": "2026-11-03T12:10:00Z", "precision": "approximate"}).data["state"],
        api.post(f"{here}/moves/reopen", {"reason": "It came back."}).data["state"],
        api.post(f"{here}/moves/resolve").data["state"],
        api.post(f"{here}/moves/close", {}).data["state"],
    ]
    told = api.post(f"{here}/moves/revisit", {"reason": "We know more."}).data
    assert states == ["mitigated", "open", "resolved", "closed"]
    assert [move["verb"] for move in told["history"]] == ["mitigate", "reopen", "resolve", "close", "revisit"]
    assert told["history"][1]["reason"] == "It came back."
    assert {"kind": "mitigated", "at": "2026-11-03T12:10:00Z", "precision": "approximate"} in told["milestones"]


def test_it_is_cancelled_for_a_known_reason(api, incident):
    told = api.post(f"/incidents/{incident.key}/moves/cancel", {"because": "false_alarm", "reason": "A test"}).data
    assert (told["state"], told["cancel_reason"]) == ("cancelled", "false_alarm")


@pytest.mark.parametrize(
    ("verb", "body", "blockers"),
    [
        ("close", {}, ["wrong-state"]),
        ("reopen", {"reason": "Why not"}, ["wrong-state"]),
        ("cancel", {}, ["reason-required"]),
    ],
)
def test_a_refused_move_names_every_blocker(api, incident, verb, body, blockers):
    answer = api.post(f"/incidents/{incident.key}/moves/{verb}", body)
    assert (answer.status, answer.code, answer.blockers) == (409, "refused", blockers)
    assert api.get(f"/incidents/{incident.key}").data["state"] == "open"


def test_blockers_lead_to_where_they_can_be_mended(api, incident, ada):
    incident.resolve(by=ada)
    answer = api.post(f"/incidents/{incident.key}/moves/close")
    assert answer.blockers == ["milestone-started", "milestone-detected", "postmortem-missing"]
    assert all(blocker["url"].startswith("http://testserver/") for blocker in answer.data["blockers"])


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("mitigate", {"reason": "x"}),
        ("close", {"at": None}),
        ("reopen", {"because": "duplicate"}),
        ("cancel", {"at": None}),
    ],
)
def test_what_a_move_does_not_take_is_not_lost_in_silence(api, incident, verb, body):
    answer = api.post(f"/incidents/{incident.key}/moves/{verb}", body)
    assert (answer.status, answer.pointers) == (422, [f"#/{next(iter(body))}"])


# -- what surrounds it -----------------------------------------------------------------------------


def test_people_take_part_and_leave(api, incident):
    here = f"/incidents/{incident.key}/participants"
    bob = make_user("Bob")
    first = api.post(here, {"who": bob.email, "role": "commander"})
    second = api.post(here, {"who": "Somebody from the supplier"})
    assert (first.status, first.data["person"]["handle"], first.data["role"]) == (201, "bob", "commander")
    assert (second.data["person"], second.data["name"]) == (None, "Somebody from the supplier")
    assert api.post(here, {"who": "bob", "role": "commander"}).pointers == ["#/who"]
    assert api.delete(f"{here}/{first.data['id']}").status == 204
    assert api.delete(f"{here}/{first.data['id']}").status == 404
    assert [one["name"] for one in api.get(f"/incidents/{incident.key}").data["participants"]] == [second.data["name"]]


def test_incidents_are_tied_to_others(api, incident, ada):
    other, here = make_incident(by=ada), f"/incidents/{incident.key}/links"
    link = api.post(here, {"kind": "duplicate_of", "incident": other.key})
    assert (link.status, link.data["source"], link.data["target"]) == (201, incident.key, other.key)
    assert api.get(f"/incidents/{other.key}").data["links"] == [link.data]
    for wrong in ({"kind": "duplicate_of", "incident": other.key}, {"incident": incident.key}, {"incident": "INC-999"}):
        assert api.post(here, wrong).pointers == ["#/incident"]
    assert api.delete(f"/incidents/{other.key}/links/{link.data['id']}").status == 204


def test_a_hidden_incident_cannot_be_told_from_none(api, incident):
    hidden = make_restricted_incident()
    here = f"/incidents/{incident.key}/links"
    answers = [api.post(here, {"incident": key}).data["errors"] for key in (hidden.key, "INC-999")]
    assert answers[0] == answers[1]


def test_places_elsewhere_are_named(api, incident):
    here = f"/incidents/{incident.key}/references"
    kept = api.post(here, {"label": "Ticket", "url": "https://example.org/1"})
    assert kept.status == 201
    for url in ("javascript:alert(1)", "nowhere", "ftp://example.org", "https://"):
        assert api.post(here, {"label": "Ticket", "url": url}).pointers == ["#/url"]
    assert api.get(f"/incidents/{incident.key}").data["references"] == [kept.data]
    assert api.delete(f"{here}/{kept.data['id']}").status == 204


# -- the list --------------------------------------------------------------------------------------


def test_the_list_is_narrowed_as_on_the_page(api, ada, team, checkout):
    first = make_incident("Checkout slow", by=ada, team=team)
    first.services.add(checkout)
    first.set_milestone("started", at=NOON)
    told = api.patch(f"/incidents/{first.key}", {"tags": ["dns"], "severity": "SEV1"})
    assert told.status == 200
    make_incident("Another", by=ada, visibility="restricted").restricted_to.add(ada)
    for query in (
        "text=slow",
        f"text={first.key}",
        "severity=SEV1",
        "service=checkout",
        "team=payments",
        "tag=dns",
        "visibility=organisation",
        "until=2026-11-03&since=2026-11-03",
        "state=open&severity=SEV1",
    ):
        assert [item["key"] for item in api.get(f"/incidents?{query}").data["items"]] == [first.key], query
    assert api.get("/incidents?state=closed").data["items"] == []


def test_tags_of_hidden_incidents_cannot_be_told_from_none(api, program, people):
    hidden = make_restricted_incident(people["named"])
    program(people["named"]).patch(f"/incidents/{hidden.key}", {"tags": ["takeover"]})
    answers = [api.get(f"/incidents?tag={tag}").data for tag in ("takeover", "nothing")]
    assert answers[0] == answers[1]


def _full(by, team, service):
    incident = make_incident(by=by, team=team)
    incident.services.add(service)
    incident.tags.create(name=f"tag-{incident.pk}")
    incident.set_milestone("started", at=NOON)
    make_event(incident)
    return incident


def test_the_list_costs_the_same_with_one_incident_and_with_three(api, ada, team, checkout, django_assert_num_queries):
    _full(ada, team, checkout)
    api.get("/incidents")
    for more in (0, 2):
        for _one in range(more):
            _full(ada, team, checkout)
        with django_assert_num_queries(5):  # token, teams, incidents, services, tags
            assert len(api.get("/incidents").data["items"]) == 1 + more


def test_it_names_its_postmortems_that_one_may_see(api, incident, ada):
    postmortem = make_postmortem(incident, owner=ada)
    make_postmortem(incident, make_restricted_incident(), by=ada)
    assert api.get(f"/incidents/{incident.key}").data["postmortems"] == [postmortem.key]


def test_a_duplicate_is_merged_and_stands_again(api, ada):
    duplicate, survivor = make_incident(by=ada), make_incident(by=ada)
    assert api.post(f"/incidents/{duplicate.key}/moves/merge").pointers == ["#/into"]
    merged = api.post(f"/incidents/{duplicate.key}/moves/merge", {"into": survivor.key})
    assert (merged.data["state"], merged.data["cancel_reason"]) == ("cancelled", "duplicate")
    assert api.post(f"/incidents/{duplicate.key}/moves/unmerge").data["state"] == "open"
    assert api.post(f"/incidents/{duplicate.key}/moves/unmerge").blockers == ["wrong-state"]
