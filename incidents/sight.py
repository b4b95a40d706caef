"""Who may see an incident, for the audit trail: what changed about it, and which admins looked all the same."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Role, User
from accounts.models.audit import Verb, record, record_once
from incidents.models import Incident, Visibility
from incidents.permissions import is_named


def readers_of(incidents: Collection[Incident]) -> QuerySet[User]:
    """The active people who may see every one of ``incidents``: ``visible_to``, asked from the other side."""
    readers = User.objects.active()
    for incident in incidents:
        if incident.visibility == Visibility.ORGANISATION:
            continue
        may = Q(role=Role.ADMIN) | Q(pk__in=incident.restricted_to.values("pk"))
        if incident.visibility == Visibility.TEAM and incident.team:
            may |= Q(pk__in=incident.team.members.values("pk"))
        readers = readers.filter(may)
    return readers


def note_look(user: User, incident: Incident) -> None:
    """On record, once an hour: an admin opens an incident that is restricted to others."""
    if user.sees_everything and incident.visibility == Visibility.RESTRICTED and not is_named(user, incident):
        record_once(Verb.LOOKED, incident.key, occasion=timezone.now().strftime("%Y-%m-%dT%H"), actor=user)


def note_looks(user: User, incidents: Iterable[Incident]) -> None:
    """The same for what hangs on ``incidents``: their postmortem, its action items."""
    if user.sees_everything:
        for incident in incidents:
            note_look(user, incident)


@contextmanager
def sight_on_record(incident: Incident, *, by: User) -> Iterator[None]:
    """On record, if it differs afterwards: who may see ``incident``. Within the transaction that changes it."""
    before = _sight(incident)
    yield
    after = _sight(incident)
    changed = [field for field in before if before[field] != after[field]]
    if changed:
        old, new = ({field: sight[field] for field in changed} for sight in (before, after))
        record(Verb.VISIBILITY, incident.key, before=old, after=new, actor=by)


def _sight(incident: Incident) -> dict[str, Any]:
    """As stored: a form has already written into ``incident``."""
    stored = Incident.objects.select_related("team").get(pk=incident.pk)
    team = stored.team.name if stored.team and stored.visibility == Visibility.TEAM else None
    named = sorted(stored.restricted_to.values_list("handle", flat=True))
    return {"visibility": stored.visibility, "team": team, "named": named}
