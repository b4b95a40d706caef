"""Postmortems by program: started, written, reviewed, published."""

import pytest

from postmortems.models import FactorCategory, Postmortem, ResponseReview
from tests.factories import (
    fill,
    make_action,
    make_event,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_service,
    make_team,
    make_template,
    make_user,
)


@pytest.fixture
def incident(ada):
    return make_incident(by=ada)


@pytest.fixture
def postmortem(ada, incident):
    return make_postmortem(incident, owner=ada)


@pytest.fixture
def here(postmortem):
    return f"/postmortems/{postmortem.key}"


@pytest.fixture
def bob(db):
    return make_user("Bob")


# -- starting and what it is about -----------------------------------------------------------------


def test_one_is_started_about_incidents(api, ada, incident, bob):
    make_template("Plain")
    other = make_incident(by=ada, title="Another")
    body = {"incidents": [incident.key, other.key], "template": "Plain", "owner": "bob", "title": "Two outages"}
    answer = api.post("/postmortems", body)
    assert answer.status == 201
    told = answer.data
    assert (told["title"], told["state"], told["template"]) == ("Two outages", "draft", "Plain")
    assert (told["incidents"], told["owner"]["handle"]) == ([incident.key, other.key], "bob")
    assert [section["key"] for section in told["sections"]] == ["summary", "lessons"]
    assert [row["dimension"] for row in told["response"]] == ResponseReview.Dimension.values
    assert api.get(answer.headers["Location"]).data == told


def test_an_incident_is_enough(api, incident):
    told = api.post("/postmortems", {"incidents": [incident.key]}).data
    assert (told["title"], told["owner"]["handle"], told["template"]) == (incident.title, "ada", "Standard")
    assert told["due_on"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"incidents": []}, "#/incidents"),
        ({"incidents": ["INC-999"]}, "#/incidents"),
        ({"incidents": ["PM-1"]}, "#/incidents/0"),
        ({"template": "Nothing"}, "#/template"),
        ({"owner": "nobody"}, "#/owner"),
        ({"title": "x" * 201}, "#/title"),
        ({"state": "published"}, "#/state"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_started(api, incident, wrong, pointer):
    answer = api.post("/postmortems", {"incidents": [incident.key]} | wrong)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert not Postmortem.objects.exists()


def test_a_hidden_incident_cannot_be_told_from_none(api):
    hidden = make_restricted_incident()
    answers = [api.post("/postmortems", {"incidents": [key]}).data for key in (hidden.key, "INC-999")]
    assert str(answers[0]).replace(hidden.key, "INC-999") == str(answers[1])


def test_what_it_is_about_is_changed_in_part(api, here, ada, bob):
    changes = {"title": "Another", "reviewers": ["bob"], "due_on": "2026-12-24"}
    told = api.patch(here, changes).data
    assert (told["title"], told["due_on"], told["owner"]["handle"]) == ("Another", "2026-12-24", "ada")
    assert [person["handle"] for person in told["reviewers"]] == ["bob"]
    told = api.patch(here, {"due_on": None, "owner": "bob@example.org", "reviewers": []}).data
    assert (told["title"], told["due_on"], told["owner"]["handle"], told["reviewers"]) == ("Another", None, "bob", [])


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"owner": "vic"}, "#/owner"),
        ({"owner": "nobody"}, "#/owner"),
        ({"reviewers": ["vic"]}, "#/reviewers"),
        ({"reviewers": ["nobody"]}, "#/reviewers/0"),
        ({"due_on": "24.12.2026"}, "#/due_on"),
        ({"due_on": "0001-01-01"}, "#/due_on"),
        ({"due_on": "2026-12-24T00:00:00Z"}, "#/due_on"),
        ({"incidents": ["INC-999"]}, "#/incidents"),
        ({"title": ""}, "#/title"),
    ],
)
def test_a_wrong_change_changes_nothing(api, here, changes, pointer):
    make_user("Vic", role="viewer")
    answer = api.patch(here, changes | ({} if "title" in changes else {"title": "Another"}))
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert api.get(here).data["title"] == "Checkout answers 500"


def test_a_change_does_not_undo_a_move(api, here, postmortem, ada):
    postmortem.waive(by=ada, reason="Nothing to learn")
    assert api.patch(here, {"title": "Another"}).data["state"] == "waived"


# -- sections --------------------------------------------------------------------------------------


def test_a_section_is_read_and_written(api, here):
    section = f"{here}/sections/lessons"
    before = api.get(section).data
    assert (before["markdown"], before["version"], before["edited_by"]) == ("", 0, None)
    after = api.put(section, {"markdown": "We learned.\r\n", "version": 0}).data
    assert (after["markdown"], after["version"], after["edited_by"]["handle"]) == ("We learned.", 1, "ada")
    assert api.get(section).data == after


