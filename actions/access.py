"""Fetching is authorising: strangers get 404, readers get 403 on verbs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from actions.models import ActionItem
from actions.permissions import abilities
from incidents.sight import note_looks


def get_action_for(user: User, number: int, *, ability: str = "") -> ActionItem:
    """The item ``ACT-<number>`` if ``user`` may see it and has ``ability`` (a key of ``abilities``), if given.

    Raises ``Http404`` for what is absent or not theirs to see, ``PermissionDenied`` for a verb they lack.
    """
    item = ActionItem.objects.visible_to(user).for_rows().select_related("factor").filter(pk=number).first()
    if item is None:
        raise Http404
    if ability and not abilities(user, item)[ability]:
        raise PermissionDenied
    if item.postmortem:
        note_looks(user, item.postmortem.incidents.all())
    return item
