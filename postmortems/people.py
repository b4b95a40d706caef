"""Who may own and review a postmortem."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Role, User
from incidents.models import Incident
from incidents.sight import readers_of


def writers_of(incidents: Collection[Incident]) -> QuerySet[User]:
    """Those of its readers who may own or review it: a viewer only reads."""
    return readers_of(incidents).exclude(role=Role.VIEWER)
