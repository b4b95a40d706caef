"""A person's private calendar: their meetings, the reviews they owe, their action items, and nothing of others."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from accounts.models import User
from actions.models import ActionItem
from meetings import ics
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from postmortems.models import ReviewDecision

BACK = timedelta(days=90)


def feed_of(user: User) -> bytes:
    events = [*_meetings(user), *_reviews(user), *_items(user)]
    return ics.calendar(events, method="PUBLISH", name=_("Postmortems"))


def _meetings(user: User) -> list[Event]:
    recent = ReviewMeeting.objects.visible_to(user).of(user).filter(starts_at__gte=timezone.now() - BACK)
    return [ics.of_meeting(one) for one in recent.exclude(state=State.CANCELLED).select_related("postmortem")]


def _reviews(user: User) -> list[Event]:
    owed = [one.review.postmortem for one in ReviewDecision.objects.asked_of(user)]
    return [
        ics.of_day(
            f"review-{one.pk}",
            one.due_on,
            _("Review %(key)s: %(title)s") % {"key": one.key, "title": one.title},
            one.get_absolute_url(),
        )
        for one in owed
        if one.due_on
    ]


def _items(user: User) -> list[Event]:
    mine = ActionItem.objects.visible_to(user).unfinished().filter(owner=user, due_on__isnull=False)
    return [
        ics.of_day(f"action-{one.pk}", one.due_on, f"{one.key} {one.title}", one.get_absolute_url())
        for one in mine
        if one.due_on
    ]
