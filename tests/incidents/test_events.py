"""Editing, starring, removing and bringing back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import NOON, make_event, make_incident


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments, time_zone="Europe/Berlin")


@pytest.fixture
def event(incident):
    return make_event(incident, "Alert fires", at=NOON + timedelta(seconds=7))


def post(client, event, verb, *, headers=None, **data):
    return client.post(reverse(f"incidents:{verb}_event", args=[event.incident.key, event.pk]), data, headers=headers)


def words(**changes):
    usual = {"time": "2026-11-03 13:00:07", "until": "", "precision": "exact", "kind": "note", "text": "Alert fires"}
    return {**usual, **changes}


def test_the_form_says_the_time_so_that_it_can_be_saved_unchanged(member, event):
    page = member.get(reverse("incidents:edit_event", args=[event.incident.key, event.pk]))
    assert page.context["form"]["time"].value() == "2026-11-03 13:00:07"

    post(member, event, "edit", **words())

    event.refresh_from_db()
    assert event.occurred_at == NOON + timedelta(seconds=7)
    assert not event.edits.exists()


def test_time_and_text_are_changed_and_how_they_stood_is_kept(member, event, people):
    post(member, event, "edit", **words(time="14:05", text="Two alerts fire", kind="detection", until="14:20"))

    event.refresh_from_db()
    assert event.occurred_at == datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
    assert event.ended_at == datetime(2026, 11, 3, 13, 20, tzinfo=UTC)
    assert (event.text, event.kind) == ("Two alerts fire", "detection")
    edit = event.edits.get()
    assert (edit.by, edit.text, edit.occurred_at) == (people.member, "Alert fires", NOON + timedelta(seconds=7))


def test_the_page_tells_who_changed_what(member, event):
    post(member, event, "edit", **words(text="Two alerts fire"))
    post(member, event, "edit", **words(text="Three alerts fire"))

    page = member.get(event.incident.get_absolute_url())

    [day] = page.context["days"]
    latest, first = day.entries[0].history
    assert (latest.was.text, latest.became.text) == ("Two alerts fire", "Three alerts fire")
    assert (first.was.text, first.became.text) == ("Alert fires", "Two alerts fire")
    assert "Member changed" in page.content.decode()


def test_a_tilde_makes_the_time_rough(member, event):
    post(member, event, "edit", **words(time="~14:05"))
    event.refresh_from_db()
    assert event.precision == "approximate"


def test_an_end_is_taken_away_by_emptying_it(member, event):
    post(member, event, "edit", **words(until="14:20"))
    post(member, event, "edit", **words(until=""))
    event.refresh_from_db()
    assert event.ended_at is None


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"time": "25:61"}, "time", "is not a time"),
        ({"until": "12:00"}, "until", "cannot end before it began"),
        ({"text": ""}, "text", "Say what happened"),
        ({"kind": "party"}, "kind", "Select a valid choice"),
        ({"precision": "sure"}, "precision", "Select a valid choice"),
    ],
)
def test_wrong_input_is_answered_beside_its_field(member, event, change, field, says):
    response = post(member, event, "edit", **words(**{"text": "Kept as typed", **change}))

    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    assert change.get("text", "Kept as typed") in response.content.decode()
    event.refresh_from_db()
    assert event.text == "Alert fires"


def test_within_the_timeline_a_refused_form_takes_its_own_place(member, event):
    response = post(member, event, "edit", headers={"HX-Request": "true"}, **words(time="25:61"))

    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == f"#event-{event.pk} .event-form"


def test_a_star_is_given_and_taken_away(member, event):
    post(member, event, "star", on="1")
    event.refresh_from_db()
    assert event.starred

    post(member, event, "star")
    event.refresh_from_db()
    assert not event.starred


def test_a_removed_event_leaves_the_timeline_and_undo_brings_it_back(member, event):
    page = member.get(post(member, event, "remove").url).content.decode()
    undo = reverse("incidents:restore_event", args=[event.incident.key, event.pk])
    assert "Alert fires" not in page
    assert f'action="{undo}"' in page

    assert "Alert fires" in member.get(post(member, event, "restore").url).content.decode()


def test_a_removed_event_cannot_be_edited(member, event):
    event.remove()
    assert post(member, event, "edit", **words()).status_code == 404
