"""The moves of an incident and its milestones: POST alone; what the domain refuses, the middleware answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from core.flash import tell
from incidents.access import get_incident_for
from incidents.forms.moves import CancelForm, ReachedForm, ReasonForm
from incidents.models import Incident, Milestone
from incidents.readings import frame_of
from incidents.verbs import DONE
from incidents.views.detail import detail_page


@require_POST
def mitigate(request: HttpRequest, number: int) -> HttpResponse:
    return _reach(request, number, "mitigate")


@require_POST
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    return _reach(request, number, "resolve")


def _reach(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Move on: at the time that was written; without one at the time that is known already, else now."""
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    form = ReachedForm(request.POST, incident=incident, kind=verb, frame=frame_of(incident, user))
    form.fields["time"].required = "time" in request.POST
    if not form.is_valid() or form.wants_a_look(request):
        return detail_page(request, incident, **{verb: form})
    getattr(incident, verb)(by=user, **form.moment())
    return _done(request, incident, verb)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    incident.close(by=user)
    return _done(request, incident, "close")


@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    return _with_reason(request, number, "reopen")


@require_POST
def revisit(request: HttpRequest, number: int) -> HttpResponse:
    return _with_reason(request, number, "revisit")


def _with_reason(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return detail_page(request, incident, **{verb: form})
    getattr(incident, verb)(by=user, reason=form.cleaned_data["reason"])
    return _done(request, incident, verb)


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    form = CancelForm(request.POST)
    if not form.is_valid():
        return detail_page(request, incident, cancel=form)
    incident.cancel(by=user, **form.cleaned_data)
    return _done(request, incident, "cancel")


def _done(request: HttpRequest, incident: Incident, verb: str) -> HttpResponse:
    tell(request, DONE[verb] % {"key": incident.key})
    return redirect(incident)


@require_POST
def milestone(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """State when a milestone was reached, or that nobody knows."""
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    if kind not in Milestone.Kind.values:
        raise Http404
    if "unknown" in request.POST:
        incident.set_milestone(kind, at=None)
        tell(request, _("Noted that nobody knows."))
        return redirect(f"{incident.get_absolute_url()}#milestone-{kind}")
    form = ReachedForm(request.POST, incident=incident, kind=kind, frame=frame_of(incident, user))
    if not form.is_valid() or form.wants_a_look(request):
        return detail_page(request, incident, **{kind: form})
    incident.set_milestone(kind, **form.moment())
    return redirect(f"{incident.get_absolute_url()}#milestone-{kind}")
