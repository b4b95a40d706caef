"""One postmortem as a file: what its reader sees, and on record."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.models.audit import Verb, record
from postmortems.access import get_postmortem_for
from publishing.exports import data, markdown
from publishing.exports.document import Document, document_of


@require_safe
def as_markdown(request: HttpRequest, number: int) -> HttpResponseBase:
    """Markdown that the importer takes in again; ``?draft=1`` what stands now instead of what is published."""
    document = _document(request, number, "markdown")
    return _file(markdown.write(document), "text/markdown; charset=utf-8", f"{document.key}.md")


@require_safe
def as_json(request: HttpRequest, number: int) -> HttpResponseBase:
    """Everything that the Markdown holds, for programs."""
    document = _document(request, number, "json")
    return _file(data.write(document), "application/json", f"{document.key}.json")


def _document(request: HttpRequest, number: int, kind: str) -> Document:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    record(Verb.EXPORTED, postmortem.key, after={"format": kind})
    return document_of(postmortem, reader=user, draft="draft" in request.GET)


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        text, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
