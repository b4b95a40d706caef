"""The way back from a move just made, where the life cycle has one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem, ActionMove
from actions.models.item import State
from core.lifecycle import Blocker, MoveNotAllowed

IN_TIME = timedelta(minutes=10)
WAYS_BACK: dict[tuple[str, str], tuple[str, ...]] = {  # (the move, from where) -> the moves that lead there again
    ("decline", State.PROPOSED): ("reconsider",),
    ("block", State.OPEN): ("unblock",),
    ("block", State.IN_PROGRESS): ("start",),
    ("finish", State.OPEN): ("reopen",),
    ("finish", State.IN_PROGRESS): ("reopen", "start"),
    ("give_up", State.OPEN): ("reconsider", "accept"),
    ("give_up", State.IN_PROGRESS): ("reconsider", "accept", "start"),
}


def way_back(item: ActionItem, *, by: User, at: datetime) -> tuple[str, ...]:
    """The verbs that take back the item's last move, if ``by`` made it within ``IN_TIME`` before ``at``; else ()."""
    last: ActionMove | None = item.moves.order_by("at", "pk").last()
    if last is None or last.by_id != by.pk or at - last.at > IN_TIME:
        return ()
    return WAYS_BACK.get((last.verb, last.source), ())


@transaction.atomic
def undo(item: ActionItem, *, by: User, at: datetime) -> None:
    """Take back the last move. The history keeps both; raises ``MoveNotAllowed`` if there is no way back any more."""
    verbs = way_back(item, by=by, at=at)
    if not verbs:
        raise MoveNotAllowed("undo", [Blocker("too-late", _("This cannot be undone any more."))])
    for verb in verbs:
        words = {"reason": _("Taken back.")} if item.MOVES[verb].needs_reason else {}
        getattr(item, verb)(by=by, **words)
