"""The three lists as CSV: exactly what is filtered, only what the reader may see, and on record."""

import csv

import pytest

from accounts.models import AuditEntry
from tests.factories import make_action, make_incident, make_postmortem, make_restricted_incident, make_user, severity

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = make_user("Reader")
    client.force_login(user)
    return user


def rows(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))


@pytest.mark.parametrize("list_of", ["incidents", "postmortems", "actions"])
def test_an_empty_list_is_a_heading(client, reader, list_of):
    assert rows(client, f"/{list_of}/export.csv") == []


def test_incidents_are_narrowed_as_the_address_says(client, reader):
    make_incident("Mail is late", severity=severity(1))
    make_incident("=cmd", severity=severity(3))
    found = rows(client, f"/incidents/export.csv?severity={severity(3).pk}")
    assert [row["Title"] for row in found] == ["'=cmd"]


def test_all_pages_of_a_list_are_in_the_file(client, reader):
    for n in range(60):
        make_incident(f"Number {n}")
    assert len(rows(client, "/incidents/export.csv?page=2")) == 60


@pytest.mark.parametrize("list_of", ["incidents", "postmortems", "actions"])
def test_what_is_restricted_is_not_in_the_file(client, reader, list_of):
    make_action("Quietly", postmortem=make_postmortem(make_restricted_incident()))
    assert rows(client, f"/{list_of}/export.csv") == []


def test_postmortems_and_actions_say_what_their_lists_say(client, reader):
    postmortem = make_postmortem(owner=reader)
    make_action("Limit the retries", postmortem=postmortem)
    [written] = rows(client, "/postmortems/export.csv")
    [promised] = rows(client, "/actions/export.csv")
    assert (written["Key"], written["Severity"], written["Owner"]) == (postmortem.key, "SEV2", reader.email)
    assert (promised["What"], promised["Postmortem"]) == ("Limit the retries", postmortem.key)


def test_who_took_it_and_how_it_was_narrowed_is_on_record(client, reader):
    rows(client, "/actions/export.csv?q=retries")
    entry = AuditEntry.objects.get(verb="exported")
    assert (entry.actor, entry.key, entry.after) == (reader, "actions", {"format": "csv", "q": "retries"})


@pytest.mark.parametrize("list_of", ["incidents", "postmortems", "actions"])
def test_an_address_that_cannot_be_read_leads_back_to_the_list(client, reader, list_of):
    answer = client.get(f"/{list_of}/export.csv?severity=none-such")
    assert answer.status_code == 302
    assert answer["Location"] == f"/{list_of}/?severity=none-such"


@pytest.mark.parametrize("list_of", ["incidents", "postmortems", "actions"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, reader, list_of, django_assert_num_queries):
    numbers = {"incidents": 7, "postmortems": 7, "actions": 7}
    for more in (1, 2):
        for _n in range(more):
            make_action(postmortem=make_postmortem())
        client.get(f"/{list_of}/export.csv")
        with django_assert_num_queries(numbers[list_of]):
            rows(client, f"/{list_of}/export.csv")
