"""The same change to several items at once, each by its own verb: what is refused for one stops none of the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem
from actions.permissions import can_move
from core.lifecycle import MoveNotAllowed


@dataclass(frozen=True)
class Change:
    """``verb`` is ``assign``, ``move_due`` or a move of the life cycle, with what it needs."""

    verb: str
    owner: User | None = None
    due_on: date | None = None
    reason: str = ""

    def make(self, item: ActionItem, by: User) -> None:
        """Raises ``MoveNotAllowed``."""
        if self.verb == "assign" and self.owner:
            item.assign(self.owner, by=by)
        elif self.verb == "move_due" and self.due_on:
            item.move_due(self.due_on, by=by, reason=self.reason)
        elif self.verb == "accept":
            item.accept(by=by, owner=self.owner, due_on=self.due_on)
        else:
            words: dict[str, Any] = {"reason": self.reason} if item.MOVES[self.verb].needs_reason else {}
            getattr(item, self.verb)(by=by, **words)


@dataclass(frozen=True)
class Outcome:
    """What was changed, and what stays as it was, each with why in a sentence."""

    done: list[ActionItem] = field(default_factory=list)
    refused: list[tuple[ActionItem, str]] = field(default_factory=list)


def change_together(items: Iterable[ActionItem], change: Change, *, by: User) -> Outcome:
    """Make ``change`` to each of ``items`` (``for_rows``) that allows it, as ``by``."""
    outcome = Outcome()
    for item in items:
        if why := _refusal(item, change, by):
            outcome.refused.append((item, why))
        else:
            outcome.done.append(item)
    return outcome


def _refusal(item: ActionItem, change: Change, by: User) -> str:
    """Why it was not done; "" where it was."""
    if not can_move(by, item):
        return _("It is not yours to change: that is for its owner and those who answer for it.")
    step = item.MOVES.get(change.verb)
    if step and item.state not in step.sources:
        return _("It is “%(state)s”, and this does not lead on from there.") % {"state": item.get_state_display()}
    try:
        with transaction.atomic():
            change.make(item, by)
    except MoveNotAllowed as refusal:
        return " ".join(str(blocker.message) for blocker in refusal.blockers)
    return ""
