"""Fill the database for measuring."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import scale

MOST = 1_000_000


class Command(BaseCommand):
    help = "Add N incidents with 20 timeline events and 5 action items each, written in batches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--incidents", type=int, required=True, metavar="N", help=f"1 to {MOST}")

    def handle(self, *_args: Any, incidents: int, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This fills the database with made-up rows; it does not run in production.")
        if not 1 <= incidents <= MOST:
            raise CommandError(f"--incidents takes a number from 1 to {MOST}.")
        start = time.monotonic()
        scale.seed(incidents, tell=lambda written: self.stdout.write(f"{written} incidents", ending="\r"))
        seconds = time.monotonic() - start
        self.stdout.write(
            f"{incidents} incidents, {incidents * scale.EVENTS} events and {incidents * scale.ACTIONS} action items "
            f"in {seconds:.0f} s."
        )
