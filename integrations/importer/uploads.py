"""From uploaded files to drafts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from integrations.importer.accept import template_for
from integrations.importer.draft import ImportDraft
from integrations.importer.errors import CannotImport
from integrations.importer.matching import severity_of, usual_severity
from integrations.importer.parse import parse
from integrations.importer.source import LARGEST, decode


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be imported, and why."""

    name: str
    sentence: str


@transaction.atomic
def take_files(files: "Iterable[UploadedFile[bytes]]", *, by: User) -> tuple[list[ImportDraft], list[Refused]]:
    """Keep each file that can be read as a draft; tell of the others. The same file twice is one draft."""
    drafts: dict[str, ImportDraft] = {}
    refused: list[Refused] = []
    for file in files:
        name = file.name or "file"
        try:
            draft = draft_of(file.read(LARGEST + 1), name, by=by)
        except CannotImport as problem:
            refused.append(Refused(name, problem.sentence))
            continue
        same = ImportDraft.objects.visible_to(by).waiting().filter(fingerprint=draft.fingerprint).first()
        if same is None:
            draft.save()
        drafts.setdefault(draft.fingerprint, same or draft)
    return list(drafts.values()), refused


def draft_of(data: bytes, name: str, *, by: User) -> ImportDraft:
    """A draft with what the document says of itself filled in, not stored yet. Raises CannotImport."""
    text = decode(data)
    parsed = parse(text, name=name, zone=by.zone)
    draft = ImportDraft.of(text, name=name, by=by, title=parsed.title[:200], day=parsed.date)
    draft.severity = severity_of(parsed.severity) or usual_severity()
    draft.template = template_for(draft)
    draft.time_zone = by.time_zone
    return draft
