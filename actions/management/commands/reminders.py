"""Remind owners of overdue action items now, or show who would be told at some moment."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from actions.reminders import find_overdue, held_back, late_owners, reminders_for


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
    help = "Tell the owners of overdue action items, once per item and day. The application does so by itself."

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
            written = find_overdue(at=at)
            self.stdout.write(f"{written} {'reminder' if written == 1 else 'reminders'} written to the outbox.")

    def rehearse(self, at: datetime) -> None:
        self.stdout.write(f"At {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC (nothing is written):")
        told = 0
        for owner in late_owners(at):
            lines = [
                f"  tell      {one.item.key}  {one.item.title}: {one.lateness}" for one in reminders_for(owner, at)
            ]
            told += len(lines)
            lines += [f"  not told  {item.key}  {item.title}: {why}" for item, why in held_back(owner, at)]
            if lines:
                local = at.astimezone(owner.zone)
                self.stdout.write(f"{owner.name} <{owner.email}>, {local:%a %Y-%m-%d %H:%M} {owner.time_zone}")
                self.stdout.write("\n".join(lines))
        self.stdout.write(f"{told} would be told.")
