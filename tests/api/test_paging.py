"""Lists in pages that stay right while rows are added."""

import pytest

from tests.factories import NOON, make_event, make_incident


def walk(api, path):
    """Every item, page by page, by the address of the next one."""
    items, pages = [], 0
    while path:
        answer = api.get(path)
        assert answer.status == 200
        items += answer.data["items"]
        path = (answer.data["next"] or "").removeprefix("http://testserver")
        pages += 1
    return items, pages


@pytest.fixture
def incidents(ada):
    return [make_incident(f"No. {number}", by=ada) for number in range(7)]


def test_every_row_is_on_one_page(api, incidents):
    items, pages = walk(api, "/incidents?limit=3")
    assert [item["key"] for item in items] == [incident.key for incident in reversed(incidents)]
    assert pages == 3


def test_a_last_page_that_is_full_has_no_next(api, incidents):
    answer = api.get("/incidents?limit=7")
    assert (len(answer.data["items"]), answer.data["next"], answer.data["next_cursor"]) == (7, None, None)


def test_what_is_added_meanwhile_moves_nothing(api, incidents, ada):
    first = api.get("/incidents?limit=3").data
    make_incident("New", by=ada)
    second = api.get(f"/incidents?limit=3&cursor={first['next_cursor']}").data
    assert [item["title"] for item in second["items"]] == ["No. 3", "No. 2", "No. 1"]


def test_the_next_address_keeps_what_was_asked(api, incidents):
    items, _pages = walk(api, "/incidents?limit=1&text=No.&state=open")
    assert len(items) == 7


def test_events_of_the_same_time_are_each_shown_once(api, ada):
    incident = make_incident(by=ada)
    texts = [make_event(incident, f"{number}", at=NOON).text for number in range(5)]
    early = make_event(incident, "early", at=NOON.replace(hour=11, microsecond=123456))
    items, _pages = walk(api, f"/incidents/{incident.key}/events?limit=2")
    assert [item["text"] for item in items] == [early.text, *texts]


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0:x", "a:b:c", "%F0%9F%98%80", "x" * 500])
def test_a_cursor_of_ones_own_making_is_refused(api, cursor):
    answer = api.get(f"/incidents?cursor={cursor}")
    assert (answer.status, answer.pointers) == (422, ["cursor"])


def test_a_cursor_of_another_list_is_refused(api, incidents):
    cursor = api.get("/incidents?limit=1").data["next_cursor"]
    assert api.get(f"/action-items?cursor={cursor}").pointers == ["cursor"]
