"""The way back from what somebody just did to an item: a move, another date, another owner."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem, ActionMove, DueDateChange, OwnerChange
from actions.models.item import NEEDS_REASON, State
from actions.permissions import can_move
from core.lifecycle import Blocker, MoveNotAllowed

IN_TIME = timedelta(minutes=10)
WAYS_BACK: dict[tuple[str, str], tuple[str, ...]] = {  # (the move, from where) -> the moves that lead there again
    ("accept", State.PROPOSED): ("give_up", "reconsider"),
    ("decline", State.PROPOSED): ("reconsider",),
    ("start", State.OPEN): ("block", "unblock"),
    ("start", State.BLOCKED): ("block",),
    ("block", State.OPEN): ("unblock",),
    ("block", State.IN_PROGRESS): ("start",),
    ("unblock", State.BLOCKED): ("block",),
    ("finish", State.OPEN): ("reopen",),
    ("finish", State.IN_PROGRESS): ("reopen", "start"),
    ("reopen", State.DONE): ("finish",),
    ("give_up", State.OPEN): ("reconsider", "accept"),
    ("give_up", State.IN_PROGRESS): ("reconsider", "accept", "start"),
    ("give_up", State.BLOCKED): ("reconsider", "accept", "block"),
    ("reconsider", State.DECLINED): ("decline",),
}

Deed = ActionMove | DueDateChange | OwnerChange
WayBack = Callable[[], object]


def way_back(item: ActionItem, *, by: User, at: datetime, verb: str = "") -> WayBack | None:
    """What takes back the last thing done to ``item``, if ``by`` did it within ``IN_TIME`` before ``at``.

    With ``verb`` (``assign``, ``move_due`` or a move) only if that was it. None where there is no way back.
    """
    deed = _last_deed(item)
    if deed is None or deed.by_id != by.pk or at - deed.at > IN_TIME or verb not in ("", _verb(deed)):
        return None
    if isinstance(deed, OwnerChange):
        return partial(item.assign, deed.was, by=by) if deed.was else None
    if isinstance(deed, DueDateChange):
        return deed.take_back
    verbs = WAYS_BACK.get((deed.verb, deed.source), ())
    is_free = bool(verbs) and not item.blockers(verbs[0], by=by)
    return partial(_moves_back, item, deed, verbs, by) if is_free else None


def _last_deed(item: ActionItem) -> Deed | None:
    rows: Iterable[Any] = (item.moves, item.due_changes, item.owner_changes)
    return max(filter(None, (some.order_by("at", "pk").last() for some in rows)), key=attrgetter("at"), default=None)


def _verb(deed: Deed) -> str:
    if isinstance(deed, ActionMove):
        return deed.verb
    return "assign" if isinstance(deed, OwnerChange) else "move_due"


def _moves_back(item: ActionItem, deed: ActionMove, verbs: tuple[str, ...], by: User) -> None:
    for verb in verbs:
        getattr(item, verb)(by=by, **_words(item, verb, deed.source))


def _words(item: ActionItem, verb: str, source: str) -> dict[str, Any]:
    """Back to a state that has a reason or a time of its own, it gets the one that it had."""
    step = item.MOVES[verb]
    before = item.moves.filter(verb=verb).order_by("at", "pk").last() if step.target == source else None
    if verb == "finish":
        return {"at": before.at} if before else {}
    if not step.needs_reason:
        return {}
    return {"reason": before.reason if before and source in NEEDS_REASON else _("Taken back.")}


@transaction.atomic
def undo(item: ActionItem, *, by: User, at: datetime, verb: str = "") -> None:
    """Take back the last deed. The history keeps both; raises ``MoveNotAllowed`` if there is no way back any more."""
    take_back = way_back(item, by=by, at=at, verb=verb)
    if take_back is None:
        raise MoveNotAllowed("undo", [Blocker("too-late", _("This cannot be undone any more."))])
    take_back()


def undo_together(items: Iterable[ActionItem], *, by: User, at: datetime, verb: str) -> list[ActionItem]:
    """Take back ``verb`` from each of ``items`` where that is still possible; returns those of which it was."""
    return [item for item in items if can_move(by, item) and _is_undone(item, by, at, verb)]


def _is_undone(item: ActionItem, by: User, at: datetime, verb: str) -> bool:
    try:
        undo(item, by=by, at=at, verb=verb)
    except MoveNotAllowed:
        return False
    return True
