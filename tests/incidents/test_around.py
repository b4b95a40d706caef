"""People, linked incidents, places elsewhere."""

import pytest
from django.urls import reverse

from incidents.models import ExternalReference, IncidentLink
from tests.factories import make_incident, make_restricted_incident, make_user


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments)


def add(client, incident, what, **data):
    return client.post(reverse(f"incidents:add_{what}", args=[incident.key]), data)


def remove(client, incident, what, pk):
    return client.post(reverse(f"incidents:remove_{what}", args=[incident.key, pk]))


@pytest.mark.parametrize("who", ["Lead", "lead@example.org", "Lead (lead@example.org)", "@lead"])
def test_a_colleague_is_found_by_name_address_or_handle(member, incident, people, who):
    add(member, incident, "participant", who=who, role="commander")

    participant = incident.participants.get()
    assert (participant.user, participant.role) == (people.lead, "commander")


def test_somebody_without_an_account_is_a_name(member, incident):
    add(member, incident, "participant", who="Jo from Acme", role="expert")
    assert (incident.participants.get().user, incident.participants.get().name) == (None, "Jo from Acme")


def test_of_two_with_one_name_one_has_to_be_picked(member, incident):
    make_user("Lead", email="second.lead@example.org")

    response = add(member, incident, "participant", who="Lead", role="scribe")

    assert response.status_code == 422
    assert "Several people" in str(response.context["participant"].errors["who"])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"who": "", "role": "scribe"}, "who"),
        ({"who": "x" * 200, "role": "scribe"}, "who"),
        ({"who": "Jo", "role": "hero"}, "role"),
    ],
)
def test_wrong_people_are_answered_beside_the_field(member, incident, data, field):
    response = add(member, incident, "participant", **data)

    assert response.status_code == 422
    assert response.context["participant"].errors[field]
    assert data["who"] in response.content.decode()


@pytest.mark.parametrize("who", ["Lead", "Jo"])
def test_nobody_has_one_role_twice(member, incident, who):
    add(member, incident, "participant", who=who, role="scribe")
    assert add(member, incident, "participant", who=who, role="scribe").status_code == 422
    assert add(member, incident, "participant", who=who, role="observer").status_code == 302


def test_adding_somebody_who_cannot_see_it_says_so(client, people):
    hidden = make_restricted_incident(people.named)
    client.force_login(people.named)

    response = client.get(add(client, hidden, "participant", who="Lead", role="expert").url)

    assert "cannot see this incident" in response.content.decode()
    assert people.lead not in hidden.restricted_to.all()


def test_people_are_taken_off_again(member, incident):
    participant = incident.participants.create(name="Jo")
    assert remove(member, incident, "participant", participant.pk).status_code == 302
    assert not incident.participants.exists()


@pytest.mark.parametrize("form", ["{}", "inc-{}", "INC-{}", " INC-{} "])
def test_an_incident_is_linked_by_its_key(member, incident, form):
    other = make_incident("Before")
    add(member, incident, "link", kind="recurrence_of", key=form.format(other.pk))

    link = IncidentLink.objects.get()
    assert (link.source, link.kind, link.target) == (incident, "recurrence_of", other)


def test_a_hidden_incident_is_answered_like_one_that_is_not_there(member, incident, people):
    hidden = make_restricted_incident(people.named)

    answers = [add(member, incident, "link", kind="related", key=key) for key in (hidden.key, "INC-99999", "banana")]

    assert {response.status_code for response in answers} == {422}
    assert len({str(response.context["link"].errors) for response in answers}) == 1


def test_an_incident_is_not_linked_to_itself_nor_twice(member, incident):
    other = make_incident()
    assert add(member, incident, "link", kind="related", key=incident.key).status_code == 422
    assert add(member, incident, "link", kind="related", key=other.key).status_code == 302
    assert add(member, incident, "link", kind="related", key=other.key).status_code == 422
    assert add(member, other, "link", kind="related", key=incident.key).status_code in (403, 422)


def test_a_link_is_removed_from_either_side(member, incident):
    link = IncidentLink.objects.create(source=make_incident(), kind="related", target=incident)
    assert remove(member, incident, "link", link.pk).status_code == 302
    assert not IncidentLink.objects.exists()


def test_a_link_to_a_hidden_incident_cannot_be_removed_blindly(member, incident, people):
    hidden = make_restricted_incident(people.named)
    link = IncidentLink.objects.create(source=incident, kind="related", target=hidden)

    assert remove(member, incident, "link", link.pk).status_code == 404
    assert IncidentLink.objects.exists()


def test_a_place_elsewhere_is_noted_and_taken_off(member, incident):
    add(member, incident, "reference", label="Chat", url="https://chat.example.org/inc")
    reference = incident.references.get()
    assert "https://chat.example.org/inc" in member.get(incident.get_absolute_url()).content.decode()

    remove(member, incident, "reference", reference.pk)
    assert not incident.references.exists()


@pytest.mark.parametrize("url", ["", "chat", "javascript:alert(1)", "ftp://files.example.org/"])
def test_a_place_elsewhere_is_a_web_address(member, incident, url):
    response = add(member, incident, "reference", label="Kept as typed", url=url)

    assert response.status_code == 422
    assert response.context["reference"].errors["url"]
    assert "Kept as typed" in response.content.decode()
    assert not ExternalReference.objects.exists()
