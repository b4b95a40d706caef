"""Reviewers and owners are reminded the day before something of theirs is due, and each morning while it is late.

*Today* is the person's own date; the day's reminders come from ``MORNING`` on, on their clock. All of one person's are
written in one transaction, so they are one message.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from notifications import kinds, outbox
from postmortems.models import Postmortem, ReviewDecision

MORNING = 8  # o'clock
EARLIEST_ZONE = timedelta(hours=14)  # nowhere is it a later day than there
DAY = timedelta(days=1)

REVIEW_DUE = kinds.register(
    "review-due",
    why=gettext_lazy("Your review was asked for by a day."),
    label=gettext_lazy("Your review is due"),
    icon="chat-square-text",
    visible=Postmortem.objects.visible_to,
)
POSTMORTEM_DUE = kinds.register(
    "postmortem-due",
    why=gettext_lazy("You own it and it is due."),
    label=gettext_lazy("A postmortem of yours is due"),
    icon="journal-text",
    visible=Postmortem.objects.visible_to,
)


def remind(*, at: datetime) -> int:
    """Tell everybody what is due tomorrow or late ``at`` that moment; returns how many news were given.

    May run as often as one likes, and twice at once: the outbox takes each only once a day.
    """
    return sum(outbox.tell(list(news_for(person, at))) for person in _concerned(at))


def news_for(person: User, at: datetime) -> Iterator[outbox.News]:
    """What ``person`` is to be told on this day of theirs."""
    local = at.astimezone(person.zone)
    if local.hour < MORNING or not person.is_active:
        return
    today = local.date()
    asked = ReviewDecision.objects.asked_of(person).filter(review__due_on__lte=today + DAY)
    for decision in asked:
        if words := how_late(decision.review.due_on, today):
            detail = _("your review: %(when)s") % {"when": words}
            yield _news(person, REVIEW_DUE, decision.review.postmortem, today, detail)
    owned = Postmortem.objects.visible_to(person).unsettled().filter(owner=person, due_on__lte=today + DAY)
    for postmortem in owned:
        if words := how_late(postmortem.due_on, today):
            yield _news(person, POSTMORTEM_DUE, postmortem, today, words)


def _concerned(at: datetime) -> list[User]:
    """Everybody who may have something due; a list, because an open cursor would keep SQLite from writing."""
    latest = (at.astimezone(UTC) + EARLIEST_ZONE).date() + DAY
    owners = Postmortem.objects.unsettled().filter(due_on__lte=latest).values("owner")
    asked = ReviewDecision.objects.pending().filter(review__due_on__lte=latest)
    waiting = asked.filter(review__postmortem__state__in=Postmortem.MOVES["send_back"].sources).values("reviewer")
    return list(User.objects.active().filter(Q(pk__in=owners) | Q(pk__in=waiting)).order_by("pk"))


def how_late(due: date | None, today: date) -> str:
    """``due tomorrow``, ``3 days late``; "" on the day itself and before."""
    if due is None or today <= due != today + DAY:
        return ""
    days = (today - due).days
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days} if days > 0 else _("due tomorrow")


def _news(person: User, kind: str, postmortem: Postmortem, today: date, detail: str) -> outbox.News:
    return outbox.News(person, kind, postmortem, today.isoformat(), title=postmortem.title, detail=detail)
