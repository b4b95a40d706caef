"""Events by program: one, many, none twice."""

import pytest

from incidents.models import TimelineEvent
from tests.factories import NOON, make_event, make_incident

ONE = {"occurred_at": "2026-11-03T14:05:00+01:00", "text": "Alert fires"}


@pytest.fixture
def incident(ada):
    return make_incident(by=ada)


@pytest.fixture
def here(incident):
    return f"/incidents/{incident.key}/events"


def test_an_event_is_added(api, here, ada):
    answer = api.post(here, ONE | {"kind": "detection", "ended_at": "2026-11-03T13:06:00Z", "starred": True})
    assert answer.status == 201
    told = answer.data
    assert (told["occurred_at"], told["ended_at"]) == ("2026-11-03T13:05:00Z", "2026-11-03T13:06:00Z")
    assert (told["kind"], told["source"], told["precision"], told["starred"]) == ("detection", "manual", "exact", True)
    assert (told["author"]["handle"], told["edits"]) == ("ada", [])
    assert api.get(answer.headers["Location"]).data == told


def test_what_its_source_has_told_before_is_not_told_again(api, here):
    chat = ONE | {"source": "chat", "source_ref": "C1/1762"}
    first, again = api.post(here, chat), api.post(here, chat | {"text": "Changed over there"})
    assert (first.status, again.status) == (201, 200)
    assert again.data == first.data
    assert api.post(here, chat | {"source": "alert"}).status == 201


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"text": " "}, "#/text"),
        ({"text": "x" * 20_001}, "#/text"),
        ({"ended_at": "2026-11-03T13:04:00Z"}, "#/ended_at"),
        ({"kind": "rumour"}, "#/kind"),
        ({"source": "system"}, "#/source"),
        ({"source_ref": "x" * 201}, "#/source_ref"),
        ({"author": "ada"}, "#/author"),
    ],
)
def test_what_is_wrong_is_told(api, here, wrong, pointer):
    answer = api.post(here, ONE | wrong)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert api.post(f"{here}/bulk", {"events": [ONE, ONE | wrong]}).pointers == [f"#/events/1{pointer[1:]}"]
    assert not TimelineEvent.objects.exists()


def test_many_are_added_at_once(api, here):
    events = [ONE | {"text": f"No. {number}", "source": "import", "source_ref": f"{number}"} for number in range(500)]
    first = api.post(f"{here}/bulk", {"events": events})
    assert (first.status, first.data["created"]) == (200, 500)
    assert [item["text"] for item in first.data["items"]] == [event["text"] for event in events]
    again = api.post(f"{here}/bulk", {"events": [*events[:3], ONE]})
    assert again.data["created"] == 1
    assert again.data["items"][:3] == first.data["items"][:3]


@pytest.mark.parametrize("events", [[], [ONE] * 501, {}, None])
def test_too_many_and_none_are_refused(api, here, events):
    assert api.post(f"{here}/bulk", {"events": events}).pointers == ["#/events"]


def test_many_cost_no_more_than_one(api, here, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        api.post(f"{here}/bulk", {"events": [ONE] * 100})


def test_how_an_event_stood_before_is_kept(api, here, incident):
    event = make_event(incident, at=NOON)
    told = api.patch(f"{here}/{event.pk}", {"text": "Alert fires again", "occurred_at": "2026-11-03T12:01:00Z"}).data
    assert (told["text"], told["occurred_at"]) == ("Alert fires again", "2026-11-03T12:01:00Z")
    [before] = told["edits"]
    assert (before["text"], before["occurred_at"], before["by"]["handle"]) == (
        "Alert fires",
        "2026-11-03T12:00:00Z",
        "ada",
    )
    told = api.patch(f"{here}/{event.pk}", {"kind": "repair"}).data
    assert (told["kind"], len(told["edits"])) == ("repair", 1)
    assert api.patch(f"{here}/{event.pk}", {}).data == told


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"ended_at": "2026-11-03T11:00:00Z"}, "#/ended_at"),
        ({"text": ""}, "#/text"),
        ({"occurred_at": None}, "#/occurred_at"),
        ({"source": "chat"}, "#/source"),
    ],
)
def test_a_wrong_change_changes_nothing(api, here, incident, changes, pointer):
    event = make_event(incident, at=NOON)
    answer = api.patch(f"{here}/{event.pk}", changes)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert not event.edits.exists()


def test_an_event_is_starred(api, here, incident):
    event = make_event(incident)
    assert api.put(f"{here}/{event.pk}/star", {}).data["starred"] is True
    assert [item["id"] for item in api.get(f"{here}?starred=true").data["items"]] == [event.pk]
    assert api.put(f"{here}/{event.pk}/star", {"on": False}).data["starred"] is False


def test_an_event_is_removed_and_brought_back(api, here, incident):
    event = make_event(incident)
    assert api.delete(f"{here}/{event.pk}").status == 204
    assert api.get(here).data["items"] == []
    assert [item["id"] for item in api.get(f"{here}?removed=true").data["items"]] == [event.pk]
    assert api.get(f"{here}/{event.pk}").data["removed_at"]
    for verb, body in (("PATCH", {"text": "x"}), ("DELETE", None)):
        assert api.ask(verb, f"{here}/{event.pk}", body).status == 404
    assert api.post(f"{here}/{event.pk}/restore").data["removed_at"] is None


def test_the_list_is_narrowed(api, here, incident):
    make_event(incident, "One", kind="decision")
    make_event(incident, "Two")
    assert [item["text"] for item in api.get(f"{here}?kind=decision").data["items"]] == ["One"]
    assert [item["text"] for item in api.get(here).data["items"]] == ["One", "Two"]


def test_an_event_of_another_incident_is_not_there(api, here, ada):
    event = make_event(make_incident(by=ada))
    assert api.get(f"{here}/{event.pk}").status == 404


def test_the_list_costs_the_same_with_one_event_and_with_three(api, here, incident, django_assert_num_queries):
    make_event(incident)
    api.get(here)
    for more in (0, 2):
        for _one in range(more):
            make_event(incident)
        with django_assert_num_queries(4):  # token, teams, incident, events
            assert len(api.get(here).data["items"]) == 1 + more
