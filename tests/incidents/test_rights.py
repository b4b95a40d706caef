"""The table of rights, verb by verb: strangers get 404, readers 403."""

import re

import pytest
from django.urls import reverse

from core.keys import KEY
from incidents.models import IncidentLink
from tests.factories import make_event, make_incident, make_restricted_incident

WRITE = ("edit", "add_event", "paste", "accept_paste", "set_milestone", "add_participant", "add_link", "add_reference")
ON_A_PART = (
    "edit_event",
    "star_event",
    "remove_event",
    "restore_event",
    "remove_participant",
    "remove_link",
    "remove_reference",
)
MOVE = ("mitigate", "resolve", "close", "reopen", "revisit", "cancel")
GETTABLE = {"edit", "paste", "edit_event"}
EVERYBODY = ("admin", "lead", "member", "named", "other", "viewer")


def address(verb, incident):
    extra = {"set_milestone": lambda: ["started"]}
    for part in ON_A_PART:
        extra[part] = lambda part=part: [_part(part, incident)]
    return reverse(f"incidents:{verb}", args=[incident.key, *extra.get(verb, list)()])


def _part(verb, incident):
    if "event" in verb:
        return make_event(incident).pk
    if "participant" in verb:
        return incident.participants.create(name="Jo").pk
    if "link" in verb:
        return IncidentLink.objects.create(source=incident, kind="related", target=make_incident()).pk
    return incident.references.create(label="chat", url="https://chat.example.org/").pk


def answers(client, people, url, data=None):
    """The status that each person gets for a POST to ``url``."""
    statuses = {}
    for name in EVERYBODY:
        client.force_login(getattr(people, name))
        statuses[name] = client.post(url, data or {}).status_code
    return statuses


def without_token(response):
    """What is answered, without what differs from one request to the next and the key that was asked for."""
    plain = re.sub(r'(X-CSRFToken": "|name="csrfmiddlewaretoken" value=")\w+', "", response.content.decode())
    return KEY.sub("KEY", plain)


@pytest.fixture
def open_one(people):
    """Seen by the organisation, written by Payments."""
    return make_incident(team=people.payments)


@pytest.fixture
def team_one(people):
    incident = make_incident(team=people.payments, visibility="team")
    incident.name_person(people.named)
    return incident


@pytest.fixture
def restricted_one(people):
    return make_restricted_incident(people.named, team=people.payments)


def seen_by(client, people, incident):
    seen = set()
    for name in EVERYBODY:
        client.force_login(getattr(people, name))
        status = client.get(incident.get_absolute_url()).status_code
        assert status in (200, 404)
        listed = incident.title in client.get(reverse("incidents:list")).content.decode()
        assert listed == (status == 200)
        if listed:
            seen.add(name)
    return seen


def test_everybody_sees_an_incident_of_the_organisation(client, people, open_one):
    assert seen_by(client, people, open_one) == set(EVERYBODY)


def test_a_teams_incident_is_seen_by_the_team_the_named_and_admins(client, people, team_one):
    assert seen_by(client, people, team_one) == {"admin", "lead", "member", "named"}


def test_a_restricted_incident_is_seen_by_the_named_and_admins(client, people, restricted_one):
    assert seen_by(client, people, restricted_one) == {"admin", "named"}


def test_an_incident_that_is_not_there_is_answered_like_one_that_is_hidden(client, people, restricted_one):
    client.force_login(people.member)
    hidden = client.get(restricted_one.get_absolute_url())
    absent = client.get(reverse("incidents:detail", args=["INC-999999"]))

    assert hidden.status_code == absent.status_code == 404
    assert without_token(hidden) == without_token(absent)


@pytest.mark.parametrize("verb", WRITE + ON_A_PART)
def test_writing_is_for_the_team_and_admins(client, people, open_one, verb):
    allowed = {}
    for name in EVERYBODY:
        client.force_login(getattr(people, name))
        allowed[name] = client.post(address(verb, open_one)).status_code != 403

    assert allowed == {
        "admin": True, "lead": True, "member": True, "named": False, "other": False, "viewer": False,
    }  # fmt: skip


@pytest.mark.parametrize("verb", MOVE)
def test_moving_is_for_leads_and_admins(client, people, open_one, verb):
    refused = {name for name, status in answers(client, people, address(verb, open_one)).items() if status == 403}
    assert refused == {"member", "named", "other", "viewer"}


@pytest.mark.parametrize("verb", WRITE + ON_A_PART + MOVE)
def test_strangers_get_404_from_every_verb(client, people, team_one, verb):
    client.force_login(people.other)
    assert client.post(address(verb, team_one)).status_code == 404


@pytest.mark.parametrize("verb", WRITE + ON_A_PART)
def test_a_named_person_writes_in_a_restricted_incident(client, people, restricted_one, verb):
    client.force_login(people.named)
    assert client.post(address(verb, restricted_one)).status_code in (200, 302, 422)


def test_who_opened_an_incident_and_who_commands_it_may_move_it(client, people):
    mine = make_incident(by=people.other, team=people.payments)
    led = make_incident(team=people.payments)
    led.participants.create(user=people.member, role="commander")

    client.force_login(people.other)
    assert client.post(address("mitigate", mine)).status_code == 302
    client.force_login(people.member)
    assert client.post(address("mitigate", led)).status_code == 302


@pytest.mark.parametrize("verb", sorted(set(WRITE + ON_A_PART + MOVE) - GETTABLE))
def test_a_verb_is_a_post(client, people, open_one, verb):
    client.force_login(people.admin)
    assert client.get(address(verb, open_one)).status_code == 405


def test_what_belongs_to_another_incident_cannot_be_reached_through_this_one(client, people, open_one, restricted_one):
    event = make_event(restricted_one)
    client.force_login(people.member)

    for verb in ("edit_event", "star_event", "remove_event", "restore_event"):
        url = reverse(f"incidents:{verb}", args=[open_one.key, event.pk])
        assert client.post(url).status_code == 404


def test_nobody_gets_in_without_signing_in(client, open_one):
    assert client.get(open_one.get_absolute_url()).status_code == 302
