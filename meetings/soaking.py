"""Soak time: what is proposed in a meeting is decided afterwards, with a night's sleep in between."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User, closed_days
from actions.models import ActionItem
from core.business_days import add_business_days
from core.lifecycle import Attempt, Blocker
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from meetings.news import SOAKED
from notifications import outbox

WORKING_DAYS = 2
MORNING = 8
LOOKED_BACK = timedelta(days=30)


@ActionItem.guard("accept", "decline")
def not_while_people_talk(item: ActionItem, attempt: Attempt) -> Iterator[Blocker]:
    running = item.postmortem and item.postmortem.meetings.filter(state=State.RUNNING).first()
    if running:
        words = gettext_lazy("A meeting about it is going on: it is only proposed there, and decided afterwards.")
        yield Blocker("meeting-running", words, running.get_absolute_url())


def remind(*, at: datetime) -> int:
    """Tell owners of postmortems what their meetings proposed, two working days later; once. Returns how many."""
    held = ReviewMeeting.objects.filter(state=State.HELD, held_at__gte=at - LOOKED_BACK).select_related(
        "postmortem__owner"
    )
    return sum(_remind(meeting, at) for meeting in held)


def _remind(meeting: ReviewMeeting, at: datetime) -> int:
    owner = meeting.postmortem.owner or meeting.called_by
    if not owner.is_active or not _has_soaked(meeting, owner, at):
        return 0
    proposed = ActionItem.objects.visible_to(owner).of(meeting.postmortem).proposed().count()
    if not proposed:
        return 0
    detail = ngettext("%(n)s proposal to decide", "%(n)s proposals to decide", proposed) % {"n": proposed}
    return outbox.tell([outbox.News(owner, SOAKED, meeting, f"soak-{meeting.pk}", _("After the meeting"), detail)])


def _has_soaked(meeting: ReviewMeeting, owner: User, at: datetime) -> bool:
    held = timezone.localtime(meeting.held_at, owner.zone).date()
    now = at.astimezone(owner.zone)
    due = add_business_days(held, WORKING_DAYS, closed_days())
    return now.date() > due or (now.date() == due and now.hour >= MORNING)
