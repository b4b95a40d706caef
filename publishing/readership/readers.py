"""How much a published postmortem is read: counted, never named."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, QuerySet
from django.utils import timezone

from accounts.models import User
from postmortems.models import Postmortem, Revision
from postmortems.reading import on_read
from publishing.models import Learned, ReadReceipt

WEEKS = 8


@on_read
def note(revision: Revision, reader: User) -> None:
    """Once for each person and revision; that its owner reads it tells nobody anything."""
    if reader.pk == revision.postmortem.owner_id:
        return
    if not ReadReceipt.objects.filter(revision=revision, reader=reader).exists():
        ReadReceipt.objects.bulk_create([ReadReceipt(revision=revision, reader=reader)], ignore_conflicts=True)


@dataclass(frozen=True)
class Readership:
    """``people`` over all revisions, ``of_this`` those of the published one, ``weeks`` first readings by Monday."""

    people: int
    of_this: int
    weeks: list[tuple[date, int]]


def readership(postmortem: Postmortem) -> Readership:
    of_any = ReadReceipt.objects.filter(revision__postmortem=postmortem)
    firsts = of_any.values("reader").annotate(first=Min("at")).order_by().values_list("first", flat=True)
    days = [timezone.localtime(first).date() for first in firsts]
    by_week = Counter(day - timedelta(days=day.weekday()) for day in days)
    of_this = of_any.filter(revision=postmortem.published_revision_id or 0).count()
    return Readership(len(days), of_this, sorted(by_week.items(), reverse=True)[:WEEKS])


def most_read(postmortems: QuerySet[Postmortem], *, start: object, end: object, most: int) -> list[tuple[int, int]]:
    """Keys of those of ``postmortems`` that most people opened from ``start`` till before ``end``, with how many."""
    seen = ReadReceipt.objects.filter(at__gte=start, at__lt=end, revision__postmortem__in=postmortems)
    pairs = seen.values_list("revision__postmortem", "reader").distinct()
    return Counter(pk for pk, _reader in pairs).most_common(most)


def learned_from(postmortem: Postmortem) -> tuple[int, list[str]]:
    """How many say that they learned something from it, and what they wrote, the newest first."""
    rows = Learned.objects.filter(postmortem=postmortem)
    return rows.count(), list(rows.exclude(sentence="").values_list("sentence", flat=True)[:50])
