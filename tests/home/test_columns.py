"""Columns of the three lists: the choice in the address makes the table and the file alike."""

import csv

import pytest

from tests.factories import make_action, make_incident, make_postmortem, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = make_user("Reader")
    client.force_login(user)
    return user


def in_file(client, path):
    return next(csv.reader(b"".join(client.get(path).streaming_content).decode().splitlines()))


def heads(client, path):
    """The words of the table's head, as the page's columns have them."""
    return [column.name for column in client.get(path).context["columns"].visible]


@pytest.mark.parametrize("list_of", ["incidents", "postmortems", "actions"])
def test_without_a_choice_the_table_shows_the_usual_ones_and_the_file_all(client, reader, list_of):
    make_action(postmortem=make_postmortem())
    usual = heads(client, f"/{list_of}/?view=list")
    assert "title" in usual
    assert len(in_file(client, f"/{list_of}/export.csv")) > len(usual)


def test_chosen_ones_are_what_table_and_file_have(client, reader):
    make_incident(customers_affected=4711)
    address = "?column=customers&column=state&sort=title"
    page = client.get(f"/incidents/{address}").content.decode()
    assert ">4711<" in page
    assert ">Services</th>" not in page
    assert in_file(client, f"/incidents/export.csv{address}") == ["Key", "Title", "State", "Customers affected"]


@pytest.mark.parametrize(
    ("list_of", "column", "heading"),
    [("incidents", "tags", "Tags"), ("postmortems", "incidents", "Incidents"), ("actions", "done_when", "Done when")],
)
def test_the_name_of_the_thing_is_always_there(client, reader, list_of, column, heading):
    make_action(postmortem=make_postmortem())
    named = in_file(client, f"/{list_of}/export.csv?column={column}")
    assert len(named) == 3
    assert heading in named
    assert heads(client, f"/{list_of}/?view=list&column={column}")[:2] == ["key", "title"]


def test_a_column_that_does_not_exist_is_passed_over(client, reader):
    make_incident()
    assert heads(client, "/incidents/?column=password") == heads(client, "/incidents/")


def test_the_file_is_sorted_like_the_list(client, reader):
    for title in ("b", "a", "c"):
        make_action(title)
    lines = b"".join(client.get("/actions/export.csv?sort=-title&column=state").streaming_content).decode()
    assert [row["What"] for row in csv.DictReader(lines.splitlines())] == ["c", "b", "a"]


def test_filters_keep_the_choice(client, reader):
    make_incident()
    page = client.get("/incidents/?column=team&column=state&sort=title").content.decode()
    filters = page[page.index('class="filter-form"') : page.index("</form>", page.index('class="filter-form"'))]
    for field in ('name="column" value="team"', 'name="column" value="state"', 'name="sort" value="title"'):
        assert field in filters


@pytest.mark.parametrize(
    ("list_of", "columns"),
    [
        ("incidents", ["visibility", "tags", "detection", "customers", "lasted", "services"]),
        ("postmortems", ["incidents", "sections", "published", "owner"]),
        ("actions", ["done_when", "reason", "first_due", "moved", "done", "ticket"]),
    ],
)
def test_every_column_can_be_shown_at_a_constant_number_of_queries(
    client, reader, list_of, columns, django_assert_max_num_queries
):
    address = f"/{list_of}/?view=list&" + "&".join(f"column={column}" for column in columns)
    for more in (1, 2):
        for _n in range(more):
            make_action(postmortem=make_postmortem(), tracker_url="https://example.org/t/1", done_when="Seen")
        client.get(address)
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
