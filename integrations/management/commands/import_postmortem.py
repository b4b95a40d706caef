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
from integrations.importer.parsed import ParsedPostmortem
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
        read: list[tuple[Path, bytes, ParsedPostmortem]] = []
        for path in options["files"]:
            try:
                data = read_bytes(path)
                read.append((path, data, parse_file(data, path.name)))
            except CannotImport as problem:
                refused += 1
                self.stderr.write(f"{path.name}: {problem.sentence}")
        if options["json"]:
            found = [parsed.as_json(path.name) for path, _, parsed in read]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        if options["dry_run"]:
            self._tell(read, quiet=options["json"])
        elif read:
            self._import(read, by=importer_named(options["by"]), quiet=options["json"])
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files could not be imported.")

    def _tell(self, read: list[tuple[Path, bytes, ParsedPostmortem]], *, quiet: bool) -> None:
        for path, _, parsed in read:
            if not quiet:
                self.stdout.write(f"{path.name}: {_counts(parsed)}. Nothing was changed.")

    def _evaluate(self, truth: Path) -> None:
        try:
            self.stdout.write(table(evaluate(truth)))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise CommandError(f"{truth} cannot be read as a file of truths: {problem}") from problem

    def _import(self, read: list[tuple[Path, bytes, ParsedPostmortem]], *, by: User, quiet: bool) -> None:
        for path, data, _ in read:
            done = accept(draft_of(data, path.name, by=by), by=by)
            added = f"{done.events} events, {done.actions} action items"
            keys = " ".join(each.key for each in (done.incident, done.postmortem) if each)
            if not quiet:
                self.stdout.write(f"{path.name}: {keys}, {added if done.new else 'was here already, nothing added'}.")


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
