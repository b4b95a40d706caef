"""The three parts of a statement: a live document of their own, and the stored copy that decisions are made on.

Locks are taken in one order: the statement's row, then its document's.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from accounts.models import User
from collab import documents, rights
from collab.models import Document
from publishing.models import Statement
from publishing.models.statement import PARTS, State
from publishing.statements.content import approved, content_of
from publishing.statements.permissions import can_write

KIND = "statement"


def create(texts: Mapping[str, str], *, by: User) -> Document:
    return documents.create(kind=KIND, texts=texts, by=by)


@transaction.atomic
def write(statement: Statement, part: str, markdown: str, *, base: str, by: User) -> None:
    """Make one part read ``markdown``; what others wrote since ``base`` is kept above it."""
    document = hold(statement)
    now, typed = getattr(statement, part), markdown.replace("\r\n", "\n")
    if now and base.replace("\r\n", "\n") != now and typed != now:
        typed = f"{now}\n\n{typed}"
    documents.edit(document, {part: typed}, by=by)
    refresh(statement)


def hold(statement: Statement) -> Document:
    """Let nobody write until the caller's transaction ends, and ``refresh``: what is read is what is decided on."""
    Statement.objects.select_for_update().get(pk=statement.pk)
    document: Document = Document.objects.select_for_update().get(pk=statement.document_id)
    refresh(statement)
    return document


def refresh(statement: Statement) -> None:
    """Make the stored parts read as the document does; an approved text that is another by now is not approved."""
    rows = Statement.objects.filter(pk=statement.pk)
    if rows.exclude(document__head_seq=F("projected_seq")).exists():
        _project(statement)
    settle(statement)


@transaction.atomic
def _project(statement: Statement) -> None:
    row = Statement.objects.select_for_update().get(pk=statement.pk)
    document = Document.objects.get(pk=row.document_id)
    written = documents.texts(document)
    row.add_authors(documents.authors(document, row.projected_seq))
    parts = {part: written.get(part, "") for part in PARTS}
    Statement.objects.filter(pk=row.pk).update(projected_seq=document.head_seq, **parts)
    statement.refresh_from_db(fields=["projected_seq", *PARTS])
    documents.notice(document, "findings")


def settle(statement: Statement) -> None:
    """Take the approval back where what stands there is not what was approved."""
    if statement.state == State.APPROVED and approved(statement) != content_of(statement):
        statement.outdate()


def project(document: Document) -> None:
    """``collab`` says that somebody wrote in ``document``."""
    statement = Statement.objects.filter(document=document).first()
    if statement is not None:
        refresh(statement)


def behind() -> list[Statement]:
    """Those whose stored parts are older than their documents: the process that should have told us has died."""
    return list(Statement.objects.exclude(document__head_seq=F("projected_seq")))


def _right_of(user: User, document: Document) -> rights.Answer:
    statement = Statement.objects.visible_to(user).select_related("postmortem").filter(document=document).first()
    if statement is None:
        return "none"
    return "write" if statement.is_editable and can_write(user, statement) else "read"


rights.register(KIND, _right_of)
documents.on_edited(KIND, project)
