"""One postmortem as a file, and everything as one: what its reader sees, and on record."""

from collections.abc import AsyncIterator, Iterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.files.base import File
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_admin
from accounts.models.audit import Verb, record
from core.flash import tell
from incidents.models import Incident, Visibility
from postmortems.access import get_postmortem_for
from publishing.exports import data, markdown, offline
from publishing.exports.document import Document, document_of
from publishing.exports.making import ask_for_everything, ask_for_pdf, try_again
from publishing.models import Export

CHUNK = 256 * 1024  # bytes
SHOWN = 10


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


@require_safe
def as_html(request: HttpRequest, number: int) -> HttpResponseBase:
    """One page that needs no network: styles, the visual timeline and pictures are in it, scripts are not."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    record(Verb.EXPORTED, postmortem.key, after={"format": "html"})
    page = offline.write(postmortem, reader=user, draft="draft" in request.GET)
    return _file(page, "text/html; charset=utf-8", f"{postmortem.key}.html")


@require_safe
@never_cache
def as_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """A worker makes it; the page that this leads to shows how far it is. The same content is made once."""
    user = current_user(request)
    return redirect(ask_for_pdf(get_postmortem_for(user, number), by=user, draft="draft" in request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def everything(request: HttpRequest) -> HttpResponse:
    """For admins: all of it as one zip, so that nobody is locked in."""
    user = current_user(request)
    require_admin(user)
    if request.method == "POST":
        return redirect(ask_for_everything(by=user))
    exports = Export.objects.visible_to(user).filter(kind=Export.Kind.ORGANISATION).select_related("asked_by")
    restricted = Incident.objects.visible_to(user).filter(visibility=Visibility.RESTRICTED).count()
    context = {"exports": exports[:SHOWN], "restricted": restricted, "busy": exports.unfinished().exists()}
    return render(request, "publishing/everything.html", context)


@require_safe
@never_cache
def export(request: HttpRequest, export: UUID) -> HttpResponse:
    """How far it is, then the file; to a page that asks again and again, the part that changes alone."""
    template = "publishing/_export.html" if getattr(request, "htmx", False) else "publishing/export.html"
    return render(request, template, {"export": _export_of(request, export)})


@require_safe
@never_cache
def download(request: HttpRequest, export: UUID) -> HttpResponseBase:
    found = _export_of(request, export)
    if found.ready_at is None:
        return redirect(found)
    kind = "application/pdf" if found.kind == Export.Kind.PDF else "application/zip"
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    key = found.postmortem.key if found.postmortem else ""
    record(Verb.EXPORTED, key, found.name, after={"downloaded": found.name})
    pieces = _pieces(file)
    body = _pieces_later(pieces) if isinstance(request, ASGIRequest) else pieces
    answer = StreamingHttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer["Content-Length"] = str(found.size)
    return answer


@require_POST
def again(request: HttpRequest, export: UUID) -> HttpResponse:
    found = _export_of(request, export)
    try_again(found)
    if found.failed_at:
        tell(request, _("Another export is being made already; it will hold the same."))
    return redirect(found)


def _export_of(request: HttpRequest, uuid: UUID) -> Export:
    visible = Export.objects.visible_to(current_user(request)).select_related("postmortem", "asked_by")
    return get_object_or_404(visible, uuid=uuid)


def _document(request: HttpRequest, number: int, kind: str) -> Document:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    record(Verb.EXPORTED, postmortem.key, after={"format": kind})
    return document_of(postmortem, reader=user, draft="draft" in request.GET)


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        text, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _pieces(file: "File[bytes]") -> Iterator[bytes]:
    with file:
        yield from file.chunks(CHUNK)


async def _pieces_later(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Under ASGI Django would otherwise gather the whole file in memory first."""
    take = sync_to_async(lambda: next(pieces, b""))
    while piece := await take():
        yield piece
