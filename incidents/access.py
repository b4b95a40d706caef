"""Fetching is authorising: strangers get 404, readers get 403 on verbs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from incidents.models import Incident
from incidents.permissions import abilities
from incidents.sight import note_look


def get_incident_for(user: User, number: int, *, ability: str = "") -> Incident:
    """The incident ``INC-<number>`` if ``user`` may see it and has ``ability`` (a key of ``abilities``), if given.

    Raises ``Http404`` for what is absent or not theirs to see, ``PermissionDenied`` for a verb they lack.
    """
    incident = Incident.objects.visible_to(user).select_related("severity", "team").filter(pk=number).first()
    if incident is None:
        raise Http404
    if ability and not abilities(user, incident)[ability]:
        raise PermissionDenied
    note_look(user, incident)
    return incident
