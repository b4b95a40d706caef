"""``manage.py import_postmortem FILE… [--json] [--dry-run] [--by EMAIL]``, or ``--evaluate TRUTH.json``."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from integrations.importer.accept import accept
from integrations.importer.errors import CannotImport
from integrations.importer.evaluate import evaluate, table
from integrations.importer.parse import parse_file
from integrations.importer.parsed import ParsedPostmortem, PostmortemJson
from integrations.importer.source import LARGEST
from integrations.importer.uploads import draft_of


class Command(BaseCommand):
    help = "Import postmortems written in Markdown or plain text: each becomes an incident with its postmortem."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="print what was read, as a list with one object a file")
        parser.add_argument("--dry-run", action="store_true", help="only read, change nothing")
        parser.add_argument("--by", metavar="EMAIL", default="", help="who imports (default: the first administrator)")
        parser.add_argument("--evaluate", metavar="TRUTH", type=Path, help="print figures against a file of truths")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["evaluate"]:
            self._evaluate(options["evaluate"])
            return
        if not options["files"]:
            raise CommandError("Name at least one file.")
        refused = 0
        read: list[PostmortemJson] = []
        for path in options["files"]:
            try:
                data = read_bytes(path)
                parsed = parse_file(data, path.name)
            except CannotImport as problem:
                refused += 1
                self.stderr.write(f"{path.name}: {problem.sentence}")
                continue
            read.append(parsed.as_json(path.name))
            if not options["dry_run"]:
                self._import(data, path, by=options["by"], quiet=options["json"])
            elif not options["json"]:
                self.stdout.write(f"{path.name}: {_counts(parsed)}. Nothing was changed.")
        if options["json"]:
            self.stdout.write(json.dumps(read, ensure_ascii=False, indent=2))
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files could not be imported.")

    def _evaluate(self, truth: Path) -> None:
        try:
            self.stdout.write(table(evaluate(truth)))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise CommandError(f"{truth} cannot be read as a file of truths: {problem}") from problem

    def _import(self, data: bytes, path: Path, *, by: str, quiet: bool) -> None:
        user = importer_named(by)
        done = accept(draft_of(data, path.name, by=user), by=user)
        words = f"{done.events} events, {done.actions} action items" if done.new else "was here already, nothing added"
        if not quiet:
            keys = " ".join(each.key for each in (done.incident, done.postmortem) if each)
            self.stdout.write(f"{path.name}: {keys}, {words}.")


def read_bytes(path: Path) -> bytes:
    """The file's bytes, at most one more than can be imported. Raises CannotImport (``unreadable``)."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as problem:
        raise CannotImport("unreadable", f"The file cannot be read: {problem.strerror}.") from problem


def importer_named(email: str) -> User:
    """The person in whose name to import. Raises CommandError."""
    user = (
        User.objects.active().filter(email__iexact=email).first()
        if email
        else User.objects.admins().order_by("pk").first()
    )
    if user is None or not user.is_writer:
        raise CommandError(
            f"Nobody with the address {email} may import." if email else "There is no administrator yet to import as."
        )
    return user


def _counts(parsed: ParsedPostmortem) -> str:
    return f"“{parsed.title}”, {len(parsed.timeline)} events, {len(parsed.actions)} action items"
