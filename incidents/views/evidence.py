"""Evidence: added, mended, removed and brought back; its files served to those who may see them."""

from copy import copy
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from accounts.access import current_user
from core.flash import tell
from incidents.access import get_incident_for
from incidents.forms.evidence import EvidenceForm, UploadForm
from incidents.models import Evidence, Incident
from incidents.sight import note_look
from incidents.views.detail import detail_page

WRITTEN = (Evidence.Kind.LINK, Evidence.Kind.QUOTE, Evidence.Kind.QUERY)
# Whatever a file holds: it can run nothing, load nothing, and is framed nowhere.
LOCKED_UP = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",  # asked for anew each time: rights may have changed
}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Write down a link, a quote or a query; ``?event=7`` says for which event."""
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    if what not in WRITTEN:
        raise Http404
    new = Evidence(incident=incident, kind=what, author=user)
    form = EvidenceForm(request.POST or None, instance=new, initial={"event": request.GET.get("event")})
    if request.method == "POST" and form.is_valid():
        return _to(incident, form.save())
    return _page(request, incident, form=form, what=what)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Keep files; those that cannot be kept are named with the reason, beside those that were."""
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    if request.method == "GET":
        form = UploadForm(incident=incident)
        form.initial["event"] = request.GET.get("event")
        return _page(request, incident, form=form, what="file")
    form = UploadForm(request.POST, request.FILES, incident=incident)
    kept = form.save(by=user) if form.is_valid() else []
    if not form.errors and not form.refused:
        tell(request, ngettext("%(n)d file kept.", "%(n)d files kept.", len(kept)) % {"n": len(kept)})
        return _to(incident, kept[0])
    return detail_page(request, incident, upload=form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    found = _present(incident, evidence)
    form = EvidenceForm(request.POST or None, instance=copy(found))
    if request.method == "POST" and form.is_valid():
        tell(request, _("Saved."))
        return _to(incident, form.save())
    return _page(request, incident, form=form, what=found.kind, evidence=found)


@require_POST
def remove(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    found = _present(incident, evidence)
    found.remove()
    undo = reverse("incidents:restore_evidence", args=[incident.key, found.pk])
    tell(request, _("Evidence removed."), undo=undo)
    return redirect(f"{incident.get_absolute_url()}#evidence")


@require_POST
def restore(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    found = get_object_or_404(incident.evidence, pk=evidence)
    found.restore()
    return _to(incident, found)


@require_GET
def serve(request: HttpRequest, stored: UUID, filename: str) -> HttpResponseBase:
    """The file. Images show; anything else is only ever saved, whatever it may be."""
    user = current_user(request)
    visible = Evidence.objects.visible_to(user).present().select_related("incident")
    evidence = get_object_or_404(visible, uuid=stored, name=filename, kind__in=Evidence.STORED)
    note_look(user, evidence.incident)
    etag = f'"{evidence.digest}"'
    if unchanged := get_conditional_response(request, etag=etag):
        answer: HttpResponseBase = unchanged
    else:
        with evidence.file.open() as file:
            answer = HttpResponse(file.read(), content_type=_type_of(evidence))
        saved = evidence.kind != Evidence.Kind.IMAGE
        answer.headers["Content-Disposition"] = content_disposition_header(saved, evidence.name) or "inline"
    answer.headers["ETag"] = etag
    for name, value in LOCKED_UP.items():
        answer.headers[name] = value
    return answer


def _type_of(evidence: Evidence) -> str:
    return "text/plain; charset=utf-8" if evidence.content_type == "text/plain" else evidence.content_type


def _present(incident: Incident, pk: int) -> Evidence:
    found: Evidence = get_object_or_404(incident.evidence.present(), pk=pk)
    found.incident = incident
    return found


def _to(incident: Incident, evidence: Evidence) -> HttpResponse:
    return redirect(f"{incident.get_absolute_url()}#evidence-{evidence.pk}")


def _page(request: HttpRequest, incident: Incident, *, form: Any, what: str, **more: Any) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    ways: list[tuple[str, StrOrPromise, str]] = [
        ("file", _("File"), reverse("incidents:upload_evidence", args=[incident.key]) + query)
    ]
    ways += [
        (kind.value, kind.label, reverse("incidents:add_evidence", args=[incident.key, kind.value]) + query)
        for kind in WRITTEN
    ]
    context = {
        "incident": incident,
        "form": form,
        "what": what,
        "ways": ways,
        "largest": settings.EVIDENCE_LARGEST_MB,
        **more,
    }
    return render(request, "incidents/evidence.html", context, status=422 if form.errors else 200)
