"""Calling a meeting, changing it, calling it off; each writes the calendar mails it takes, in the same transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from meetings import notes
from meetings.agenda import lay_out
from meetings.models import Attendance, Invitation, ReviewMeeting
from postmortems.models import Postmortem

Method = Invitation.Method
ON_THE_CALENDAR = ("starts_at", "minutes", "place")  # a change of these is worth a mail


@transaction.atomic
def schedule(
    postmortem: Postmortem, *, by: User, starts_at: datetime, invitees: Iterable[User], **fields: Any
) -> ReviewMeeting:
    """Call a meeting and invite ``invitees``, its facilitator and its note-taker."""
    meeting = ReviewMeeting.objects.create(
        postmortem=postmortem, called_by=by, starts_at=starts_at, document=notes.create(by=by), **fields
    )
    lay_out(meeting)
    invite(meeting, [*invitees, meeting.facilitator, meeting.note_taker])
    return meeting


@transaction.atomic
def change(meeting: ReviewMeeting, *, invitees: Collection[User], **fields: Any) -> None:
    """Set ``fields`` and who is invited. Who stays invited hears of what stands in their calendar, and only of that."""
    before = ReviewMeeting.objects.select_for_update().get(pk=meeting.pk)
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    wanted = {user.pk: user for user in (*invitees, meeting.facilitator, meeting.note_taker) if user}
    stay = list(meeting.attendances.filter(user__in=wanted).select_related("user"))
    uninvite(meeting, [one.user for one in meeting.attendances.exclude(user__in=wanted).select_related("user")])
    if any(getattr(before, name) != getattr(meeting, name) for name in ON_THE_CALENDAR):
        _next_sequence(meeting)
        _write(meeting, [one.user for one in stay], Method.REQUEST)
    lay_out(meeting)
    invite(meeting, wanted.values())


def invite(meeting: ReviewMeeting, people: Iterable[User | None]) -> None:
    """Put people on the list, and write to those who were not on it."""
    present = set(meeting.attendances.values_list("user_id", flat=True))
    new = {user.pk: user for user in people if user and user.pk not in present}
    Attendance.objects.bulk_create(Attendance(meeting=meeting, user=user) for user in new.values())
    _write(meeting, new.values(), Method.REQUEST)


def uninvite(meeting: ReviewMeeting, people: Collection[User]) -> None:
    if people:
        _next_sequence(meeting)
        meeting.attendances.filter(user__in=people).delete()
        _write(meeting, people, Method.CANCEL)


@transaction.atomic
def cancel(meeting: ReviewMeeting, *, by: User, reason: str) -> None:
    meeting._move("cancel", by=by, reason=reason)
    _next_sequence(meeting)
    _write(meeting, [one.user for one in meeting.attendances.select_related("user")], Method.CANCEL)


def _next_sequence(meeting: ReviewMeeting) -> None:
    """RFC 5546, 2.1.4: calendars take a message for newer when its number is higher."""
    ReviewMeeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
    meeting.refresh_from_db(fields=["sequence"])


def _write(meeting: ReviewMeeting, people: Iterable[User], method: Method) -> None:
    Invitation.objects.bulk_create(
        (Invitation(meeting=meeting, user=user, method=method, sequence=meeting.sequence) for user in people),
        ignore_conflicts=True,
    )
