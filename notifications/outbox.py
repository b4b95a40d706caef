"""The one way to tell somebody something: a row, written in the transaction of what it tells of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.kinds import KINDS
from notifications.models import Notification, Preferences, Urgency

BATCH = 500  # rows held in memory at a time


class Subject(Protocol):
    """Whatever has a key and a page."""

    @property
    def pk(self) -> int: ...

    @property
    def key(self) -> str: ...

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class News:
    """What ``recipient`` is told about ``subject``, once for each ``occasion`` (a date, a revision, …)."""

    recipient: User
    kind: str
    subject: Subject
    occasion: str
    title: str
    detail: str = ""
    urgency: int = Urgency.NORMAL

    def row(self, wishes: Preferences | None = None) -> Notification:
        """What is written down; ``wishes``: those of its recipient, if they have any."""
        title = Notification._meta.get_field("title")
        return Notification(
            recipient=self.recipient,
            kind=KINDS[self.kind].name,
            subject_id=self.subject.pk,
            subject_key=f"{self.subject.key}:{self.occasion}",
            title=" ".join(self.title.split())[: title.max_length],
            detail=self.detail,
            url=self.subject.get_absolute_url(),
            urgency=self.urgency,
            daily=KINDS[self.kind].daily,
            by_mail=wishes is None or self.kind not in wishes.not_by_mail,
            in_inbox=wishes is None or self.kind not in wishes.not_in_inbox,
        )


@transaction.atomic
def tell(news: Iterable[News]) -> int:
    """Write ``news`` down for delivery; what a person was told already is left alone. Returns how many were given.

    All of it becomes visible to the deliverer at once, so a person gets it in one mail. Raises ``KeyError`` for a kind
    that nobody registered.
    """
    given = 0
    for batch in _batches(news):
        told = {one.recipient.pk for one in batch}
        wishes = {some.person_id: some for some in Preferences.objects.filter(person__in=told)}
        rows = (one.row(wishes.get(one.recipient.pk)) for one in batch)
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        given += len(batch)
    return given


def _batches(news: Iterable[News]) -> Iterator[list[News]]:
    rest = iter(news)
    while batch := list(islice(rest, BATCH)):
        yield batch


def seen(user: User, subject: Subject) -> None:
    """``user`` looks at ``subject``: what they were told about it is read."""
    about = Notification.objects.filter(recipient=user, url=subject.get_absolute_url())
    about.unread().update(read_at=timezone.now())
