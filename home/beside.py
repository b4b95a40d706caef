"""What stands beside: newly published, and what happened on this day a year ago."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from incidents.models import Incident, Milestone
from postmortems.models import Postmortem

DAY = timedelta(days=1)
NEWEST = 5
REMEMBERED = 3


def newly_published(user: User) -> QuerySet[Postmortem]:
    return Postmortem.objects.visible_to(user).published().select_related("owner").order_by("-published_at")[:NEWEST]


def on_this_day(user: User, today: date) -> list[Incident]:
    """Incidents that began on the same day of last year, in the reader's zone."""
    begin = timezone.make_aware(datetime.combine(_a_year_before(today), time.min))
    # Those that may have begun that day are found by index; only for them it is worked out when they did.
    dated = Milestone.objects.filter(at__range=(begin, begin + DAY)).values("incident_id")
    maybe = Incident.objects.visible_to(user).filter(Q(pk__in=dated) | Q(created_at__range=(begin, begin + DAY)))
    told = maybe.exclude(state="cancelled").with_times().select_related("severity")
    began: Callable[[Incident], datetime] = attrgetter("began")
    return sorted((incident for incident in told if begin <= began(incident) < begin + DAY), key=began)[:REMEMBERED]


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return date(day.year - 1, 2, 28)
