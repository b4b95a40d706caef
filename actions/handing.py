"""Handing over several items at once, from people who left or who have too much."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem
from actions.permissions import can_move
from core.lifecycle import MoveNotAllowed


@dataclass(frozen=True)
class HandedOver:
    """What changed hands, and what did not with the reason in a sentence."""

    moved: list[ActionItem]
    refused: list[tuple[ActionItem, str]]


@transaction.atomic
def hand_over(items: Iterable[ActionItem], *, to: User, by: User) -> HandedOver:
    """Make ``to`` the owner of each of ``items`` that ``by`` may move and ``to`` may see; the others stay."""
    done = HandedOver([], [])
    for item in items:
        if not can_move(by, item):
            done.refused.append((item, str(_not_yours(item))))
            continue
        try:
            item.assign(to, by=by)
        except MoveNotAllowed as refusal:
            done.refused.append((item, str(refusal.blockers[0].message)))
        else:
            done.moved.append(item)
    return done


def _not_yours(item: ActionItem) -> str:
    from_whom = item.team.name if item.team else item.key
    return _("Only its owner and those who answer for %(team)s may hand it over.") % {"team": from_whom}
