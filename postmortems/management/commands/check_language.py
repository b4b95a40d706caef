"""``manage.py check_language FILE…`` lists what the language check finds; ``--evaluate FILE`` measures it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from postmortems.language import check
from postmortems.language.evaluating import NotLabelled, evaluate, labelled, table


class Command(BaseCommand):
    help = "Look for wording that judges people, in Markdown files; or measure how well that works."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
        parser.add_argument(
            "--evaluate",
            metavar="LABELLED",
            type=Path,
            help="print precision and recall on a JSON list of {sentence, label, category}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["files"] or options["evaluate"]):
            raise CommandError("Name at least one file.")
        if options["evaluate"]:
            try:
                self.stdout.write(table(evaluate(labelled(_read(options["evaluate"])))))
            except NotLabelled as problem:
                raise CommandError(f"{options['evaluate']} has no labelled sentences: {problem}") from problem
        for path in options["files"]:
            self._list(path, _read(path))

    def _list(self, path: Path, text: str) -> None:
        for finding in check(text):
            line = text.count("\n", 0, finding.start) + 1
            words = " ".join(text[finding.start : finding.end].split())
            self.stdout.write(f"{path}:{line}: {finding.rule}: “{words}” – {finding.ask}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{path} cannot be read: {problem}") from problem
