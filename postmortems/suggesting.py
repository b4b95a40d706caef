"""Who could review a postmortem, each with the reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from incidents.models import Participant
from postmortems.models import Postmortem
from postmortems.people import possible_reviewers

AT_MOST = 8


@dataclass(frozen=True)
class Suggestion:
    person: User
    why: str


def suggested(postmortem: Postmortem) -> list[Suggestion]:
    """Who took part, is of a service's team, or reviewed for the team before; never its owner, and only readers."""
    may = possible_reviewers(postmortem)
    reasons: dict[User, list[str]] = {}
    for person, why in (*_took_part(postmortem), *_of_the_services(postmortem, may), *_reviewed(postmortem, may)):
        reasons.setdefault(person, []).append(why)
    allowed = set(may.filter(pk__in=[person.pk for person in reasons]).values_list("pk", flat=True))
    found = [Suggestion(person, ", ".join(why)) for person, why in reasons.items() if person.pk in allowed]
    return sorted(found, key=lambda one: -len(reasons[one.person]))[:AT_MOST]


def _took_part(postmortem: Postmortem) -> Iterable[tuple[User, str]]:
    people = Participant.objects.filter(incident__postmortems=postmortem).exclude(user=None).select_related("user")
    seen: dict[User, str] = {}
    for one in people:
        if one.user:
            seen.setdefault(one.user, one.get_role_display().lower())
    return [(person, _("took part as %(role)s") % {"role": role}) for person, role in seen.items()]


def _of_the_services(postmortem: Postmortem, may: QuerySet[User]) -> Iterable[tuple[User, str]]:
    people = may.filter(teams__services__incidents__postmortems=postmortem).distinct()
    return [(person, _("of the service's team")) for person in people[: 2 * AT_MOST]]


def _reviewed(postmortem: Postmortem, may: QuerySet[User]) -> Iterable[tuple[User, str]]:
    of_team = Postmortem.objects.filter(incidents__team__incidents__postmortems=postmortem).exclude(pk=postmortem.pk)
    people = may.filter(postmortems_to_review__in=of_team.values("pk"))
    counted = people.annotate(times=Count("postmortems_to_review", distinct=True)).order_by("-times", "name")
    words = ((person, person.times) for person in counted[:AT_MOST])
    return [
        (
            person,
            ngettext("reviewed one of the team’s before", "reviewed %(n)d of the team’s before", times) % {"n": times},
        )
        for person, times in words
    ]
