"""Who may own and review a postmortem."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import Role, User
from incidents.models import Incident
from incidents.sight import readers_of
from postmortems.models import Postmortem


def writers_of(incidents: Collection[Incident]) -> QuerySet[User]:
    """Those of its readers who may own or review it: a viewer only reads."""
    return readers_of(incidents).exclude(role=Role.VIEWER)


def possible_reviewers(postmortem: Postmortem) -> QuerySet[User]:
    """Who may give a verdict on it: whoever may write, but its owner."""
    people = writers_of(list(postmortem.incidents.select_related("team")))
    return people.exclude(pk=postmortem.owner_id) if postmortem.owner_id else people
