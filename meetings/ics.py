"""Calendar data (RFC 5545, RFC 5546). All times are UTC, so that no calendar has to know a zone."""

from datetime import UTC, date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from accounts.models import User
from meetings.models import Invitation, ReviewMeeting
from meetings.models.meeting import State

PRODUCT = "-//Postmortems//Meetings//EN"


def invitation(row: Invitation) -> bytes:
    """What ``row`` sends: nobody but its recipient and whoever called the meeting is named in it."""
    meeting = row.meeting
    event = of_meeting(meeting)
    event["sequence"] = row.sequence
    event["status"] = "CANCELLED" if row.method == Invitation.Method.CANCEL else "CONFIRMED"
    event["organizer"] = _address(meeting.called_by)
    attendee = _address(row.user)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    return calendar([event], method=row.method)


def calendar(events: list[Event], *, method: str, name: str = "") -> bytes:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    if name:
        made.add("x-wr-calname", name)
        made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())


def of_meeting(meeting: ReviewMeeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uid}@{_host()}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if meeting.state == State.CANCELLED else "CONFIRMED")
    url = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
    event.add("url", url)
    event.add(
        "description", _("Read it before: %(read)s\nThe meeting: %(url)s") % {"read": _reading(meeting), "url": url}
    )
    if meeting.place:
        event.add("location", meeting.place)
    return event


def of_day(uid: str, day: date, summary: str, url: str) -> Event:
    """Something due on ``day``: an event of the whole day that keeps nobody busy."""
    event = Event()
    event.add("uid", f"{uid}@{_host()}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{settings.BASE_URL}{url}")
    return event


def _reading(meeting: ReviewMeeting) -> str:
    return f"{settings.BASE_URL}{meeting.postmortem.get_absolute_url()}read/"


def _address(user: User) -> vCalAddress:
    address = vCalAddress(f"mailto:{user.email}")
    address.params["CN"] = vText(user.name)
    return address


def _host() -> str:
    return settings.BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0] or "postmortems"
