"""Restore a backup of the embedded default into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.backups import CannotBackUp, CannotRestore, restore


class Command(BaseCommand):
    help = "Put a backup into this installation's empty DATA_DIR, then bring the database up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            restore(file)
        except (CannotRestore, CannotBackUp) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored {file}.")
