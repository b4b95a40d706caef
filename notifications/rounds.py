"""The daily round: once per person and working day, in their morning, everything that waits becomes one mail.

Whoever decides what a person is told in the morning (``actions.reminders``) does it within ``go_round``: the round's
row, the news and their digest are one transaction: a worker that dies at any instruction leaves all of it or nothing,
and two that run at once make one round, since a person's day is unique in the database.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from uuid import uuid4

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User, closed_days
from notifications.models import Notification, Preferences, Round

CHUNK = 200  # people in one transaction

Decide = Callable[[list[User], date], object]


def go_round(decide: Decide, *, at: datetime) -> int:
    """Call ``decide(people, their date)`` for everybody whose morning has come ``at`` that moment, in chunks.

    What it tells them there, and whatever waited for the morning, is in one digest each. Returns how many were visited.
    """
    return sum(_visit(decide, people, day, at) for day, people in due_people(at))


def due_people(at: datetime) -> Iterator[tuple[date, list[User]]]:
    """Everybody whose round is due, those of one date together, at most ``CHUNK`` at a time."""
    closed = closed_days()
    waiting = [(at.astimezone(p.zone).date(), p) for p in _people() if is_morning(p, at, closed)]
    waiting.sort(key=lambda pair: (pair[0], pair[1].pk))
    for day, group in groupby(waiting, key=itemgetter(0)):
        of_day = [person for _day, person in group]
        for some in (of_day[start : start + CHUNK] for start in range(0, len(of_day), CHUNK)):
            visited = set(Round.objects.filter(day=day, person__in=some).values_list("person_id", flat=True))
            if people := [person for person in some if person.pk not in visited]:
                yield day, people


def _people() -> Iterable[User]:
    """Everybody with access, with their wishes; thousands of them are held at once, items are not."""
    return User.objects.active().select_related("preferences")


def is_morning(person: User, at: datetime, closed: Container[date]) -> bool:
    """Whether their hour has come, on one of their days that is no holiday."""
    local, wishes = at.astimezone(person.zone), Preferences.of(person)
    return local.hour >= wishes.hour and wishes.works_on(local.date()) and local.date() not in closed


@transaction.atomic
def _visit(decide: Decide, people: list[User], day: date, at: datetime) -> int:
    mine = {uuid4(): person for person in people}
    Round.objects.bulk_create(
        [Round(person=person, day=day, digest=digest, at=at) for digest, person in mine.items()], ignore_conflicts=True
    )
    # Of two that come at once each goes on with those whose row is its own.
    won = list(Round.objects.filter(digest__in=mine).values_list("digest", flat=True))
    visited = [mine[digest] for digest in won]
    if visited:
        decide(visited, day)
        _gather(visited, day, at)
    return len(visited)


def _gather(people: list[User], day: date, at: datetime) -> None:
    """What waited for the morning becomes the digest of the round."""
    of_round = Round.objects.filter(person=OuterRef("recipient"), day=day).values("digest")[:1]
    waiting = Notification.objects.undelivered().filter(recipient__in=people, daily=True, digest=None)
    waiting.update(digest=Subquery(of_round), next_try_at=at)


def forget_old_rounds(*, now: datetime) -> None:
    """After a month nobody asks any more whether a round was made."""
    Round.objects.filter(day__lt=(now - timedelta(days=30)).date()).delete()
