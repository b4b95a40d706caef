"""The list of incidents without a postmortem: required, late, waived."""

import pytest
import time_machine
from django.urls import reverse

from postmortems.awaiting import awaiting, late, with_due_dates, without_postmortem
from tests.factories import NOON, make_incident, make_postmortem, make_restricted_incident, severity

URL = reverse("postmortems:without")
DAY = 86_400


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False):
        yield


def over(title, *, days_ago=0, rank=2, **fields):
    """A resolved incident that ended ``days_ago``."""
    incident = make_incident(title, severity=severity(rank), state="resolved", **fields)
    at = NOON.replace(day=27).timestamp() - days_ago * DAY
    incident.set_milestone("resolved", at=type(NOON).fromtimestamp(at, tz=NOON.tzinfo))
    return incident


def titles(client, show):
    answer = client.get(URL, {"show": show})
    return [row.incident.title for row in answer.context["rows"]]


def test_it_tells_the_required_from_the_late(signed_in):
    over("Fresh", days_ago=1)
    over("Old", days_ago=90)
    over("Small", days_ago=90, rank=4)
    make_incident("Going on")
    client = signed_in("max")
    assert titles(client, "required") == ["Old", "Fresh"]
    assert titles(client, "late") == ["Old"]


def test_one_that_was_waived_is_told_with_its_reason(signed_in, people, draft):
    draft.waive(by=people.lea, reason="Told in another one")
    shown = signed_in("max").get(URL, {"show": "waived"}).content.decode()
    assert "Told in another one" in shown
    assert draft.title in shown


def test_a_hidden_one_is_not_counted(signed_in, people):
    make_restricted_incident(people.zoe, state="resolved")
    ways = signed_in("max").get(URL).context["ways"]
    assert [count for _name, _label, count in ways] == [0, 0, 0]


@pytest.mark.parametrize("show", ["required", "late", "waived"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(signed_in, people, show, rows, django_assert_num_queries):
    for number in range(rows):
        over(f"Old {number}", days_ago=90, team=people.payments)
        make_postmortem(over("Let off"), owner=people.olga).waive(by=people.lea, reason="Small")
    client = signed_in("max")
    client.get(URL, {"show": show})
    with django_assert_num_queries({"required": 12, "late": 12, "waived": 13}[show]):
        assert client.get(URL, {"show": show}).status_code == 200


def test_the_first_that_are_due_are_found_without_reading_all(people):
    for days in range(1, 6):
        over(f"SEV2 {days}", days_ago=days)
        over(f"SEV1 {days}", days_ago=days, rank=1)
    whole = awaiting(people.max)
    assert awaiting(people.max, most=3) == whole[:3]


@pytest.mark.parametrize("days_ago", range(1, 30))
def test_the_database_agrees_on_what_is_late(people, days_ago):
    over("One", days_ago=days_ago, rank=1)
    over("Two", days_ago=days_ago, rank=2)
    found = without_postmortem(people.max)
    told = {row.incident.title for row in with_due_dates(found) if row.is_late}
    from_database = {incident.title for incident in found.filter(late(NOON.date().replace(day=27)))}
    assert from_database == told