def test_who_was_overtaken_gets_the_text_as_it_stands(api, here):
    section = f"{here}/sections/lessons"
    api.put(section, {"markdown": "Theirs", "version": 0})
    answer = api.put(section, {"markdown": "Mine", "version": 0})
    assert (answer.status, answer.code) == (409, "edit-conflict")
    assert answer.data["current"] == {"markdown": "Theirs", "version": 1}
    assert api.put(section, {"markdown": "Theirs", "version": 0}).status == 200
    assert api.put(section, {"markdown": "Both", "version": 1}).data["version"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {"markdown": "x"},
        {"markdown": "x", "version": -1},
        {"markdown": "x", "version": "0"},
        {"markdown": None, "version": 0},
        {"markdown": "x" * 200_001, "version": 0},
        {"markdown": "x", "version": 2**31},
    ],
)
def test_a_wrong_text_is_refused(api, here, body):
    assert api.put(f"{here}/sections/lessons", body).status == 422


def test_a_section_that_is_not_there_is_not_found(api, here):
    for key in ("nothing", "a" * 41, "x%2Fy"):
        assert api.get(f"{here}/sections/{key}").status == 404
        assert api.put(f"{here}/sections/{key}", {"markdown": "", "version": 0}).status == 404


# -- factors and the response ----------------------------------------------------------------------


def test_factors_are_added_changed_removed_and_brought_back(api, here, incident):
    event, category = make_event(incident), FactorCategory.objects.exclude(parent=None).first()
    body = {
        "statement": "The retry had no limit",
        "kind": "technical",
        "category": str(category),
        "evidence": [event.pk],
    }
    added = api.post(f"{here}/factors", body)
    assert (added.status, added.data) == (201, {"id": added.data["id"], **body})
    factor = f"{here}/factors/{added.data['id']}"
    changed = api.patch(factor, {"kind": "trigger", "category": None})
    assert changed.data == added.data | {"kind": "trigger", "category": None}
    assert api.get(factor).data == changed.data == api.get(here).data["factors"][0]
    assert api.delete(factor).status == 204
    assert api.get(here).data["factors"] == []
    assert (api.get(factor).status, api.delete(factor).status) == (404, 404)
    assert api.post(f"{factor}/restore").data == changed.data


def test_factors_stand_in_the_order_they_were_added(api, here):
    for number in range(3):
        api.post(f"{here}/factors", {"statement": f"No. {number}"})
    assert [factor["statement"] for factor in api.get(here).data["factors"]] == ["No. 0", "No. 1", "No. 2"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"statement": " "}, "#/statement"),
        ({"kind": "human error"}, "#/kind"),
        ({"category": "Nothing"}, "#/category"),
        ({"evidence": [999]}, "#/evidence"),
        ({"evidence": [10**19]}, "#/evidence/0"),
        ({"position": 3}, "#/position"),
    ],
)
def test_a_wrong_factor_is_refused(api, here, postmortem, wrong, pointer):
    answer = api.post(f"{here}/factors", {"statement": "The retry had no limit"} | wrong)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert not postmortem.factors.exists()


def test_how_the_response_went_is_said_by_dimension(api, here):
    body = {"rating": 4, "helped": "The alert", "hindered": ""}
    assert api.put(f"{here}/response/detection", body).data == {"dimension": "detection", **body}
    assert api.put(f"{here}/response/detection", {"rating": None}).data["rating"] is None
    assert api.get(here).data["response"][0] == {"dimension": "detection", "rating": None, "helped": "", "hindered": ""}
    for wrong in ({"rating": 6}, {"rating": "4"}, {"rating": True}, {}):
        assert api.put(f"{here}/response/detection", wrong).pointers == ["#/rating"]
    assert api.put(f"{here}/response/mood", body).status == 404


# -- moves -----------------------------------------------------------------------------------------


def test_it_goes_from_draft_to_published_and_on(api, program, here, postmortem, bob):
    fill(postmortem, reviewers=(bob,))
    assert api.get(here).data["missing"] == []
    told = api.post(f"{here}/moves/submit").data
    assert (told["state"], [row["verdict"] for row in told["review"]]) == ("in_review", ["pending"])
    reviewer = program(bob)
    told = reviewer.post(f"{here}/moves/approve", {"note": "Fine", "seen": told["fingerprint"]}).data
    assert told["state"] == "approved"
    assert [(row["verdict"], row["is_stale"], row["note"]) for row in told["review"]] == [("approved", False, "Fine")]
    told = api.post(f"{here}/moves/publish").data
    assert (told["state"], told["published_revision"]) == ("published", 3)
    told = api.post(f"{here}/moves/revise").data
    assert (told["state"], told["published_revision"]) == ("draft", 3)
    assert [move["verb"] for move in told["history"]] == ["submit", "approve", "publish", "revise"]


def test_changes_are_asked_for_with_a_note(api, program, here, postmortem, bob):
    fill(postmortem, reviewers=(bob,))
    api.post(f"{here}/moves/submit")
    reviewer = program(bob)
    assert reviewer.post(f"{here}/moves/request_changes").blockers == ["reason-required"]
    told = reviewer.post(f"{here}/moves/request_changes", {"note": "Say how it was found."}).data
    assert (told["state"], told["review"][0]["verdict"]) == ("draft", "changes_requested")


