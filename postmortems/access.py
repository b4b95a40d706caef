"""Fetching is authorising: strangers get 404, readers get 403 on verbs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from postmortems.models import Postmortem
from postmortems.permissions import abilities


def get_postmortem_for(user: User, number: int, *, ability: str = "") -> Postmortem:
    """The postmortem ``PM-<number>`` if ``user`` may see it and has ``ability`` (a key of ``abilities``), if given.

    Raises ``Http404`` for what is absent or not theirs to see, ``PermissionDenied`` for a verb they lack.
    """
    postmortem = (
        Postmortem.objects.visible_to(user).select_related("owner", "published_revision").filter(pk=number).first()
    )
    if postmortem is None:
        raise Http404
    if ability and not abilities(user, postmortem)[ability]:
        raise PermissionDenied
    return postmortem
