"""Invitations, changes and cancellations as calendar mails, each sent once."""

from datetime import UTC, timedelta
from smtplib import SMTPException
from unittest import mock

import icalendar
import pytest
from django.core import mail
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from meetings import mailing, scheduling
from meetings.models import Invitation


def sent_calendars():
    """The calendars of the outgoing mails by address, the newest last, as sent through MIME."""
    found = {}
    for message in mail.outbox:
        [part] = [part for part in message.message().walk() if part.get_content_type() == "text/calendar"]
        method = part.get_param("method")
        found.setdefault(message.to[0], []).append((method, part.get_payload(decode=True)))
    return found


def change(meeting, **fields):
    now = {name: getattr(meeting, name) for name in ("starts_at", "minutes", "place", "facilitator", "note_taker")}
    invitees = [one.user for one in meeting.attendances.all()]
    scheduling.change(meeting, **{**now, "invitees": invitees, **fields})


def test_everybody_invited_gets_one_request(people, meeting):
    mailing.send_invitations()
    mailing.send_invitations()
    calendars = sent_calendars()
    assert set(calendars) == {people.olga.email, people.max.email, people.fay.email}
    assert all([method for method, _data in mails] == ["REQUEST"] for mails in calendars.values())


def by_both(data):
    """What ``icalendar``, which wrote it, and ``ical``, which did not, read: method and event of each, by one name."""
    first = icalendar.Calendar.from_ical(data)
    [event] = first.walk("VEVENT")
    second = IcsCalendarStream.calendar_from_ics(data.decode())
    [other] = second.events
    return [
        {
            "method": str(first["method"]),
            "uid": str(event["uid"]),
            "sequence": event["sequence"],
            "status": str(event["status"]),
            "starts": event.decoded("dtstart"),
            "ends": event.decoded("dtend"),
            "summary": str(event["summary"]),
            "location": str(event["location"]),
            "organizer": str(event["organizer"]),
            "attendees": [str(event["attendee"])],
            "description": str(event["description"]),
        },
        {
            "method": second.method,
            "uid": other.uid,
            "sequence": other.sequence,
            "status": other.status.value,
            "starts": other.dtstart,
            "ends": other.dtend,
            "summary": other.summary,
            "location": other.location,
            "organizer": str(other.organizer.uri),
            "attendees": [str(one.uri) for one in other.attendees],
            "description": other.description,
        },
    ]


def read(data):
    """What both parsers read alike."""
    first, second = by_both(data)
    assert first == second
    return second


def test_two_parsers_read_the_same_request(people, meeting):
    mailing.send_invitations()
    [(_method, data)] = sent_calendars()[people.max.email]
    found = read(data)
    assert found["method"] == "REQUEST"
    assert (found["sequence"], found["status"]) == (0, "CONFIRMED")
    assert found["starts"] == meeting.starts_at.astimezone(UTC).replace(microsecond=0)
    assert found["ends"] - found["starts"] == timedelta(minutes=meeting.minutes)
    assert found["summary"] == meeting.title
    assert found["location"] == "Room 4, second floor; ring twice"
    assert found["organizer"] == f"mailto:{people.olga.email}"
    assert found["attendees"] == [f"mailto:{people.max.email}"]


def test_no_line_is_longer_than_the_standard_allows(people, meeting):
    change(meeting, place="Grüße, " * 40)
    mailing.send_invitations()
    for mails in sent_calendars().values():
        for _method, data in mails:
            assert data.endswith(b"\r\n")
            assert all(len(line) <= 75 for line in data.split(b"\r\n"))
            assert read(data)["location"] == "Grüße, " * 40


def test_a_change_has_a_higher_number_and_the_same_uid(people, meeting):
    mailing.send_invitations()
    change(meeting, starts_at=meeting.starts_at + timedelta(hours=1))
    mailing.send_invitations()
    (_one, first), (method, second) = sent_calendars()[people.max.email]
    assert method == "REQUEST"
    before, after = read(first), read(second)
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["starts"] - before["starts"] == timedelta(hours=1)


def test_what_no_calendar_shows_is_no_mail(people, meeting):
    mailing.send_invitations()
    before = len(mail.outbox)
    change(meeting, note_taker=people.max)
    mailing.send_invitations()
    assert len(mail.outbox) == before


def test_who_is_taken_off_hears_of_it_and_the_others_do_not(people, meeting):
    mailing.send_invitations()
    change(meeting, invitees=[people.olga])
    mailing.send_invitations()
    calendars = sent_calendars()
    assert [method for method, _data in calendars[people.max.email]] == ["REQUEST", "CANCEL"]
    assert len(calendars[people.olga.email]) == 1


def test_a_meeting_that_is_called_off_leaves_every_calendar(people, meeting):
    mailing.send_invitations()
    scheduling.cancel(meeting, by=people.olga, reason="Flu")
    mailing.send_invitations()
    for mails in sent_calendars().values():
        method, data = mails[-1]
        found, asked = read(data), read(mails[0][1])
        assert (method, found["method"]) == ("CANCEL", "CANCEL")
        assert (found["status"], found["sequence"], found["uid"]) == ("CANCELLED", 1, asked["uid"])


def test_who_never_heard_of_it_hears_of_no_end(people, meeting):
    scheduling.cancel(meeting, by=people.olga, reason="Flu")
    Invitation.objects.filter(method="REQUEST").update(given_up_at=timezone.now())
    mailing.send_invitations()
    assert mail.outbox == []


def test_who_may_not_see_it_any_more_gets_nothing(people, meeting, postmortem):
    incident = postmortem.incidents.get()
    incident.visibility = "team"
    incident.save()
    mailing.send_invitations()
    assert people.fay.email not in sent_calendars()


def test_nobody_else_s_address_is_in_an_invitation(people, meeting):
    mailing.send_invitations()
    [(_method, data)] = sent_calendars()[people.max.email]
    assert people.fay.email.encode() not in data


def test_a_mail_that_cannot_be_sent_is_tried_again_and_then_sent_once(people, meeting):
    with mock.patch("meetings.mailing.EmailMultiAlternatives.send", side_effect=SMTPException):
        assert mailing.send_invitations() == {"failed": 3}
    assert mailing.send_invitations() == {}
    later = timezone.now() + timedelta(minutes=2)
    assert mailing.send_invitations(now=later) == {"sent": 3}
    assert mailing.send_invitations(now=later) == {}


def test_a_row_in_somebody_s_hands_is_left_alone(people, meeting):
    Invitation.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert mailing.send_invitations() == {}


@pytest.mark.parametrize("words", ["a\r\nBcc: x@example.org", "x" * 290])
def test_words_of_people_break_no_header(people, postmortem, meeting, words):
    type(postmortem).objects.filter(pk=postmortem.pk).update(title=words[:200])
    mailing.send_invitations()
    assert all("\n" not in message.subject for message in mail.outbox)
