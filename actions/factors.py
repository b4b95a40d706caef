"""Below each contributing factor: the items that answer it, or that none does."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from actions.models import ActionItem, Pointer
from actions.models.item import State
from postmortems.models import ContributingFactor, Postmortem
from postmortems.notes import note_factors

GOOD = (ContributingFactor.Kind.MITIGATING, ContributingFactor.Kind.LUCK)  # what went well asks for no change


@note_factors
def items_by_factor(postmortem: Postmortem, reader: User) -> Mapping[int, SafeString]:
    answering = ActionItem.objects.visible_to(reader).of(postmortem).exclude(state=State.DECLINED)
    items = {item.pk: item for item in answering.select_related("owner").order_by("pk")}
    found: dict[int, list[ActionItem]] = {pk: [] for pk in _asking(postmortem)}
    for item in items.values():
        if item.postmortem_id == postmortem.pk and item.factor_id is not None:
            found.setdefault(item.factor_id, []).append(item)
    for pointer in Pointer.objects.filter(postmortem=postmortem, item__in=items).exclude(factor=None):
        found.setdefault(pointer.factor_id or 0, []).append(items[pointer.item_id])
    return {
        factor: SafeString(render_to_string("actions/_of_factor.html", {"items": these}))
        for factor, these in found.items()
    }


def _asking(postmortem: Postmortem) -> list[int]:
    """Factors that something should be done about."""
    return list(postmortem.factors.exclude(kind__in=GOOD).values_list("pk", flat=True))
