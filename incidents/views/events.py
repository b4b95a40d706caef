"""The events of a timeline: add, edit, star, remove and bring back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reselect, retarget

from accounts.access import current_user
from core.flash import tell
from incidents.access import get_incident_for
from incidents.forms.timeline import EventForm, QuickAddForm
from incidents.models import Incident, TimelineEvent
from incidents.readings import frame_of
from incidents.views.detail import back, detail_page


@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    form = QuickAddForm(request.POST, incident=incident, frame=frame_of(incident, user))
    if not form.is_valid() or form.wants_a_look(request):
        return detail_page(request, incident, quick=form)
    event = form.save(by=user)
    return back(request, incident, f"event-{event.pk}")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int, event: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    found = _event(incident, event)
    form = EventForm(request.POST or None, event=found, frame=frame_of(incident, user))
    if request.method == "POST" and form.is_valid() and not form.wants_a_look(request):
        form.save(by=user)
        tell(request, _("Saved."))
        return back(request, incident, f"event-{found.pk}")
    context = {"incident": incident, "event": found, "form": form}
    page = render(request, "incidents/event.html", context, status=422 if form.errors else 200)
    # Within the timeline only the form itself takes the event's place.
    return retarget(reselect(page, ".event-form"), f"#event-{found.pk} .event-form") if form.is_bound else page


@require_POST
def star(request: HttpRequest, number: int, event: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    found = _event(incident, event)
    found.star(on=bool(request.POST.get("on")))
    return back(request, incident, f"event-{found.pk}")


@require_POST
def remove(request: HttpRequest, number: int, event: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    found = _event(incident, event)
    found.remove()
    undo = reverse("incidents:restore_event", args=[incident.key, found.pk])
    tell(request, _("Event removed."), undo=undo)
    return back(request, incident, "timeline")


@require_POST
def restore(request: HttpRequest, number: int, event: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    found = get_object_or_404(incident.events, pk=event)
    found.restore()
    return back(request, incident, f"event-{found.pk}")


def _event(incident: Incident, pk: int) -> TimelineEvent:
    event: TimelineEvent = get_object_or_404(incident.events.present(), pk=pk)
    event.incident = incident
    return event
