"""Postmortems follow their incident when it turns out to be a duplicate."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from incidents.merging import Relation, relate
from incidents.models import Incident
from postmortems.models import ContributingFactor, Postmortem


def move(duplicate: Incident, survivor: Incident, same: dict[int, int]) -> dict[str, Any]:
    """They tell of ``survivor`` from now on; factors that point at an event both have point at the survivor's."""
    told = list(duplicate.postmortems.all())
    there = set(survivor.postmortems.values_list("pk", flat=True))
    for postmortem in told:
        postmortem.incidents.add(survivor)
        postmortem.incidents.remove(duplicate)
    evidence = []
    for factor in ContributingFactor._base_manager.filter(evidence__in=same).distinct():
        points_at = set(factor.evidence.values_list("pk", flat=True))
        for own in points_at & same.keys():
            evidence.append([factor.pk, own, same[own], same[own] in points_at])
            factor.evidence.remove(own)
            factor.evidence.add(same[own])
    return {"postmortems": [[one.pk, one.pk in there] for one in told], "evidence": evidence}


def back(duplicate: Incident, survivor: Incident, moved: dict[str, Any]) -> None:
    for pk, was_there in moved["postmortems"]:
        for postmortem in Postmortem.objects.filter(pk=pk):
            postmortem.incidents.add(duplicate)
            if not was_there:
                postmortem.incidents.remove(survivor)
    for pk, own, theirs, was_there in moved["evidence"]:
        for factor in ContributingFactor._base_manager.filter(pk=pk):
            factor.evidence.add(own)
            if not was_there:
                factor.evidence.remove(theirs)


def words(duplicate: Incident, reader: User) -> list[str]:
    seen = Postmortem.objects.visible_to(reader).filter(incidents=duplicate)
    return [_("the postmortem %(key)s with its action items") % {"key": postmortem.key} for postmortem in seen]


relate(Relation("postmortems", move, back, words))
