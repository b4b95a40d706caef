"""Calling a meeting, changing it, calling it off."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.lifecycle import MoveNotAllowed
from meetings import scheduling
from meetings.agenda import budget
from meetings.models import Facilitating, ReviewMeeting
from meetings.people import offering, suggested, took_part
from notifications.models import Notification


def fields(people, **more):
    at = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    return {"starts_at": at, "minutes": "60", "place": "", "facilitator": people.fay.pk, "note_taker": ""} | more


def test_a_meeting_is_called_from_a_postmortem(signed_in, people, postmortem):
    url = reverse("meetings:call", args=[postmortem.key])
    answer = signed_in("olga").post(url, fields(people, invitees=[people.max.pk]))
    meeting = ReviewMeeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert {one.user for one in meeting.attendances.all()} == {people.max, people.fay}
    assert sum(item.minutes for item in meeting.agenda.all()) == 60


def test_a_time_in_the_past_is_refused_and_nothing_typed_is_lost(signed_in, people, postmortem):
    url = reverse("meetings:call", args=[postmortem.key])
    answer = signed_in("olga").post(url, fields(people, starts_at="2020-01-01T10:00", place="Room 4"))
    assert answer.status_code == 422
    assert "That is in the past." in answer.content.decode()
    assert 'value="Room 4"' in answer.content.decode()


def test_who_took_part_is_suggested(people, postmortem):
    assert set(took_part(postmortem)) == {people.max, people.olga}
    assert set(suggested(postmortem)) == {people.max, people.olga, people.fay}


def test_one_is_warned_of_a_facilitator_who_was_in_the_incident(signed_in, people, meeting):
    client = signed_in("olga")
    assert "took part in the incident" not in client.get(meeting.get_absolute_url()).content.decode()
    type(meeting).objects.update(facilitator=people.max)
    assert "Max took part in the incident" in client.get(meeting.get_absolute_url()).content.decode()


def test_those_who_offer_to_facilitate_are_asked_once(signed_in, people, meeting):
    for person in (people.fay, people.max):
        Facilitating.objects.create(user=person)
    assert set(offering(meeting.postmortem)) == {people.fay}  # Max was in the incident
    url = reverse("meetings:ask_for_facilitator", args=[meeting.pk])
    client = signed_in("olga")
    client.post(url)
    client.post(url)
    assert Notification.objects.filter(kind="meeting-facilitator").count() == 1


def test_viewers_call_no_meeting(signed_in, postmortem):
    assert signed_in("vera").get(reverse("meetings:call", args=[postmortem.key])).status_code == 403


def test_calling_off_takes_a_reason(people, meeting):
    with pytest.raises(MoveNotAllowed):
        scheduling.cancel(meeting, by=people.olga, reason=" ")
    scheduling.cancel(meeting, by=people.olga, reason="Flu")
    assert ReviewMeeting.objects.get().state == "cancelled"


def test_a_meeting_that_is_over_stays_as_it_was(signed_in, people, meeting):
    scheduling.cancel(meeting, by=people.olga, reason="Flu")
    assert signed_in("olga").get(reverse("meetings:edit", args=[meeting.pk])).status_code == 409


@pytest.mark.parametrize("minutes", [15, 45, 60, 240])
def test_the_budget_adds_up_and_most_of_it_is_the_timeline_s(minutes):
    shares = budget(minutes)
    assert sum(shares.values()) == minutes
    assert max(shares, key=lambda kind: shares[kind]) == "timeline"
    assert min(shares.values()) >= 1


def test_the_time_is_shown_in_the_reader_s_zone(signed_in, people, meeting):
    type(people.max).objects.filter(pk=people.max.pk).update(time_zone="Asia/Tokyo")
    assert "JST" in signed_in("max").get(meeting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_long_list_takes_no_more_queries(signed_in, people, postmortem, rows, django_assert_num_queries):
    for number in range(rows):
        scheduling.schedule(
            postmortem,
            by=people.olga,
            starts_at=timezone.now() + timedelta(days=number + 1),
            minutes=60,
            facilitator=people.fay,
            invitees=[people.max],
        )
    client = signed_in("max")
    client.get(reverse("meetings:list"))
    with django_assert_num_queries(7):
        client.get(reverse("meetings:list"))


@pytest.mark.parametrize(
    "query", ["", "?whose=mine", "?view=past", "?view=month", "?view=month&month=2026-99", "?page=x"]
)
def test_every_view_of_the_list_opens(signed_in, meeting, query):
    assert signed_in("vera").get(reverse("meetings:list") + query).status_code == 200
