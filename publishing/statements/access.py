"""Fetching is authorising: strangers get 404, readers get 403 on verbs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem
from publishing.models import Statement
from publishing.models.statement import State
from publishing.statements import text
from publishing.statements.permissions import abilities


def current_of(postmortem: Postmortem) -> Statement | None:
    """The wording in the making, else the one that is live, else the last there was. Its stored text is up to date."""
    rows = Statement.objects.filter(postmortem=postmortem).for_rows().select_related("document")
    found = rows.open().first() or rows.live().first() or rows.first()
    if found is not None:
        found.postmortem = postmortem
        text.refresh(found)
    return found


def live_of(postmortem: Postmortem) -> Statement | None:
    return Statement.objects.filter(postmortem=postmortem, state=State.LIVE).for_rows().first()


def get_statement_for(user: User, number: int, *, ability: str = "") -> Statement:
    """The statement about ``PM-<number>`` if ``user`` may see it and has ``ability`` (a key of ``abilities``).

    Raises ``Http404`` for what is absent or not theirs to see, ``PermissionDenied`` for a verb they lack.
    """
    statement = current_of(get_postmortem_for(user, number))
    if statement is None:
        raise Http404
    if ability and not abilities(user, statement)[ability]:
        raise PermissionDenied
    return statement
