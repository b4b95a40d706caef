"""The one door to a section's text. The text lives in a document of ``collab``, where several people write at once;
``Section.markdown`` is what it was a moment ago, for lists and searches.

Whoever decides something on the text (review, publishing, a revision, an export) calls ``refresh`` first, or ``hold``
where nobody may write meanwhile. Locks are taken in one order: the postmortem's row, then its document's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from collab import documents
from collab.models import Document
from postmortems.models import Postmortem, Section

KIND = "postmortem"


@dataclass(frozen=True)
class Text:
    """Markdown and the version it has: how often what is stored of it has changed."""

    markdown: str
    version: int


class EditConflict(Exception):
    """Somebody wrote meanwhile; ``current`` is what stands there."""

    def __init__(self, current: Text) -> None:
        self.current = current
        super().__init__(f"The text is at version {current.version} by now.")


class NotEditable(Exception):
    """The postmortem is published or waived: a new revision must be opened first."""


def document_of(postmortem: Postmortem) -> Document:
    """Its live document; made of what is stored when it is first asked for, once."""
    if postmortem.document is None:
        _make_document(postmortem)
    assert postmortem.document is not None  # noqa: S101 - narrows the type; it was made above
    return postmortem.document


@transaction.atomic
def _make_document(postmortem: Postmortem) -> None:
    row = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if row.document is None:
        written = {section.key: section.markdown for section in row.sections.all() if section.markdown}
        row.document = documents.create(kind=KIND, texts=written, by=None)
        row.projected_seq = row.document.head_seq
        Postmortem.objects.filter(pk=row.pk).update(document=row.document, projected_seq=row.projected_seq)
    postmortem.document, postmortem.projected_seq = row.document, row.projected_seq


def read(section: Section) -> Text:
    """What stands there now."""
    refresh(section.postmortem)
    section.refresh_from_db(fields=["markdown", "version"])
    return Text(section.markdown, section.version)


@transaction.atomic
def write(section: Section, markdown: str, *, by: User, base: int | None = None) -> Text:
    """Replace the text by as small an edit as may be: open editors show it, and what points into the text stays.

    ``base`` is the version that was edited: raises ``EditConflict`` when the text is another by now (None: whatever
    stands there is replaced), and ``NotEditable`` past the draft's life.
    """
    postmortem = _held_draft(section.postmortem_id)
    section.refresh_from_db()
    markdown = markdown.replace("\r\n", "\n").strip()
    if base not in (None, section.version) and section.markdown != markdown:
        raise EditConflict(Text(section.markdown, section.version))
    documents.edit(document_of(postmortem), {section.key: markdown}, by=by)
    refresh(postmortem)
    section.refresh_from_db()
    return Text(section.markdown, section.version)


@transaction.atomic
def write_all(postmortem: Postmortem, texts: Mapping[str, str], *, by: User) -> None:
    """Several sections, by their keys, as one edit. Raises ``NotEditable``."""
    row = _held_draft(postmortem.pk)
    tidy = {key: words.replace("\r\n", "\n").strip() for key, words in texts.items()}
    documents.edit(document_of(row), tidy, by=by)
    refresh(row)
    _forget_sections(postmortem)


def _held_draft(pk: int) -> Postmortem:
    postmortem = Postmortem.objects.select_for_update().get(pk=pk)
    if not postmortem.is_editable:
        raise NotEditable
    hold(postmortem)
    return postmortem


def hold(postmortem: Postmortem) -> Document:
    """Let nobody write until the caller's transaction ends, and ``refresh``: what is read is what is decided on."""
    Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    document: Document = Document.objects.select_for_update().get(pk=document_of(postmortem).pk)
    refresh(postmortem)
    return document


def refresh(postmortem: Postmortem) -> None:
    """Make the stored sections read as the document does."""
    rows = Postmortem.objects.filter(pk=postmortem.pk).exclude(document=None)
    if rows.exclude(document__head_seq=F("projected_seq")).exists():
        _project(postmortem)


@transaction.atomic
def _project(postmortem: Postmortem) -> None:
    row = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    document = Document.objects.get(postmortem=row)
    # Read after its number: what is written in between is stored now, and looked at once more.
    written = documents.texts(document)
    authors = documents.authors(document, row.projected_seq)
    edited = {"edited_by": authors.pop() if len(authors) == 1 else None, "edited_at": timezone.now()}
    changed = [section for section in row.sections.all() if section.markdown != written.get(section.key, "")]
    for section in changed:
        words = written.get(section.key, "")
        Section.objects.filter(pk=section.pk).update(markdown=words, version=F("version") + 1, **edited)
    saved = {"updated_at": edited["edited_at"]} if changed else {}
    Postmortem.objects.filter(pk=row.pk).update(projected_seq=document.head_seq, **saved)
    postmortem.document, postmortem.projected_seq = document, document.head_seq
    _forget_sections(postmortem)


def _forget_sections(postmortem: Postmortem) -> None:
    """Of a prefetch that was made before."""
    getattr(postmortem, "_prefetched_objects_cache", {}).pop("sections", None)


def project(document: Document) -> None:
    """``collab`` says that somebody wrote in ``document``."""
    postmortem = Postmortem.objects.filter(document=document).first()
    if postmortem is not None:
        refresh(postmortem)


def behind() -> list[Postmortem]:
    """Those whose stored sections are older than their documents: the process that should have told us has died."""
    return list(Postmortem.objects.exclude(document=None).exclude(document__head_seq=F("projected_seq")))


documents.on_edited(KIND, project)
