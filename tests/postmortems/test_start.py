"""Starting a postmortem: about what, in which form, and what is refused."""

import pytest
from django.urls import reverse

from postmortems.models import Postmortem, Template
from tests.factories import make_incident, make_postmortem, make_restricted_incident, severity

START = reverse("postmortems:start")


@pytest.fixture
def answers(people, incident):
    template = Template.objects.get(name="One page")
    return {"incidents": incident.key, "template": template.pk, "owner": people.olga.pk, "title": ""}


def test_the_page_knows_the_incidents_of_its_address(signed_in, incident):
    other = make_incident("Mails late")
    page = signed_in("olga").get(START, {"incident": [incident.key, other.key]}).content.decode()
    assert f'value="{incident.key}, {other.key}"' in page


def test_a_template_shows_what_is_in_it(signed_in):
    page = signed_in("olga").get(START).content.decode()
    for words in ("Standard", "One page", "Full analysis", "Why it made sense at the time", "How the response went"):
        assert words in page


def test_it_copies_the_template_s_sections(signed_in, people, incident, answers):
    response = signed_in("olga").post(START, answers)

    postmortem = Postmortem.objects.get()
    assert response.status_code == 302
    assert response.url == postmortem.get_absolute_url()
    assert [section.key for section in postmortem.sections.all()] == ["summary", "what-happened", "response", "changes"]
    assert (postmortem.title, postmortem.owner, list(postmortem.incidents.all())) == (
        incident.title,
        people.olga,
        [incident],
    )
    Template.objects.all().delete()
    assert postmortem.sections.count() == 4


def test_several_incidents_make_one_postmortem(signed_in, incident, answers):
    other = make_incident("Worse", severity=severity(1))
    signed_in("olga").post(START, {**answers, "incidents": f"{incident.key}; inc-{other.pk} {incident.pk}"})
    assert set(Postmortem.objects.get().incidents.all()) == {incident, other}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"incidents": ""}, "Name at least one incident."),
        ({"incidents": "INC-42x"}, "is no key of an incident"),
        ({"incidents": "INC-999999"}, "is not here, or not yours to see"),
        ({"incidents": "INC-999999999999999999"}, "is not here, or not yours to see"),
        ({"template": ""}, "Choose a form"),
        ({"owner": "0"}, "Select a valid choice"),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_wrong_input_is_told_beside_its_field_and_nothing_typed_is_lost(signed_in, answers, wrong, words):
    response = signed_in("olga").post(START, {**answers, "title": "My own title", **wrong})
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert wrong.get("title", "My own title") in page
    assert not Postmortem.objects.exists()


def test_an_incident_one_may_not_see_is_told_like_one_that_is_not_there(signed_in, people, answers):
    secret = make_restricted_incident(people.ada)
    page = signed_in("olga").post(START, {**answers, "incidents": secret.key}).content.decode()
    assert f"{secret.key} is not here, or not yours to see." in page


def test_one_writes_about_incidents_of_one_s_own_team(signed_in, answers):
    response = signed_in("zoe").post(START, answers)
    assert response.status_code == 422
    assert "belongs to a team that you are not on" in response.content.decode()


def test_its_owner_can_see_it(signed_in, people, answers):
    secret = make_restricted_incident(people.olga, team=people.payments)
    response = signed_in("olga").post(START, {**answers, "incidents": secret.key, "owner": people.lea.pk})
    assert response.status_code == 422
    assert "Lea may not see every one" in response.content.decode()


def test_a_viewer_starts_nothing(signed_in, answers):
    assert signed_in("vera").get(START).status_code == 403
    assert signed_in("vera").post(START, answers).status_code == 403


def test_it_says_what_there_is_already(signed_in, people, incident):
    postmortem = make_postmortem(incident, owner=people.olga)
    page = signed_in("olga").get(START, {"incident": incident.key}).content.decode()
    assert f"{postmortem.key}, {postmortem.title}" in page


@pytest.mark.parametrize("name", ["Standard", "One page", "Full analysis"])
def test_the_templates_that_ship_have_all_three_parts(db, name):
    sections = {section.key: section for section in Template.objects.get(name=name).sections.all()}
    first = next(iter(sections.values()))
    assert (first.key, first.required) == ("summary", True)
    for key in ("what-happened", "response", "changes"):
        assert sections[key].required
        assert sections[key].guidance
