"""Tell people what concerns them now, or show who would be told what at some moment, and why."""

from argparse import ArgumentParser, ArgumentTypeError
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User, closed_days
from actions.models import ActionItem, ChasingPolicy
from actions.reminders import chase, news_for
from notifications.kinds import KINDS
from notifications.models import Notification, Preferences, Round
from notifications.outbox import News
from notifications.rounds import due_people, is_morning


def moment(text: str) -> datetime:
    """An ISO 8601 date with a time of day; without a zone it is UTC."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        read = None
    # A date alone would mean midnight, when nobody is told.
    if read is None or ":" not in text or not 2000 <= read.year < 3000:
        raise ArgumentTypeError(
            f"“{text}” is not a date with a time. Write 2026-11-23T09:00Z or 2026-11-23T10:00+01:00."
        )
    return read if read.tzinfo else read.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Tell people about action items, each in their morning. The application does so by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print who would be told what, and write nothing")
        parser.add_argument(
            "--at", type=moment, metavar="TIME", help="as if it were TIME (ISO 8601, UTC unless it says otherwise)"
        )

    def handle(self, *_args: Any, dry_run: bool, at: datetime | None, **_options: Any) -> None:
        at = at or timezone.now()
        if dry_run:
            self.rehearse(at)
        else:
            before = Notification.objects.count()
            people = chase(at=at)
            written = Notification.objects.count() - before
            self.stdout.write(f"{people} people looked at, {written} reminders written to the outbox.")

    def rehearse(self, at: datetime) -> None:
        self.stdout.write(f"At {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC (nothing is written):")
        told, people_told, policy, closed = 0, 0, ChasingPolicy.get(), closed_days()
        for day, people in due_people(at):
            news: dict[User, list[News]] = defaultdict(list)
            for one in _new(news_for(people, day, policy, closed)):
                news[one.recipient].append(one)
            for person, theirs in news.items():
                told, people_told = told + len(theirs), people_told + 1
                self.say(
                    person,
                    at,
                    [f"tell      {n.subject.key}  {n.title}: {n.detail}. {KINDS[n.kind].why}" for n in theirs],
                )
        for person in _owners_of_current():
            if why := _why_not(person, at, closed):
                self.say(person, at, [f"not told  {why}"])
        self.stdout.write(f"Reminders: {told}, to people: {people_told}.")

    def say(self, person: User, at: datetime, lines: list[str]) -> None:
        local = at.astimezone(person.zone)
        self.stdout.write(f"{person.name} <{person.email}>, {local:%a %Y-%m-%d %H:%M} {person.time_zone}")
        self.stdout.write("\n".join(f"  {line}" for line in lines))


def _new(news: Iterable[News]) -> Iterable[News]:
    """Without what the outbox has already."""
    for one in news:
        row = one.row()
        same = Notification.objects.filter(recipient=one.recipient, kind=row.kind, subject_key=row.subject_key)
        if not same.exists():
            yield one


def _owners_of_current() -> Iterable[User]:
    theirs = ActionItem.objects.current().filter(owner=OuterRef("pk"))
    people = User.objects.get_queryset().filter(Exists(theirs))
    return people.select_related("preferences").order_by("name", "pk")


def _why_not(person: User, at: datetime, closed: Any) -> str:
    """Why ``person``, who owns something, is not looked at now; "" if they are."""
    local = at.astimezone(person.zone)
    if not person.is_active:
        return "no access any more: what they own is orphaned, and those who lead its team are told"
    if Round.objects.filter(person=person, day=local.date()).exists():
        return "looked at today already"
    if is_morning(person, at, closed):
        return ""
    hour = Preferences.of(person).hour
    if local.hour < hour:
        return f"it is {local:%H:%M} there, before {hour}:00"
    return "today is not one of their working days"
