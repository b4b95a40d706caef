"""Adding many lines at once: paste, look at how each was read, mend, accept."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from core.flash import tell
from incidents.access import get_incident_for
from incidents.forms.timeline import PasteForm
from incidents.models import Incident
from incidents.pasting import Pasted, add_pasted, read_paste
from incidents.readings import frame_of


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, number: int) -> HttpResponse:
    """The text area; a POST answers with how each line was read."""
    incident = get_incident_for(current_user(request), number, ability="write")
    if request.method == "GET" or "again" in request.POST:
        return _page(request, incident, PasteForm(initial={"text": _lines(request)}))
    form = PasteForm({"text": _lines(request)})
    if not form.is_valid():
        return _page(request, incident, form)
    return _preview(request, incident, _read(request, incident, form))


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Add what was looked at."""
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    form = PasteForm({"text": _lines(request)})
    if not form.is_valid():
        return _page(request, incident, form)
    pasted = _read(request, incident, form)
    if not pasted.events:
        return _preview(request, incident, pasted)
    count = add_pasted(incident, pasted, by=user, batch=_batch(request))
    tell(request, ngettext("%(count)s event added.", "%(count)s events added.", count) % {"count": count})
    return redirect(f"{incident.get_absolute_url()}#timeline")


def _lines(request: HttpRequest) -> str:
    """The text area's text, or the lines of the preview, each of which can be mended in its own field."""
    return request.POST.get("text") or "\n".join(request.POST.getlist("line"))


def _read(request: HttpRequest, incident: Incident, form: PasteForm) -> Pasted:
    frame = frame_of(incident, current_user(request))
    return read_paste(form.cleaned_data["text"], frame, near=incident.began_at)


def _batch(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError:
        return uuid4()


def _page(request: HttpRequest, incident: Incident, form: PasteForm) -> HttpResponse:
    context = {"incident": incident, "form": form}
    return render(request, "incidents/paste.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, incident: Incident, pasted: Pasted) -> HttpResponse:
    context: dict[str, Any] = {"incident": incident, "pasted": pasted, "batch": _batch(request)}
    context["preview_url"] = reverse("incidents:paste", args=[incident.key])
    return render(request, "incidents/paste_preview.html", context, status=200 if pasted.events else 422)
