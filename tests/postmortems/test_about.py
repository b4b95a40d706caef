"""Whose it is and what it is about: title, owner, reviewers, due date, incidents."""

import pytest
from django.urls import reverse

from postmortems import review
from postmortems.models import Postmortem
from tests.factories import make_event, make_incident, make_restricted_incident


@pytest.fixture
def url(draft):
    return reverse("postmortems:about", args=[draft.key])


@pytest.fixture
def answers(people, draft, incident):
    return {
        "title": "Another title",
        "owner": people.lea.pk,
        "reviewers": [people.rita.pk, people.zoe.pk],
        "due_on": "2026-12-24",
        "incidents": incident.key,
    }


def test_everything_is_saved(signed_in, people, draft, url, answers, incident):
    other = make_incident("Another", by=people.olga)
    response = signed_in("olga").post(url, {**answers, "incidents": f"{incident.key}, {other.key}"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.owner, str(draft.due_on)) == ("Another title", people.lea, "2026-12-24")
    assert set(draft.reviewers.all()) == {people.rita, people.zoe}
    assert set(draft.incidents.all()) == {incident, other}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"owner": "999"}, "Select a valid choice"),
        ({"due_on": "soon"}, "Enter a valid date."),
        ({"incidents": ""}, "Name at least one incident."),
        ({"incidents": "PM-1"}, "is no key of an incident"),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(signed_in, draft, url, answers, wrong, words):
    response = signed_in("olga").post(url, {**answers, **wrong})
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert wrong.get("title", "Another title") in page
    draft.refresh_from_db()
    assert draft.title == "Checkout answers 500"


@pytest.mark.parametrize("field", ["owner", "reviewers"])
def test_only_people_who_can_see_it_and_write_are_offered(signed_in, people, draft, url, answers, field):
    draft.tell_of([make_restricted_incident(people.olga, people.lea, team=people.payments)])
    offered = set(signed_in("olga").get(url).context["form"].fields[field].queryset)
    assert offered == {people.olga, people.lea, people.ada}


def test_what_somebody_else_saved_meanwhile_is_shown_first(signed_in, draft, url, answers):
    client = signed_in("olga")
    seen = client.get(url).context["form"].token
    Postmortem.objects.update(title="Theirs")
    response = client.post(url, {**answers, "seen": seen})
    assert response.status_code == 422
    assert "Theirs" in response.content.decode()


def test_incidents_of_teams_one_is_not_on_can_stay_but_not_come(signed_in, people, draft, url, answers, incident):
    draft.owner = people.zoe
    draft.save()
    other = make_incident("Another", by=people.olga, team=people.payments)
    client = signed_in("zoe")
    assert client.post(url, answers).status_code == 302
    draft.owner = people.zoe
    draft.save()
    refused = client.post(url, {**answers, "incidents": f"{incident.key} {other.key}"})
    assert refused.status_code == 422
    assert "belongs to a team that you are not on" in refused.content.decode()


def test_in_review_it_keeps_an_owner_and_newcomers_are_asked(signed_in, people, full, url, answers):
    review.submit(full, by=people.olga)
    client = signed_in("olga")
    assert client.post(url, {**answers, "owner": ""}).status_code == 422
    assert client.post(url, {**answers, "owner": people.olga.pk, "title": full.title}).status_code == 302
    assert {decision.reviewer for decision in full.reviews.first().decisions.all()} == {people.rita, people.zoe}


def test_telling_of_other_incidents_changes_the_timeline(signed_in, people, draft, url, answers):
    other = make_incident("Another", by=people.olga, team=people.payments)
    event = make_event(other)
    signed_in("olga").post(url, {**answers, "incidents": other.key})
    assert list(draft.timeline()) == [event]


@pytest.mark.parametrize("name", ["max", "zoe", "vera"])
def test_members_do_not_hand_it_over(signed_in, url, answers, name):
    assert signed_in(name).get(url).status_code == 403
    assert signed_in(name).post(url, answers).status_code == 403
