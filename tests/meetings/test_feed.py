"""The private calendar of a person."""

from datetime import timedelta

import icalendar
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from meetings.models import CalendarFeed
from postmortems import review
from tests.factories import make_action, make_restricted_incident


def read(token):
    return Client().get(reverse("meetings:feed", args=[token]))


def summaries(token):
    """As two parsers read them."""
    content = read(token).content
    first = [str(event["summary"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert first == [event.summary for event in IcsCalendarStream.calendar_from_ics(content.decode()).events]
    return first


def test_it_has_one_s_meetings_and_action_items(people, meeting, postmortem):
    make_action("Alert on lag", postmortem=postmortem, owner=people.max, state="open", due_on=timezone.localdate())
    make_action("Of another", postmortem=postmortem, owner=people.olga, state="open", due_on=timezone.localdate())
    found = summaries(CalendarFeed.renew(people.max))
    assert meeting.title in found
    assert [one for one in found if "Alert on lag" in one]
    assert not [one for one in found if "Of another" in one]


def test_it_names_nobody(people, meeting):
    content = read(CalendarFeed.renew(people.max)).content
    for one in (people.olga, people.fay, people.max):
        assert one.email.encode() not in content


def test_a_review_is_in_the_calendar_of_who_owes_it_alone(people, meeting, postmortem):
    review.submit(postmortem, by=people.olga, due_on=timezone.localdate() + timedelta(days=2))
    words = f"Review {postmortem.key}: {postmortem.title}"
    assert words in summaries(CalendarFeed.renew(people.fay))
    for other in (people.max, people.olga):
        assert words not in summaries(CalendarFeed.renew(other))


def test_what_one_may_not_see_is_not_in_it(people, meeting, postmortem):
    postmortem.incidents.add(make_restricted_incident(people.olga))
    assert meeting.title not in summaries(CalendarFeed.renew(people.max))


def test_a_new_address_ends_the_old_one(people):
    old = CalendarFeed.renew(people.max)
    new = CalendarFeed.renew(people.max)
    assert (read(old).status_code, read(new).status_code) == (404, 200)


def test_an_address_that_was_ended_opens_nothing(people, signed_in):
    token = CalendarFeed.renew(people.max)
    signed_in("max").post(reverse("meetings:revoke_feed"))
    assert read(token).status_code == 404


def test_who_left_has_no_calendar(people):
    token = CalendarFeed.renew(people.max)
    people.max.deactivate()
    assert read(token).status_code == 404


def test_the_address_is_shown_once_and_not_stored(people, signed_in):
    client = signed_in("max")
    page = client.post(reverse("meetings:renew_feed"), follow=True).content.decode()
    token = page.partition("/calendar/")[2]
    token = (
        page.split("/calendar/")[-1].partition(".ics")[0]
        if ".ics" not in token
        else page.partition(".ics")[0].rpartition("/")[2]
    )
    assert read(token).status_code == 200
    assert token not in client.get(reverse("meetings:calendar")).content.decode()
    assert not CalendarFeed.objects.filter(token_hash=token).exists()


def test_old_meetings_leave_it(people, meeting):
    type(meeting).objects.update(starts_at=timezone.now() - timedelta(days=200))
    assert summaries(CalendarFeed.renew(people.max)) == []
