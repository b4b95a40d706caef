"""The durable log of a document: append, and read. The only module that writes updates.

The numbers of a document's updates have no gaps: who appends first raises ``head_seq``, and thereby holds the
document's row (on SQLite the whole database) until the transaction ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from collab.models import Document, Snapshot, Update

Row = tuple[int | None, bytes]  # who wrote, and the update
ROWS_AT_ONCE = 500  # SQLite takes at most 32766 parameters in one statement


class DocumentGone(Exception):
    """The document was deleted."""


@dataclass(frozen=True)
class Head:
    """Where a document stands: its newest number, and how much is not folded."""

    seq: int
    tail_rows: int
    tail_bytes: int


@dataclass(frozen=True)
class Stored:
    """What is on disk of a document, in order, up to the number ``seq``."""

    seq: int
    updates: list[bytes]

    @property
    def size(self) -> int:
        return sum(map(len, self.updates))


def append(document_id: int, rows: Sequence[Row]) -> Head:
    """Add updates in the caller's transaction; the last of them is the new head. Raises ``DocumentGone``."""
    with connection.cursor() as cursor:
        head = _raise_head(cursor, document_id, rows)
        first = head.seq - len(rows) + 1
        now = timezone.now()
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _insert(cursor, document_id, first + start, rows[start : start + ROWS_AT_ONCE], now)
    return head


def _raise_head(cursor: CursorWrapper, document_id: int, rows: Sequence[Row]) -> Head:
    size = sum(len(data) for _author, data in rows)
    cursor.execute(
        "UPDATE collab_document SET head_seq = head_seq + %s, tail_rows = tail_rows + %s,"
        " tail_bytes = tail_bytes + %s WHERE id = %s RETURNING head_seq, tail_rows, tail_bytes",
        [len(rows), len(rows), size, document_id],
    )
    found = cursor.fetchone()
    if found is None:
        raise DocumentGone(document_id)
    return Head(*found)


def _insert(cursor: CursorWrapper, document_id: int, first: int, rows: Sequence[Row], now: datetime) -> None:
    """One statement for all: the ORM's own way takes several times as long."""
    at = connection.ops.adapt_datetimefield_value(now)
    values = [(document_id, first + n, data, author_id, at) for n, (author_id, data) in enumerate(rows)]
    marks = ",".join(["(%s,%s,%s,%s,%s)"] * len(values))
    cursor.execute(
        f"INSERT INTO collab_update (document_id, seq, data, author_id, at) VALUES {marks}",  # noqa: S608 (marks)
        [value for row in values for value in row],
    )


def read(document_id: int) -> Stored:
    """Everything: the snapshot and what came after it.

    Safe beside a compaction: one that is done between the two statements leaves a gap between snapshot and tail, and
    then it is read again.
    """
    while True:
        head = Document.objects.filter(pk=document_id).values_list("head_seq", flat=True).first()
        if head is None:
            raise DocumentGone(document_id)
        base = Snapshot.objects.filter(document=document_id).values_list("seq", "data").first()
        seq, updates = (base[0], [bytes(base[1])]) if base else (0, [])
        tail = read_after(document_id, seq)
        if seq + len(tail) >= head:
            return Stored(seq + len(tail), updates + tail)


def read_after(document_id: int, seq: int) -> list[bytes]:
    """The updates after number ``seq``, as far as they follow without a gap (folded ones are gone)."""
    rows = Update.objects.filter(document=document_id, seq__gt=seq).order_by("seq").values_list("seq", "data")
    return [bytes(data) for expected, (found, data) in enumerate(rows.iterator(), seq + 1) if found == expected]


def heads(document_ids: Sequence[int]) -> dict[int, int]:
    """The number of the newest update of each."""
    return dict(Document.objects.filter(pk__in=document_ids).values_list("pk", "head_seq"))
