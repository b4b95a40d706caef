"""What a digest tells one person of one period, of what they may see and chose to hear about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from accounts.models import User
from actions.models import ActionItem
from incidents.models import Incident
from postmortems.models import Postmortem
from publishing.models import LibraryEntry, Subscription
from publishing.readership.readers import most_read

MOST = 5  # of a kind in one digest
YEARS = 10  # as far back as "on this day" looks


@dataclass(frozen=True)
class Period:
    """From ``start`` till before ``end``, days of a person's own calendar; ``name`` is "2026-W48" or "2026-11"."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Digest:
    """``most_read`` with how many people; ``remembered`` with how many years ago it began."""

    published: list[LibraryEntry]
    most_read: list[tuple[LibraryEntry, int]]
    overdue: list[ActionItem]
    remembered: list[tuple[LibraryEntry, int]]


def last_period(every: str, today: date) -> Period:
    """The last whole week (Monday to Sunday) or month before ``today``."""
    if every == Subscription.Every.MONTH:
        end = today.replace(day=1)
        start = (end - timedelta(days=1)).replace(day=1)
        return Period(f"{start:%Y-%m}", start, end)
    end = today - timedelta(days=today.weekday())
    start = end - timedelta(days=7)
    return Period(f"{start:%G-W%V}", start, end)


def digest_of(subscription: Subscription, period: Period, *, today: date) -> Digest:
    user = subscription.user
    entries = LibraryEntry.objects.visible_to(user).filter(postmortem__in=chosen(subscription)).for_rows().newest()
    start, end = (datetime.combine(day, time(), user.zone) for day in (period.start, period.end))
    new = entries.filter(postmortem__published_at__gte=start, postmortem__published_at__lt=end)
    counts = most_read(Postmortem.objects.filter(in_library__in=entries), start=start, end=end, most=MOST)
    read = {entry.postmortem_id: entry for entry in entries.filter(postmortem__in=[pk for pk, _n in counts])}
    return Digest(
        published=list(new),
        most_read=[(read[pk], number) for pk, number in counts if pk in read],
        overdue=list(_overdue(subscription, today)[:MOST]),
        remembered=_remembered(entries, period, user),
    )


def chosen(subscription: Subscription) -> QuerySet[Postmortem]:
    """Those about an incident of one of the chosen teams, services and severities; of all where none is chosen."""
    incidents, narrowed = Incident.objects.all(), False
    for name, rows in (
        ("team", subscription.teams),
        ("services", subscription.services),
        ("severity", subscription.severities),
    ):
        if keys := list(rows.values_list("pk", flat=True)):
            incidents, narrowed = incidents.filter(**{f"{name}__in": keys}), True
    if not narrowed:
        return Postmortem.objects.all()
    return Postmortem.objects.filter(pk__in=Postmortem.objects.filter(incidents__in=incidents).values("pk"))


def _overdue(subscription: Subscription, today: date) -> QuerySet[ActionItem]:
    """The longest overdue first."""
    late = ActionItem.objects.visible_to(subscription.user).overdue(today)
    if any(rows.exists() for rows in (subscription.teams, subscription.services, subscription.severities)):
        late = late.filter(Q(postmortem__in=chosen(subscription)) | Q(team__in=subscription.teams.all()))
    return late.select_related("owner", "team").order_by("due_on", "pk").distinct()


def _remembered(entries: QuerySet[LibraryEntry], period: Period, user: User) -> list[tuple[LibraryEntry, int]]:
    """What began on these days in earlier years, the nearest year first."""
    spans = {years: tuple(_at(_ago(day, years), user) for day in (period.start, period.end)) for years in _years()}
    began = Incident.objects.with_times()
    same_days = reduce(or_, (Q(began__gte=start, began__lt=end) for start, end in spans.values()))
    found = {}
    for incident in began.filter(same_days, postmortems__in_library__in=entries):
        at = incident.began  # type: ignore[attr-defined]  # annotated
        found[incident.pk] = next(years for years, (start, end) in spans.items() if start <= at < end)
    told = []
    for entry in entries.filter(postmortem__incidents__in=found).distinct():
        years = min(found[one.pk] for one in entry.postmortem.incidents.all() if one.pk in found)
        told.append((entry, years))
    return sorted(told, key=lambda pair: pair[1])[:MOST]


def _years() -> range:
    return range(1, YEARS + 1)


def _ago(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return date(day.year - years, 3, 1)


def _at(day: date, user: User) -> datetime:
    return datetime.combine(day, time(), user.zone)
