"""Whoever owns an overdue item is told once a day, in their own morning.

An item is overdue when it is unfinished and was due before today; *today* is the owner's own date. The day's reminder
comes from ``MORNING`` on, on the owner's clock. It goes on whatever became of the incident and the postmortem, until
the item is settled or its date is moved. Who may no longer see an item is not told of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import LEAD_DECIDES, ActionItemQuerySet
from actions.words import late_words, moved_words
from notifications import kinds, outbox
from notifications.models import Notification, Urgency

MORNING = 8  # o'clock
EARLIEST_ZONE = timedelta(hours=14)  # nowhere is it a later day than there
CHUNK = 500

OVERDUE = kinds.register(
    "action-overdue",
    why=gettext_lazy("You own it and its date has passed."),
    icon="check2-square",
    visible=ActionItem.objects.visible_to,
)


@dataclass(frozen=True)
class Reminder:
    """That ``item`` is late on ``today``, its owner's date."""

    item: ActionItem
    owner: User
    today: date

    @property
    def lateness(self) -> str:
        """``9 days late, moved twice``."""
        late = late_words(self.item.due_on or self.today, self.today)
        return ", ".join(filter(None, (late, moved_words(self.item.times_moved))))

    def news(self) -> outbox.News:
        is_urgent = self.item.priority in LEAD_DECIDES
        return outbox.News(
            recipient=self.owner,
            kind=OVERDUE,
            subject=self.item,
            occasion=self.today.isoformat(),
            title=self.item.title,
            detail=f"{self.lateness} · {self.item.priority}",
            urgency=Urgency.URGENT if is_urgent else Urgency.NORMAL,
        )


def find_overdue(*, at: datetime) -> int:
    """Tell every active owner of what is overdue ``at`` that moment, once per item and day; returns how many news.

    May run as often as one likes, and twice at once: the outbox takes each only once. All of one person's news are
    written in one transaction, so that they get one mail.
    """
    owners = (owner for owner in late_owners(at) if _waiting(owner, at).exists())
    return sum(outbox.tell(reminder.news() for reminder in reminders_for(owner, at)) for owner in owners)


def reminders_for(owner: User, at: datetime) -> Iterator[Reminder]:
    """What ``owner`` is to be told now and was not told yet, the longest overdue first."""
    today = at.astimezone(owner.zone).date()
    for item in _waiting(owner, at).for_rows().order_by("due_on", "pk").iterator(chunk_size=CHUNK):
        yield Reminder(item, owner, today)


def _waiting(owner: User, at: datetime) -> ActionItemQuerySet:
    local = at.astimezone(owner.zone)
    if local.hour < MORNING or not owner.is_active:
        return ActionItem.objects.none()
    return _overdue_of(owner, local.date()).visible_to(owner).exclude(_told(owner, local.date()))


def held_back(owner: User, at: datetime) -> Iterator[tuple[ActionItem, str]]:
    """What is overdue of ``owner`` and yet not told now, each with the reason in words."""
    local = at.astimezone(owner.zone)
    late = _overdue_of(owner, local.date()).order_by("due_on", "pk")
    seen = set(late.visible_to(owner).values_list("pk", flat=True))
    told = set(late.filter(_told(owner, local.date())).values_list("pk", flat=True))
    for item in late.iterator(chunk_size=CHUNK):
        if not owner.is_active:
            yield item, _("the owner has no access any more")
        elif item.pk not in seen:
            yield item, _("the owner may not see it any more")
        elif item.pk in told:
            yield item, _("told today already")
        elif local.hour < MORNING:
            yield (
                item,
                _("it is %(time)s there, before %(morning)s:00") % {"time": f"{local:%H:%M}", "morning": MORNING},
            )


def late_owners(at: datetime) -> list[User]:
    """Everybody who owns something unfinished that may be overdue ``at`` that moment, with access or without, by name.

    A list, because a cursor left open would keep SQLite from writing meanwhile.
    """
    latest_date = (at.astimezone(UTC) + EARLIEST_ZONE).date()
    late = ActionItem.objects.overdue(latest_date).filter(owner=OuterRef("pk"))
    return list(User.objects.get_queryset().filter(Exists(late)).order_by("name", "pk"))


def _overdue_of(owner: User, today: date) -> ActionItemQuerySet:
    return ActionItem.objects.filter(owner=owner).overdue(today)


def _told(owner: User, today: date) -> Exists:
    """Whether the outbox has this day's row for the item: the same key as ``Reminder.news`` gives."""
    key = Concat(Value(f"{ActionItem.KEY_PREFIX}-"), Cast(OuterRef("pk"), CharField()), Value(f":{today.isoformat()}"))
    return Exists(Notification.objects.filter(recipient=owner, kind=OVERDUE, subject_key=key))
