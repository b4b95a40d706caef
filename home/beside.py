"""What stands beside: newly published, and what happened on this day a year ago."""

from datetime import date, datetime, time, timedelta

from django.db.models import F, Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from incidents.models import Incident
from postmortems.models import Postmortem

DAY = timedelta(days=1)
NEWEST = 5
REMEMBERED = 3


def newly_published(user: User) -> QuerySet[Postmortem]:
    return Postmortem.objects.visible_to(user).published().select_related("owner").order_by("-published_at")[:NEWEST]


def on_this_day(user: User, today: date) -> QuerySet[Incident]:
    """Incidents that began on the same day of last year, in the reader's zone."""
    begin = timezone.make_aware(datetime.combine(_a_year_before(today), time.min))
    began = Coalesce(Min("milestones__at"), F("created_at"))
    that_day = Incident.objects.visible_to(user).annotate(began=began).filter(began__gte=begin, began__lt=begin + DAY)
    return that_day.exclude(state="cancelled").select_related("severity").order_by("began")[:REMEMBERED]


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return date(day.year - 1, 2, 28)
