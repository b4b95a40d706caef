"""Statements that a severity's policy promises customers and that nobody has begun."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import closed_days
from postmortems.models import Postmortem
from postmortems.models.postmortem import PostmortemQuerySet, State
from publishing.models import Statement
from publishing.statements.starting import due

RECENT = timedelta(days=90)  # what customers were not told by then is not news to them any more


@dataclass(frozen=True)
class Promise:
    postmortem: Postmortem
    due_on: date


def promised(among: PostmortemQuerySet, *, by: date) -> list[Promise]:
    """Of postmortems ``among``, those without a statement that one is due about on the day ``by`` or before."""
    recent = timezone.make_aware(datetime.combine(by - RECENT, time()))
    waiting = (
        among.filter(incidents__severity__statement_days__isnull=False, incidents__created_at__gte=recent)
        .exclude(state=State.WAIVED)
        .exclude(pk__in=Statement.objects.values("postmortem"))
        .select_related("owner")
        .prefetch_related("incidents__severity", "incidents__team")
        .distinct()
    )
    closed = closed_days()
    dues = ((postmortem, due(postmortem, closed)) for postmortem in waiting)
    return [Promise(postmortem, day) for postmortem, day in dues if day is not None and day <= by]
