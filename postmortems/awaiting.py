"""Incidents whose severity asks for a postmortem that nobody has started."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from accounts.models import User, closed_days
from incidents.models import Incident, Milestone, Severity
from incidents.models.incident import State
from postmortems.models import Postmortem

EVERYWHERE = Q()


@dataclass(frozen=True)
class Awaiting:
    """``due_on`` counts from the day on which the incident was resolved."""

    incident: Incident
    resolved_on: date
    due_on: date

    @property
    def is_late(self) -> bool:
        return self.due_on < timezone.localdate()


def without_postmortem(user: User) -> QuerySet[Any]:
    """The incidents that ``user`` may see, that are over, and that still need one; ``over_at``: since when."""
    told = Postmortem.incidents.through.objects.values("incident_id")
    over = Incident.objects.visible_to(user).filter(state__in=(State.RESOLVED, State.CLOSED))
    resolved = Milestone.objects.filter(incident=OuterRef("pk"), kind=Milestone.Kind.RESOLVED).values("at")
    return (
        over.filter(severity__postmortem_required=True)
        .exclude(pk__in=told)
        .annotate(over_at=Coalesce(Subquery(resolved[:1]), F("updated_at")))
    )


def awaiting(user: User, among: Q = EVERYWHERE, *, most: int | None = None) -> list[Awaiting]:
    """Those ``among`` them with their due dates, the first due first, ``most`` of them at most.

    Of one severity those over first are due first, so ``most`` of each are enough to know the first of all.
    """
    found: QuerySet[Any] = without_postmortem(user).filter(among)
    if most is not None:
        place = Window(RowNumber(), partition_by="severity", order_by=("over_at", "pk"))
        found = found.annotate(place=place).filter(place__lte=most)
    return sorted(with_due_dates(found), key=lambda row: (row.due_on, row.incident.pk))[:most]


def with_due_dates(incidents: QuerySet[Any]) -> list[Awaiting]:
    closed = closed_days()
    rows = []
    for incident in incidents.select_related("severity", "team"):
        resolved_on = timezone.localdate(incident.over_at)
        rows.append(Awaiting(incident, resolved_on, incident.severity.postmortem_due(resolved_on, closed)))
    return rows


def late(today: date) -> Q:
    """Which of ``without_postmortem`` are late on ``today``, said so that the database can tell."""
    closed, wanted = closed_days(), Q(pk=None)
    for severity in Severity.objects.filter(postmortem_required=True):
        day = today - timedelta(days=severity.postmortem_days + 1)
        while severity.postmortem_due(day, closed) >= today:
            day -= timedelta(days=1)
        next_morning = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        wanted |= Q(severity=severity, over_at__lt=next_morning)
    return wanted
