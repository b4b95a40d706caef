"""Who belongs at the table."""

from django.db.models import Q, QuerySet

from accounts.models import User
from incidents.models import Participant, TimelineEvent
from incidents.sight import readers_of
from meetings.models import Facilitating
from postmortems.models import Postmortem


def may_come(postmortem: Postmortem) -> QuerySet[User]:
    """Everybody who may see what it is about."""
    return readers_of(list(postmortem.incidents.all())).order_by("name")


def took_part(postmortem: Postmortem) -> QuerySet[User]:
    """Who was in the incident, or wrote in its timeline."""
    told = postmortem.incidents.values("pk")
    there = Participant.objects.filter(incident__in=told, user__isnull=False).values("user_id")
    wrote = TimelineEvent.objects.present().filter(incident__in=told, author__isnull=False).values("author_id")
    return may_come(postmortem).filter(Q(pk__in=there) | Q(pk__in=wrote))


def suggested(postmortem: Postmortem) -> QuerySet[User]:
    """Those who took part, its owner, and its reviewers."""
    others = Q(pk=postmortem.owner_id) | Q(pk__in=postmortem.reviewers.values("pk"))
    return may_come(postmortem).filter(Q(pk__in=took_part(postmortem).values("pk")) | others)


def offering(postmortem: Postmortem) -> QuerySet[User]:
    """Those who offer to facilitate, may see it, and were not in the incident."""
    offer = may_come(postmortem).filter(pk__in=Facilitating.objects.values("user_id"))
    return offer.exclude(pk__in=took_part(postmortem).values("pk"))
