"""Folding the log: what was written long enough ago becomes one update, the snapshot.

Reading and merging take no lock. Only the exchange does, for as long as it takes to delete the rows; updates that were
appended meanwhile have higher numbers and stay. Two processes that fold at once: the second finds that the snapshot is
no longer the one it began with, and leaves everything as it is.
"""

from django.db import IntegrityError, transaction
from django.db.models import F

from collab.log import Head
from collab.models import Author, Document, Snapshot, Update
from collab.replica import Replica

MOST_ROWS = 1000
MOST_BYTES = 1024 * 1024
WORTH_IT = 50  # rows, when the last reader has left


def is_due(head: Head) -> bool:
    return head.tail_rows >= MOST_ROWS or (head.tail_bytes >= MOST_BYTES and head.tail_rows > 1)


def fold(document_id: int) -> bool:
    """Fold all that is in the log now; False if there was nothing to do or somebody else did it."""
    base = Snapshot.objects.filter(document=document_id).first()
    start = base.seq if base else 0
    tail = list(Update.objects.filter(document=document_id, seq__gt=start).order_by("seq"))
    if not tail or [row.seq for row in tail] != list(range(start + 1, start + 1 + len(tail))):
        return False
    before = [bytes(base.data)] if base else []
    merged = Replica(*before, *(bytes(row.data) for row in tail)).since()
    try:
        return _exchange(document_id, base, tail, merged)
    except IntegrityError:  # both made the first snapshot
        return False


@transaction.atomic
def _exchange(document_id: int, base: Snapshot | None, tail: list[Update], merged: bytes) -> bool:
    """Put ``merged`` in the place of ``base`` and ``tail``; the document's row is held as it is for an append."""
    documents = Document.objects.filter(pk=document_id)
    if not documents.select_for_update().exists():
        return False
    last = tail[-1].seq
    if base is None:
        Snapshot.objects.create(document_id=document_id, seq=last, data=merged)
    elif not Snapshot.objects.filter(pk=base.pk, seq=base.seq).update(seq=last, data=merged):
        return False
    _note_authors(document_id, tail)
    Update.objects.filter(document=document_id, seq__lte=last).delete()
    size = sum(len(row.data) for row in tail)
    documents.update(tail_rows=F("tail_rows") - len(tail), tail_bytes=F("tail_bytes") - size)
    return True


def _note_authors(document_id: int, tail: list[Update]) -> None:
    newest = {row.author_id: row for row in tail if row.author_id}
    Author.objects.bulk_create(
        [Author(document_id=document_id, user_id=who, last_seq=r.seq, last_at=r.at) for who, r in newest.items()],
        update_conflicts=True,
        unique_fields=["document", "user"],
        update_fields=["last_seq", "last_at"],
    )
