"""Back up the embedded default into one file, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backups import CannotBackUp, back_up


class Command(BaseCommand):
    help = "Write database, uploads and key into one .tar.gz; the application may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: postmortems-<time>.tar.gz in this folder")

    def handle(self, *_args: Any, file: Path | None, **_options: Any) -> None:
        target = file or Path(f"postmortems-{timezone.now():%Y%m%dT%H%M%SZ}.tar.gz")
        try:
            self.stdout.write(str(back_up(target)))
        except (CannotBackUp, OSError) as error:
            raise CommandError(str(error)) from error
