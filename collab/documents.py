"""The door for Python: make, read and edit live documents from any process, in the caller's transaction."""

from collections.abc import Callable, Mapping

import structlog
from django.db import transaction
from django.db.models import F

from accounts.models import User
from collab import log
from collab.models import Author, Document, Topic, Update
from collab.nudging import nudge
from collab.replica import Replica

logger = structlog.get_logger(__name__)

Callback = Callable[[Document], None]
_on_edited: dict[str, Callback] = {}


@transaction.atomic
def create(*, kind: str, texts: Mapping[str, str], by: User | None) -> Document:
    """A live document that reads so. It is seeded here and nowhere else: two pages that both seed double the text."""
    document = Document.objects.create(kind=kind)
    edit(document, texts, by=by)
    return document


def texts(document: Document) -> dict[str, str]:
    """The Markdown by name, from the log. Names that were never written are missing."""
    return Replica(*log.read(document.pk).updates).texts()


@transaction.atomic
def edit(document: Document, changes: Mapping[str, str], *, by: User | None) -> None:
    """Make the named texts read so, by as small a change as may be: cursors and anchors of others stay.

    Open pages show it as soon as the transaction ends; the document is held until then. Raises ``DocumentGone``.
    """
    Document.objects.select_for_update().filter(pk=document.pk).first()
    replica = Replica(*log.read(document.pk).updates)
    if update := replica.edit(changes):
        document.head_seq = log.append(document.pk, [(by.pk if by else None, update)]).seq
        nudge(document)


def authors(document: Document, since: int) -> set[int]:
    """The ids of those who wrote after number ``since``."""
    fresh = Update.objects.filter(document=document, seq__gt=since).exclude(author=None)
    found = set(fresh.order_by().values_list("author_id", flat=True).distinct())
    # Asked second: what is folded in between is then seen twice and not missed.
    return found | set(Author.objects.filter(document=document, last_seq__gt=since).values_list("user_id", flat=True))


def notice(document: Document, topic: str) -> None:
    """Tell every open page of the document that ``topic`` (something beside the text) has changed.

    Effective when the caller's transaction ends, in every process within a second.
    """
    if not Topic.objects.filter(document=document, name=topic).update(changes=F("changes") + 1):
        Topic.objects.bulk_create([Topic(document=document, name=topic)], ignore_conflicts=True)
        Topic.objects.filter(document=document, name=topic).update(changes=F("changes") + 1)
    nudge(document)


def on_edited(kind: str, callback: Callback) -> None:
    """Call ``callback(document)`` shortly after documents of ``kind`` were edited; called from ``AppConfig.ready``.

    It may be missed (the process may die): who must know compares ``head_seq`` with what they saw last.
    """
    _on_edited[kind] = callback


def hears_of_edits(kind: str) -> bool:
    return kind in _on_edited


def tell_edited(document_id: int) -> None:
    """Somebody wrote in it a moment ago."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.kind not in _on_edited:
        return
    try:
        _on_edited[document.kind](document)
    except Exception:  # a projection that fails must not end the thread that others wait for
        logger.exception("collab_projection_failed", document=document_id)
