"""Did it work? Who answers, and what the answer does.

A question is open until the item is verified or opened again, by whatever door; a verified item that is asked about
again (it happened again) stays verified, and is confirmed or opened again.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem, Question
from actions.models.item import State
from core.lifecycle import Blocker, HasLifecycle, MoveNotAllowed, MoveRecord, on_move

ANSWERS = ("verify", "reopen")


@on_move
def _answered(thing: HasLifecycle, move: MoveRecord) -> None:
    if isinstance(thing, ActionItem) and move.verb in ANSWERS:
        _close(thing)


@transaction.atomic
def confirm(item: ActionItem, *, by: User) -> None:
    """It worked, says ``by``: a done item is verified, a verified one stays so and its question is answered."""
    if item.state == State.DONE:
        item.verify(by=by)
        return
    if item.state != State.VERIFIED or not _close(item):
        raise MoveNotAllowed("confirm", [Blocker("not-asked", _("Nobody asks about it any more."))])


def _close(item: ActionItem) -> int:
    return Question.objects.filter(item=item).unanswered().update(answered_at=timezone.now())
