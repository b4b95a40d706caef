"""Open pages of a postmortem: who may write on them, and what beside the text they are told has changed."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from accounts.models import User
from collab import documents, rights
from collab.models import Document
from core.lifecycle import HasLifecycle, MoveRecord, on_move
from incidents.models import Milestone, TimelineEvent
from incidents.models.timeline import events_came
from postmortems.models import (
    Comment,
    CommentThread,
    ContributingFactor,
    Postmortem,
    PostmortemMove,
    ResponseReview,
    Review,
    ReviewDecision,
    Revision,
)
from postmortems.permissions import can_write
from postmortems.text import KIND


def rights_on(user: User, document: Document) -> rights.Answer:
    """``collab`` asks when somebody joins, and again while they are there."""
    seen = Postmortem.objects.visible_to(user).prefetch_related("incidents__restricted_to")
    postmortem = seen.filter(document=document).first()
    if postmortem is None:
        return "none"
    return "write" if postmortem.is_editable and can_write(user, postmortem) else "read"


rights.register(KIND, rights_on)


def tell(topic: str, **of: Any) -> None:
    """Every open page of the postmortems ``of`` which this holds fetches ``topic`` again after the transaction."""
    transaction.on_commit(partial(_tell, topic, {f"postmortem__{name}": value for name, value in of.items()}))


def _tell(topic: str, of: dict[str, Any]) -> None:
    for document in Document.objects.filter(**of).distinct():
        documents.notice(document, topic)


# A page that shows too little for lack of a word is what nobody notices in a test, so this listens to the rows
# themselves rather than to the verbs that write them. No rule hangs on it.
def _on_event(instance: Model, **_kwargs: Any) -> None:
    tell("timeline", incidents=instance.incident_id)  # type: ignore[attr-defined]


def watch(model: type[Model], topic: str, postmortem: str = "postmortem_id") -> None:
    """Tell of ``topic`` whenever a row of ``model`` is written; ``postmortem`` leads from it to the number of one."""

    def on_row(instance: Model, **_kwargs: Any) -> None:
        found: Any = instance
        for step in postmortem.split("."):
            found = getattr(found, step)
        tell(topic, pk=found)

    for signal in (post_save, post_delete):
        signal.connect(on_row, sender=model, weak=False, dispatch_uid=f"live-pages:{topic}:{model.__name__}")


for events in (TimelineEvent, Milestone):
    for written in (post_save, post_delete):
        written.connect(_on_event, sender=events, dispatch_uid=f"live-pages:{events.__name__}:{id(written)}")


@receiver(events_came, dispatch_uid="live-pages")
def _on_events(incident_ids: set[int], **_kwargs: Any) -> None:
    for incident_id in incident_ids:
        tell("timeline", incidents=incident_id)


watch(ContributingFactor, "factors")
watch(ResponseReview, "response")
watch(CommentThread, "comments")
watch(Comment, "comments", "thread.postmortem_id")
for kept, path in (
    (PostmortemMove, "postmortem_id"),
    (Review, "postmortem_id"),
    (ReviewDecision, "review.postmortem_id"),
    (Revision, "postmortem_id"),
):
    watch(kept, "history", path)


def _on_evidence(instance: Any, action: str, **_kwargs: Any) -> None:
    if action.startswith("post_"):
        tell("factors", pk=instance.postmortem_id if isinstance(instance, ContributingFactor) else None)


m2m_changed.connect(_on_evidence, sender=ContributingFactor.evidence.through, dispatch_uid="live-pages:evidence")


@on_move
def _on_move(thing: HasLifecycle, _move: MoveRecord) -> None:
    if isinstance(thing, CommentThread):
        tell("comments", pk=thing.postmortem_id)
