"""``manage.py export_postmortem PM-17 … [--json] [--draft] [--to FOLDER]``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.keys import KEY
from postmortems.models import Postmortem
from publishing.exports import data, markdown
from publishing.exports.document import document_of


class Command(BaseCommand):
    help = "Print postmortems as Markdown (which import_postmortem takes in again) or as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="+", metavar="KEY", help="for example PM-17")
        parser.add_argument("--json", action="store_true", help="JSON instead of Markdown")
        parser.add_argument("--draft", action="store_true", help="what stands now, also where something is published")
        parser.add_argument("--to", metavar="FOLDER", type=Path, help="write files there instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        reader = User.objects.admins().order_by("pk").first()
        if reader is None:
            raise CommandError("There is no administrator yet to read as.")
        write, ending = (data.write, "json") if options["json"] else (markdown.write, "md")
        for key in options["keys"]:
            text = write(document_of(postmortem_named(key), reader=reader, draft=options["draft"]))
            if options["to"]:
                self._keep(options["to"] / f"{key.upper()}.{ending}", text)
            else:
                self.stdout.write(text, ending="")

    def _keep(self, path: Path, text: str) -> None:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as problem:
            raise CommandError(f"{path} cannot be written: {problem.strerror}.") from problem
        self.stdout.write(str(path))


def postmortem_named(key: str) -> Postmortem:
    """The postmortem ``PM-17``. Raises ``CommandError``."""
    found = KEY.fullmatch(key.upper())
    postmortem = Postmortem.objects.filter(pk=found[2]).first() if found and found[1] == "PM" else None
    if postmortem is None:
        raise CommandError(f"There is no postmortem {key}.")
    return postmortem
