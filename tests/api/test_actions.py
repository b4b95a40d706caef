"""Action items by program: proposed, agreed, chased, done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import ActionItem
from postmortems.models import ContributingFactor
from tests.factories import (
    make_action,
    make_action_in,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_service,
    make_team,
    make_user,
)

TODAY = timezone.localdate


@pytest.fixture
def postmortem(ada):
    return make_postmortem(make_incident(by=ada), owner=ada)


@pytest.fixture
def item(ada):
    """Open, of Ada, due in a week."""
    return make_open_action(owner=ada, due_on=TODAY() + timedelta(days=7))


@pytest.fixture
def here(item):
    return f"/action-items/{item.key}"


# -- proposing and changing ------------------------------------------------------------------------


def test_a_title_is_enough(api):
    answer = api.post("/action-items", {"title": "Limit  the retries"})
    assert answer.status == 201
    told = answer.data
    assert (told["title"], told["state"], told["priority"], told["owner"]) == (
        "Limit the retries",
        "proposed",
        "P3",
        None,
    )
    assert (told["url"], told["postmortem"]) == (f"http://testserver/actions/{told['key']}/", None)
    assert told["due_on"]
    assert api.get(answer.headers["Location"]).data == told


def test_everything_can_be_said_at_once(api, postmortem, ada):
    make_team("Payments")
    factor = ContributingFactor.objects.create(postmortem=postmortem, statement="No limit")
    body = {
        "title": "Limit the retries",
        "postmortem": postmortem.key,
        "done_when": "A slow answer makes one retry.",
        "kind": "detect",
        "priority": "P1",
        "due_on": "2027-01-31",
        "team": "payments",
        "factor": factor.pk,
        "tracker_url": "https://example.org/1",
    }
    told = api.post("/action-items", body | {"owner": "ada@example.org"}).data
    assert {name: told[name] for name in body} == body
    assert told["owner"]["handle"] == "ada"


def test_without_a_date_the_policy_says_by_when(api, postmortem):
    told = [
        api.post("/action-items", {"title": "x", "postmortem": postmortem.key, "priority": p}).data
        for p in ("P1", "P4")
    ]
    expected = [postmortem.severity().action_due(p, TODAY()).isoformat() for p in ("P1", "P4")]
    assert [item["due_on"] for item in told] == expected


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": ""}, "#/title"),
        ({"title": "x" * 301}, "#/title"),
        ({"kind": "blame"}, "#/kind"),
        ({"priority": "P0"}, "#/priority"),
        ({"owner": "nobody"}, "#/owner"),
        ({"owner": "vic"}, "#/owner"),
        ({"team": "nobody"}, "#/team"),
        ({"factor": 999}, "#/factor"),
        ({"tracker_url": "javascript:alert(1)"}, "#/tracker_url"),
        ({"due_on": "soon"}, "#/due_on"),
        ({"postmortem": "INC-1"}, "#/postmortem"),
        ({"state": "done"}, "#/state"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_proposed(api, wrong, pointer):
    make_user("Vic", role="viewer")
    answer = api.post("/action-items", {"title": "Limit the retries"} | wrong)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert not ActionItem.objects.exists()


def test_a_hidden_postmortem_cannot_be_told_from_none(api):
    hidden = make_postmortem(make_restricted_incident())
    answers = [api.post("/action-items", {"title": "x", "postmortem": key}) for key in (hidden.key, "PM-999")]
    assert [answer.status for answer in answers] == [404, 404]


def test_what_is_not_sent_stays(api, ada, postmortem):
    item = make_action(owner=ada, postmortem=postmortem, done_when="It works", due_on=TODAY())
    before = api.get(f"/action-items/{item.key}").data
    after = api.patch(f"/action-items/{item.key}", {"priority": "P2"}).data
    assert after | {"updated_at": ""} == before | {"updated_at": "", "priority": "P2"}


def test_once_agreed_owner_and_date_have_verbs_of_their_own(api, here):
    for changes in ({"owner": "ada"}, {"due_on": "2027-01-01"}):
        answer = api.patch(here, changes)
        assert (answer.status, answer.pointers) == (422, [f"#/{next(iter(changes))}"])
    assert api.patch(here, {"title": "Another", "done_when": ""}).data["title"] == "Another"


def test_a_change_does_not_undo_a_move(api, here, item, ada):
    item.start(by=ada)
    assert api.patch(here, {"title": "Another"}).data["state"] == "in_progress"


# -- owner and date --------------------------------------------------------------------------------


def test_a_date_moves_with_a_reason_and_is_kept(api, here, item):
    assert api.post(f"{here}/due-date", {"due_on": "2027-01-31"}).blockers == ["reason-required"]
    told = api.post(f"{here}/due-date", {"due_on": "2027-01-31", "reason": "The freeze"}).data
    assert (told["due_on"], told["original_due_on"], told["times_moved"]) == ("2027-01-31", item.due_on.isoformat(), 1)
    [change] = told["due_changes"]
    assert (change["was"], change["now"], change["reason"]) == (item.due_on.isoformat(), "2027-01-31", "The freeze")


def test_an_item_is_handed_over(api, here):
    make_user("Bob")
    assert api.put(f"{here}/owner", {"owner": "bob"}).data["owner"]["handle"] == "bob"


def test_an_item_is_not_handed_over_to_somebody_who_cannot_own_it(api, program, people, here):
    admin = program(people["admin"])
    assert admin.put(f"{here}/owner", {"owner": "viewer"}).blockers == ["owner"]
    assert admin.put(f"{here}/owner", {"owner": "nobody"}).pointers == ["#/owner"]
    assert admin.put(f"{here}/owner", {"owner": None}).pointers == ["#/owner"]
    hidden = make_action(postmortem=make_postmortem(make_restricted_incident()))
    assert admin.put(f"/action-items/{hidden.key}/owner", {"owner": "other"}).blockers == ["owner-cannot-see"]


# -- moves -----------------------------------------------------------------------------------------


def test_it_goes_from_proposed_to_verified(api, ada):
    item = make_action(created_by=ada)
    moves = f"/action-items/{item.key}/moves"
    states = [
        api.post(f"{moves}/accept", {"owner": "ada", "due_on": "2027-01-31"}).data["state"],
        api.post(f"{moves}/start").data["state"],
        api.post(f"{moves}/block", {"reason": "The supplier"}).data["state"],
        api.post(f"{moves}/unblock").data["state"],
        api.post(f"{moves}/finish").data["state"],
        api.post(f"{moves}/verify").data["state"],
    ]
    told = api.post(f"{moves}/reopen", {"reason": "It did not"}).data
    assert states == ["open", "in_progress", "blocked", "open", "done", "verified"]
    assert (told["state"], told["history"][-1]["reason"], told["due_on"]) == ("open", "It did not", "2027-01-31")


def test_it_is_declined_and_reconsidered(api, ada):
    item = make_action(created_by=ada)
    moves = f"/action-items/{item.key}/moves"
    told = api.post(f"{moves}/decline", {"reason": "Not worth it"}).data
    assert (told["state"], told["state_reason"]) == ("declined", "Not worth it")
    assert api.post(f"{moves}/reconsider").data["state"] == "proposed"


@pytest.mark.parametrize(
    ("verb", "body", "blockers"),
    [
        ("verify", None, ["wrong-state"]),
        ("block", {"reason": " "}, ["reason-required"]),
        ("give_up", {"reason": "No time"}, ["lead-decides"]),
        ("give_up", None, ["lead-decides", "reason-required"]),
    ],
)
def test_a_refused_move_names_every_blocker(api, ada, verb, body, blockers):
    item = make_open_action(owner=ada, due_on=TODAY(), priority="P1")
    answer = api.post(f"/action-items/{item.key}/moves/{verb}", body)
    assert (answer.status, answer.code, answer.blockers) == (409, "refused", blockers)


def test_it_is_accepted_with_an_owner_who_may_own_it(api, ada):
    item = make_action(created_by=ada)
    accept = f"/action-items/{item.key}/moves/accept"
    assert api.post(accept).blockers == ["owner"]
    assert api.post(accept, {"owner": "nobody"}).pointers == ["#/owner"]
    make_user("Vic", role="viewer")
    assert api.post(accept, {"owner": "vic"}).blockers == ["owner"]
    assert api.post(accept, {"owner": "ada"}).data["due_on"]


@pytest.mark.parametrize(
    ("verb", "body"), [("start", {"reason": "x"}), ("block", {"owner": "ada"}), ("accept", {"reason": "x"})]
)
def test_what_a_move_does_not_take_is_not_lost_in_silence(api, here, verb, body):
    assert api.post(f"{here}/moves/{verb}", body).pointers == [f"#/{next(iter(body))}"]


# -- the list --------------------------------------------------------------------------------------


def test_the_list_is_narrowed_as_on_the_page(api, ada, program):
    team = make_team("Payments")
    incident = make_incident(by=ada)
    incident.services.add(make_service("checkout"))
    postmortem = make_postmortem(incident, owner=ada)
    fields = {"postmortem": postmortem, "team": team, "priority": "P1", "kind": "detect"}
    late = make_open_action("Slow retries", owner=ada, due_on=TODAY() - timedelta(days=1), **fields)
    make_action_in("declined", by=ada)
    undated = make_action(created_by=make_user("Bob"))
    for query in (
        "text=slow",
        f"text={late.key}",
        "state=open",
        "state=unfinished",
        "due=overdue",
        "priority=P1",
        "kind=detect",
        "owner=ada",
        "mine=true",
        "team=payments",
        "service=checkout",
        "severity=SEV2",
        f"postmortem={postmortem.key}",
        f"incident={incident.key}",
    ):
        assert [item["key"] for item in api.get(f"/action-items?{query}").data["items"]] == [late.key], query
    assert api.get("/action-items?due=overdue").data["items"][0]["is_overdue"] is True
    assert [item["key"] for item in api.get("/action-items?owner=nobody").data["items"]] == [undated.key]
    assert [len(api.get(f"/action-items{query}").data["items"]) for query in ("", "?state=any")] == [2, 3]
    for query in ("state=gone", "due=never", "owner=ghost", "postmortem=INC-1", "incident=1", "mine=perhaps"):
        assert api.get(f"/action-items?{query}").pointers == [query.partition("=")[0]]


def test_the_list_costs_the_same_with_one_item_and_with_three(api, ada, django_assert_num_queries):
    def add():
        make_open_action(owner=ada, due_on=TODAY(), postmortem=make_postmortem(make_incident(by=ada), owner=ada))

    add()
    api.get("/action-items")
    for more in (0, 2):
        for _one in range(more):
            add()
        with django_assert_num_queries(5):  # token, teams, items, incidents, severities
            assert len(api.get("/action-items").data["items"]) == 1 + more
