"""Did it work? Who answers, and what the answer does.

A question is open until the item is verified or opened again, by whatever door; a verified item that is asked about
again (it happened again) stays verified, and is confirmed or opened again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem, ChasingPolicy, Question
from actions.models.item import FINISHED, State
from core.lifecycle import Blocker, HasLifecycle, MoveNotAllowed, MoveRecord, on_move
from incidents.models import IncidentLink
from postmortems.models import ContributingFactor, Postmortem

ANSWERS = ("verify", "reopen")
BATCH = 500


def ask(*, at: datetime) -> int:
    """Write down the questions that have come up by ``at``, each once; returns how many were found."""
    found = 0
    for batch in _batches(chain(_done_for_a_while(at), _happened_again())):
        Question.objects.bulk_create(batch, ignore_conflicts=True)
        found += len(batch)
    return found


def _done_for_a_while(at: datetime) -> Iterator[Question]:
    before = at - timedelta(days=ChasingPolicy.get().verify_days)
    asked = Question.objects.filter(item=OuterRef("pk"), why=Question.Why.DONE, asked_at__gte=OuterRef("done_at"))
    items = ActionItem.objects.filter(~Exists(asked), state=State.DONE, done_at__lte=before)
    for pk, done_at in items.order_by("pk").values_list("pk", "done_at").iterator(chunk_size=BATCH):
        yield Question(item_id=pk, why=Question.Why.DONE, occasion=f"done:{done_at:%Y-%m-%dT%H:%M}", asked_at=at)


def _happened_again() -> Iterator[Question]:
    """Finished items that answer a factor of an incident of which a later one is a recurrence.

    Once the later one's own factors have categories, only items whose factor shares one are asked about.
    """
    for link in list(IncidentLink.objects.filter(kind=IncidentLink.Kind.RECURRENCE_OF).select_related("source")):
        told = Postmortem.objects.filter(incidents=link.target_id)
        items = ActionItem.objects.of(told).filter(state__in=FINISHED).exclude(factor=None)
        asked = Question.objects.filter(item=OuterRef("pk"), incident=link.source_id)
        again = ContributingFactor.objects.filter(postmortem__incidents=link.source_id).exclude(category=None)
        if categories := set(again.values_list("category_id", flat=True)):
            items = items.filter(Q(factor__category=None) | Q(factor__category__in=categories))
        # What was only done after it had happened again is no answer to that.
        items = items.filter(~Exists(asked), done_at__lt=link.source.created_at)
        for pk in items.values_list("pk", flat=True):
            yield Question(
                item_id=pk, why=Question.Why.RECURRENCE, occasion=f"INC-{link.source_id}", incident_id=link.source_id
            )


def _batches(questions: Iterable[Question]) -> Iterator[list[Question]]:
    rest = iter(questions)
    while batch := list(islice(rest, BATCH)):
        yield batch


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
