"""A page and a program are refused the same things for the same reasons."""

import pytest
from django.test import Client

from tests.factories import (
    NOON,
    fill,
    make_action,
    make_action_in,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_user,
)


@pytest.fixture
def page(ada):
    """A browser in which Ada is signed in."""
    client = Client()
    client.force_login(ada)
    return client


def told_by_page(answer):
    return [(blocker.code, str(blocker.message)) for blocker in answer.context["blockers"]]


def told_by_program(answer):
    return [(blocker["code"], blocker["message"]) for blocker in answer.data["blockers"]]


def same(page_answer, program_answer):
    """Both refuse, with the same reasons."""
    assert (page_answer.status_code, program_answer.status) == (409, 409)
    assert told_by_page(page_answer) == told_by_program(program_answer) != []
    return [code for code, _message in told_by_page(page_answer)]


def resolved_incident(ada, **fields):
    incident = make_incident(by=ada, **fields)
    incident.resolve(by=ada)
    return incident


def test_closing_an_incident_too_early(api, page, ada):
    incident = resolved_incident(ada)
    codes = same(page.post(f"/incidents/{incident.key}/close/"), api.post(f"/incidents/{incident.key}/moves/close"))
    assert codes == ["milestone-started", "milestone-detected", "postmortem-missing"]


def test_closing_an_incident_whose_actions_are_undecided(api, page, ada):
    incident = resolved_incident(ada)
    make_action(postmortem=make_postmortem(incident, owner=ada))
    codes = same(page.post(f"/incidents/{incident.key}/close/"), api.post(f"/incidents/{incident.key}/moves/close"))
    assert {"postmortem-unsettled", "action-undecided"} <= set(codes)


@pytest.mark.parametrize("verb", ["mitigate", "resolve", "close"])
def test_a_move_from_the_wrong_state(api, page, ada, verb):
    incident = make_incident(by=ada)
    incident.cancel(by=ada, because="duplicate")
    assert same(
        page.post(f"/incidents/{incident.key}/{verb}/"), api.post(f"/incidents/{incident.key}/moves/{verb}")
    ) == ["wrong-state"]


def test_a_draft_that_is_not_ready(api, page, ada):
    postmortem = make_postmortem(make_incident(by=ada), owner=ada)
    codes = same(
        page.post(f"/postmortems/{postmortem.key}/submit/"), api.post(f"/postmortems/{postmortem.key}/moves/submit")
    )
    assert codes == ["section-summary", "timeline", "factors", "response", "reviewer"]


def test_publishing_what_nobody_approved(api, page, ada):
    postmortem = fill(make_postmortem(make_incident(by=ada), owner=ada), reviewers=(make_user("Bob"),))
    for verb in ("publish", "revise", "withdraw"):
        codes = same(
            page.post(f"/postmortems/{postmortem.key}/{verb}/"), api.post(f"/postmortems/{postmortem.key}/moves/{verb}")
        )
        assert codes == ["wrong-state"]


def test_a_verdict_that_was_not_asked_for(api, page, ada):
    postmortem = fill(make_postmortem(make_incident(), owner=make_user("Eve")), reviewers=(make_user("Bob"),))
    here = f"/postmortems/{postmortem.key}"
    assert same(page.post(f"{here}/approve/"), api.post(f"{here}/moves/approve")) == ["wrong-state"]
    page_of_eve = Client()
    page_of_eve.force_login(postmortem.owner)
    page_of_eve.post(f"{here}/submit/")
    assert same(page.post(f"{here}/approve/"), api.post(f"{here}/moves/approve")) == ["not-a-reviewer"]


def test_writing_past_the_draft(api, page, ada):
    postmortem = make_postmortem(make_incident(by=ada), owner=ada)
    postmortem.waive(by=ada, reason="A drill")
    here = f"/postmortems/{postmortem.key}"
    written = page.post(f"{here}/sections/lessons/", {"base": 0, "markdown": "x"})
    codes = same(written, api.put(f"{here}/sections/lessons", {"markdown": "x", "version": 0}))
    assert codes == ["not-editable"]
    assert (
        same(page.post(f"{here}/factors/add/", {"statement": "x"}), api.post(f"{here}/factors", {"statement": "x"}))
        == codes
    )


@pytest.mark.parametrize("verb", ["verify", "unblock", "reconsider"])
def test_an_item_that_is_not_there_yet(api, page, ada, verb):
    item = make_open_action(owner=ada, due_on=NOON.date())
    assert same(page.post(f"/actions/{item.key}/{verb}/"), api.post(f"/action-items/{item.key}/moves/{verb}")) == [
        "wrong-state"
    ]


def test_giving_up_what_is_urgent(api, page, ada):
    item = make_open_action(owner=ada, due_on=NOON.date(), priority="P1")
    reason = {"reason": "No time"}
    codes = same(
        page.post(f"/actions/{item.key}/give-up/", reason), api.post(f"/action-items/{item.key}/moves/give_up", reason)
    )
    assert codes == ["lead-decides"]


def test_moving_the_date_of_what_is_settled(api, page, ada):
    item = make_action_in("done", by=ada)
    body = {"due_on": "2027-01-31", "reason": "Later"}
    assert same(page.post(f"/actions/{item.key}/due/", body), api.post(f"/action-items/{item.key}/due-date", body)) == [
        "wrong-state"
    ]


# What a page tells beside a field, a program is told with a pointer to it, in the same words.


def test_the_same_words_beside_the_same_field(api, page, ada):
    incident, hidden = make_incident(by=ada), make_restricted_incident()
    here = f"/incidents/{incident.key}"
    page_link = page.post(f"{here}/links/add/", {"kind": "related", "key": hidden.key}).context["link"].errors["key"]
    assert [
        error["detail"] for error in api.post(f"{here}/links", {"incident": hidden.key}).data["errors"]
    ] == page_link
    page_start = page.post("/postmortems/new/", {"incidents": hidden.key}).context["form"].errors["incidents"]
    started = api.post("/postmortems", {"incidents": [hidden.key]})
    assert [error["detail"] for error in started.data["errors"]] == page_start


@pytest.mark.parametrize("who", ["viewer", "other"])
def test_whom_the_page_turns_away_the_program_turns_away(program, people, who):
    user = people[who]
    incident = make_incident(team=people["lead"].teams.get())
    client = Client()
    client.force_login(user)
    event = {"time": "14:05", "text": "x"}
    assert client.post(f"/incidents/{incident.key}/events/add/", event).status_code == 403
    assert client.post(f"/incidents/{incident.key}/resolve/").status_code == 403
    agent = program(user)
    assert (
        agent.post(f"/incidents/{incident.key}/events", {"occurred_at": "2026-11-03T14:05:00Z", "text": "x"}).status
        == 403
    )
    assert agent.post(f"/incidents/{incident.key}/moves/resolve").status == 403
