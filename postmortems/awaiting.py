"""Incidents whose severity asks for a postmortem that nobody has started."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User, closed_days
from incidents.models import Incident, Milestone
from incidents.models.incident import State
from postmortems.models import Postmortem


@dataclass(frozen=True)
class Awaiting:
    """``due_on`` counts from the day on which the incident was resolved."""

    incident: Incident
    due_on: date

    @property
    def is_late(self) -> bool:
        return self.due_on < timezone.localdate()


def without_postmortem(user: User) -> QuerySet[Incident]:
    """The incidents that ``user`` may see, that are over, and that still need one."""
    told = Postmortem.incidents.through.objects.values("incident_id")
    over = Incident.objects.visible_to(user).filter(state__in=(State.RESOLVED, State.CLOSED))
    return over.filter(severity__postmortem_required=True).exclude(pk__in=told)


def awaiting(user: User) -> list[Awaiting]:
    """The same with their due dates, the first due first."""
    found = without_postmortem(user).select_related("severity", "team").prefetch_related("milestones")
    closed = closed_days()
    rows = (Awaiting(incident, incident.severity.postmortem_due(resolved_on(incident), closed)) for incident in found)
    return sorted(rows, key=lambda row: (row.due_on, row.incident.pk))


def resolved_on(incident: Incident) -> date:
    """The day of the reader's zone on which it was resolved, as far as is known."""
    known = (m.at for m in incident.milestones.all() if m.kind == Milestone.Kind.RESOLVED and m.at)
    return timezone.localdate(next(known, incident.updated_at))
