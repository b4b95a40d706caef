"""What else was learned about the same services and the same kinds of factors."""

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from incidents.models import Service
from postmortems.models import FactorCategory, Postmortem
from publishing.models import LibraryEntry

SHOWN = 3


def similar(postmortem: Postmortem, *, reader: User) -> QuerySet[LibraryEntry]:
    """The published postmortems that have most in common with ``postmortem``, of those that ``reader`` may see."""
    services = Service.objects.filter(incidents__postmortems=postmortem).values("pk")
    categories = FactorCategory.objects.filter(factors__postmortem=postmortem, factors__removed_at__isnull=True).values(
        "pk"
    )
    same_service = Q(postmortem__incidents__services__in=services)
    same_category = Q(postmortem__factors__category__in=categories, postmortem__factors__removed_at=None)
    related = LibraryEntry.objects.filter(same_service | same_category).values("pk")
    found = LibraryEntry.objects.visible_to(reader).filter(pk__in=related).exclude(postmortem=postmortem)
    counted = found.annotate(
        services=Count("postmortem__incidents__services", filter=same_service, distinct=True),
        categories=Count("postmortem__factors__category", filter=same_category, distinct=True),
    )
    best = counted.annotate(common=F("services") + F("categories")).order_by("-common", "-postmortem__published_at")
    return best.for_rows()[:SHOWN]
