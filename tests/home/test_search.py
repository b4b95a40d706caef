"""Jumping anywhere: what the palette and the page of results find, for whom, and at what cost."""

import pytest

from accounts.models import SavedView
from tests.factories import (
    make_action,
    make_admin,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_service,
    make_team,
    make_user,
    make_viewer,
)

pytestmark = pytest.mark.django_db
IN_PALETTE = {"HX-Request": "true"}


@pytest.fixture
def reader():
    return make_user("Reader")


@pytest.fixture
def find(client, reader):
    """`find(text)` gives the hits by group, as the palette shows them to the reader."""

    def ask(text="", *, user=reader, **query):
        client.force_login(user)
        answer = client.get("/search/", {"q": text, **query}, headers=IN_PALETTE)
        assert answer.status_code == 200
        return {str(group.heading): [str(hit.title) for hit in group.hits] for group in answer.context["groups"]}

    return ask


def test_finds_by_title_name_and_page(find):
    make_incident("Payments are slow")
    make_postmortem(make_incident("Another"), title="Why payments were slow")
    make_action("Watch payments")
    make_team("Payments")
    make_service("payments-api")
    make_user("Paymore")
    assert find("payments") == {
        "Incidents": ["Payments are slow"],
        "Postmortems": ["Why payments were slow"],
        "Actions": ["Watch payments"],
        "Teams": ["Payments"],
        "Services": ["payments-api"],
    }
    assert find("paymo") == {"People": ["Paymore"]}
    assert "Profile" in " ".join(find("prof")["Pages"]).title()


def test_every_word_counts_in_any_order(find):
    make_incident("Payments are slow")
    make_incident("Search is slow")
    assert find("slow paym")["Incidents"] == ["Payments are slow"]


class TestKeys:
    def test_a_key_leads_to_its_thing(self, find):
        incident = make_incident("Payments are slow")
        assert find(incident.key.lower())["By key"] == ["Payments are slow"]

    def test_a_bare_number_may_be_any_of_them(self, find):
        item = make_action("Watch payments", postmortem=make_postmortem(make_incident("Payments are slow")))
        assert "Watch payments" in find(str(item.pk))["By key"]

    def test_where_one_has_been_comes_first_and_only_what_one_may_see(self, find, reader):
        seen, hidden = make_incident("Seen before"), make_restricted_incident(title="Hidden since")
        found = find(recent=f"{hidden.key} {seen.key} INC-999999 nonsense")
        assert found["Recent"] == ["Seen before"]


class TestRights:
    def test_a_restricted_incident_is_found_by_those_who_may_know_of_it_alone(self, find, reader):
        bob = make_user("Bob")
        hidden = make_restricted_incident(bob, title="Leaked key")
        make_action("Rotate the leaked key", postmortem=make_postmortem(hidden))
        for text in ("leaked", hidden.key, str(hidden.pk)):
            assert find(text) == {}
        assert set(find("leaked", user=bob)) == {"Incidents", "Postmortems", "Actions"}

    def test_pages_are_offered_to_those_who_may_open_them(self, find):
        assert "Severities" not in find()["Pages"]
        assert "Severities" in find(user=make_admin())["Pages"]
        assert "New incident" in find()["Pages"]
        assert "New incident" not in find(user=make_viewer())["Pages"]

    def test_views_of_others_are_not_found(self, find, reader):
        SavedView.objects.create(owner=reader, list_name="actions", name="Weekly look", query="due=week")
        assert find("weekly") == {"Saved views": ["Weekly look"]}
        assert find("weekly", user=make_user("Zoe")) == {}

    def test_every_page_that_is_offered_opens(self, client):
        for user in (make_admin(), make_user("Ada"), make_viewer()):
            client.force_login(user)
            groups = client.get("/search/", headers=IN_PALETTE).context["groups"]
            for hit in next(group for group in groups if group.heading == "Pages").hits:
                assert client.get(hit.url, follow=True).status_code == 200, hit.url


def test_more_than_a_few_lead_to_the_whole_list(client, reader):
    for number in range(6):
        make_incident(f"Outage {number}")
    client.force_login(reader)
    [group] = client.get("/search/", {"q": "outage"}, headers=IN_PALETTE).context["groups"]
    assert len(group.hits) == 5
    assert group.whole == "/incidents/?q=outage"
    assert client.get(group.whole).context["page"].paginator.count == 6


def test_without_a_script_it_is_a_page_of_its_own(client, reader):
    incident = make_incident("Payments are slow")
    client.force_login(reader)
    page = client.get("/search/", {"q": "slow"}).content.decode()
    assert "<h1>" in page
    assert f'href="{incident.get_absolute_url()}"' in page
    assert "not yours to see" in client.get("/search/", {"q": "quagga"}).content.decode()


@pytest.mark.parametrize("text", ["x" * 5000, "%", "'; --", "INC-" + "9" * 40, "\x00"])
def test_whatever_is_typed_has_an_answer(client, reader, text):
    client.force_login(reader)
    assert client.get("/search/", {"q": text}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_what_is_found(client, reader, count, django_assert_num_queries):
    for number in range(count):
        make_action(f"Slow {number}", postmortem=make_postmortem(make_incident(f"Slow {number}")), owner=reader)
        make_user(f"Slow {number}")
        make_service(f"slow-{number}")
        make_team(f"Slow {number}")
    client.force_login(reader)
    client.get("/search/", headers=IN_PALETTE)
    with django_assert_num_queries(11):
        client.get("/search/", {"q": "slow"}, headers=IN_PALETTE)
    with django_assert_num_queries(6):
        client.get("/search/", {"recent": "INC-1 INC-2 PM-1 ACT-1"}, headers=IN_PALETTE)