def test_an_approval_of_another_text_is_refused_or_stale(api, program, here, postmortem, bob):
    fill(postmortem, reviewers=(bob, make_user("Eve")))
    seen = api.post(f"{here}/moves/submit").data["fingerprint"]
    reviewer = program(bob)
    version = api.get(f"{here}/sections/lessons").data["version"]
    api.put(f"{here}/sections/lessons", {"markdown": "Quite another story", "version": version})
    assert reviewer.post(f"{here}/moves/approve", {"seen": seen}).blockers == ["changed"]
    postmortem.severity().__class__.objects.update(approvals_needed=2)
    reviewer.post(f"{here}/moves/approve")
    api.put(f"{here}/sections/lessons", {"markdown": "Yet another story", "version": version + 1})
    assert {row["reviewer"]["handle"]: row["is_stale"] for row in api.get(here).data["review"]} == {
        "bob": True,
        "eve": False,
    }


def test_it_is_taken_back_from_review(api, here, postmortem, bob):
    fill(postmortem, reviewers=(bob,))
    api.post(f"{here}/moves/submit")
    assert api.post(f"{here}/moves/withdraw").data["state"] == "draft"


def test_it_is_waived_by_a_lead_with_a_reason(program, postmortem, here, people):
    admin = program(people["admin"])
    assert admin.post(f"{here}/moves/waive").blockers == ["reason-required"]
    told = admin.post(f"{here}/moves/waive", {"reason": "A drill"}).data
    assert (told["state"], told["waiver_reason"], told["waived_by"]["handle"]) == ("waived", "A drill", "admin")
    assert admin.post(f"{here}/moves/unwaive").data["state"] == "draft"


def test_what_is_missing_is_told_before_anybody_tries(api, here):
    missing = api.get(here).data["missing"]
    assert [blocker["code"] for blocker in missing] == [
        "section-summary",
        "timeline",
        "factors",
        "response",
        "reviewer",
    ]
    answer = api.post(f"{here}/moves/submit")
    assert (answer.status, answer.data["blockers"]) == (409, missing)


def test_an_undecided_item_holds_up_publication(api, program, here, postmortem, bob):
    fill(postmortem, reviewers=(bob,))
    item = make_action(postmortem=postmortem)
    api.post(f"{here}/moves/submit")
    program(bob).post(f"{here}/moves/approve")
    assert api.post(f"{here}/moves/publish").blockers == ["action-undecided"]
    assert api.get(here).data["action_items"] == [item.key]


def test_past_the_draft_nothing_is_written(api, here, postmortem, ada):
    postmortem.waive(by=ada, reason="A drill")
    for answer in (
        api.put(f"{here}/sections/lessons", {"markdown": "x", "version": 0}),
        api.post(f"{here}/factors", {"statement": "x"}),
        api.put(f"{here}/response/detection", {"rating": 1}),
    ):
        assert (answer.status, answer.blockers) == (409, ["not-editable"])


@pytest.mark.parametrize(
    ("verb", "body"), [("submit", {"note": "x"}), ("waive", {"note": "x"}), ("approve", {"reason": "x"})]
)
def test_what_a_move_does_not_take_is_not_lost_in_silence(program, people, here, verb, body):
    assert program(people["admin"]).post(f"{here}/moves/{verb}", body).pointers == [f"#/{next(iter(body))}"]


# -- the list --------------------------------------------------------------------------------------


def test_the_list_is_narrowed_as_on_the_page(api, ada, bob):
    team = make_team("Payments", members=(ada,))
    incident = make_incident("Checkout slow", by=ada, team=team)
    incident.services.add(make_service("checkout"))
    wanted = make_postmortem(incident, owner=ada, title="Slow checkout")
    make_postmortem(owner=bob)
    day = wanted.created_at.date().isoformat()
    for query in (
        "text=slow",
        f"text={wanted.key}",
        "owner=ada",
        "team=payments",
        "service=checkout",
        f"severity=SEV2&owner=ada&since={day}&until={day}",
    ):
        assert [item["key"] for item in api.get(f"/postmortems?{query}").data["items"]] == [wanted.key], query
    assert len(api.get("/postmortems?state=draft").data["items"]) == 2
    assert api.get("/postmortems?late=true").data["items"] == []
    for query in ("owner=nobody", "late=perhaps", "state=gone", "severity=SEV9", "x=1"):
        assert api.get(f"/postmortems?{query}").pointers == [query.partition("=")[0]]


def test_the_list_costs_the_same_with_one_postmortem_and_with_three(api, ada, django_assert_num_queries):
    make_postmortem(make_incident(by=ada), make_incident(by=ada), owner=ada)
    api.get("/postmortems")
    for more in (0, 2):
        for _one in range(more):
            make_postmortem(make_incident(by=ada), owner=ada)
        with django_assert_num_queries(5):  # token, teams, postmortems, incidents, severities
            assert len(api.get("/postmortems").data["items"]) == 1 + more
