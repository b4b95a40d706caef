"""Items beside the postmortem and the incident they come from."""

import pytest
from django.urls import reverse

from actions.models import ActionItem
from tests.factories import make_action, make_incident, make_postmortem, make_restricted_incident, make_team

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def postmortem(ada):
    return make_postmortem(make_incident(team=make_team("Payments", members=(ada,))), owner=ada)


def of_postmortem(postmortem):
    return reverse("actions:for_postmortem", args=[postmortem.key])


def of_incident(incident):
    return reverse("actions:for_incident", args=[incident.key])


class TestOfAPostmortem:
    def test_lists_its_items_and_no_others(self, signed_in, ada, postmortem):
        make_action("Limit the retries", postmortem=postmortem)
        make_action("Something else")
        part = signed_in(ada).get(of_postmortem(postmortem), headers=HTMX).content.decode()
        assert "Limit the retries" in part
        assert "Something else" not in part
        assert "<html" not in part

    def test_an_empty_one_asks_for_the_first(self, signed_in, ada, postmortem):
        part = signed_in(ada).get(of_postmortem(postmortem), headers=HTMX).content.decode()
        assert "What would make a repeat less likely?" in part

    def test_takes_a_proposal_and_shows_it(self, signed_in, ada, postmortem):
        typed = {"title": "Limit the retries", "done_when": "The drill passes", "priority": "P2", "owner": ada.pk}
        response = signed_in(ada).post(of_postmortem(postmortem), typed, headers=HTMX)
        item = ActionItem.objects.get()
        assert (response.status_code, item.postmortem, item.state, item.created_by) == (
            200,
            postmortem,
            "proposed",
            ada,
        )
        assert item.get_absolute_url() in response.content.decode()
        assert 'value="Limit the retries"' not in response.content.decode()

    def test_wrong_input_comes_back_with_what_was_typed(self, signed_in, ada, postmortem):
        typed = {"title": "", "done_when": "The drill passes", "priority": "P2"}
        response = signed_in(ada).post(of_postmortem(postmortem), typed, headers=HTMX)
        assert response.status_code == 422
        assert 'value="The drill passes"' in response.content.decode()
        assert "This field is required." in response.content.decode()

    def test_who_may_not_write_there_reads_it_without_a_form(self, signed_in, vera, zoe, postmortem):
        make_action("Limit the retries", postmortem=postmortem)
        for person in (vera, zoe):
            browser = signed_in(person)
            part = browser.get(of_postmortem(postmortem), headers=HTMX).content.decode()
            assert "Limit the retries" in part
            assert "<form" not in part
            assert browser.post(of_postmortem(postmortem), {"title": "x"}, headers=HTMX).status_code == 403

    def test_a_stranger_finds_nothing(self, signed_in, zoe, ada):
        restricted = make_postmortem(make_restricted_incident(ada), owner=ada)
        for ask in (signed_in(zoe).get, signed_in(zoe).post):
            assert ask(of_postmortem(restricted), headers=HTMX).status_code == 404

    def test_without_a_script_the_list_shows_the_same(self, signed_in, ada, postmortem):
        make_action("Limit the retries", postmortem=postmortem)
        response = signed_in(ada).get(of_postmortem(postmortem), follow=True)
        assert [item.title for item in response.context["page"]] == ["Limit the retries"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("which", "queries"), [("postmortem", 10), ("incident", 7)])
def test_the_number_of_queries_does_not_grow(
    rows, which, queries, signed_in, ada, postmortem, django_assert_num_queries
):
    for number in range(rows):
        make_action(f"Item {number}", postmortem=postmortem, owner=ada)
    address = of_postmortem(postmortem) if which == "postmortem" else of_incident(postmortem.incidents.get())
    browser = signed_in(ada)
    with django_assert_num_queries(queries):
        browser.get(address, headers=HTMX)


class TestOfAnIncident:
    def test_lists_the_items_of_its_postmortems(self, signed_in, ada, postmortem):
        make_action("Limit the retries", postmortem=postmortem)
        make_action("Something else", postmortem=make_postmortem(owner=ada))
        part = signed_in(ada).get(of_incident(postmortem.incidents.get()), headers=HTMX).content.decode()
        assert "Limit the retries" in part
        assert "Something else" not in part

    def test_not_those_of_a_postmortem_that_also_tells_of_a_hidden_incident(self, signed_in, zoe, ada):
        incident = make_incident()
        both = make_postmortem(incident, make_restricted_incident(ada), owner=ada)
        make_action("The leaked key", postmortem=both)
        part = signed_in(zoe).get(of_incident(incident), headers=HTMX).content.decode()
        assert "The leaked key" not in part
        assert both.key not in part

    def test_a_stranger_finds_nothing(self, signed_in, zoe, ada):
        assert signed_in(zoe).get(of_incident(make_restricted_incident(ada)), headers=HTMX).status_code == 404
