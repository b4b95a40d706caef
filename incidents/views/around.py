"""People, linked incidents and places elsewhere: added and removed on the incident's page."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from core.flash import tell
from incidents.access import get_incident_for
from incidents.forms.around import LinkForm, ParticipantForm, ReferenceForm
from incidents.models import Incident, IncidentLink, Participant
from incidents.views.detail import detail_page


@require_POST
def add_participant(request: HttpRequest, number: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    form = ParticipantForm(request.POST, incident=incident)
    if not form.is_valid():
        return detail_page(request, incident, participant=form)
    _tell_of_sight(request, incident, form.save())
    return _to(incident, "people-block")


def _tell_of_sight(request: HttpRequest, incident: Incident, participant: Participant) -> None:
    """Taking part gives no right to see it; say so where it matters."""
    person = participant.user
    if person and not Incident.objects.visible_to(person).filter(pk=incident.pk).exists():
        text = _("%(name)s is added, but cannot see this incident: name them under Edit if they should.")
        tell(request, text % {"name": person.name})


@require_POST
def remove_participant(request: HttpRequest, number: int, participant: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    get_object_or_404(incident.participants, pk=participant).delete()
    return _to(incident, "people-block")


@require_POST
def add_link(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    form = LinkForm(request.POST, incident=incident, user=user)
    if not form.is_valid():
        return detail_page(request, incident, link=form)
    form.save()
    return _to(incident, "links-block")


@require_POST
def remove_link(request: HttpRequest, number: int, link: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    links: QuerySet[IncidentLink] = IncidentLink.objects.of(incident).visible_to(user)
    if not links.filter(pk=link).delete()[0]:
        raise Http404
    return _to(incident, "links-block")


@require_POST
def add_reference(request: HttpRequest, number: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    form = ReferenceForm(request.POST, incident=incident)
    if not form.is_valid():
        return detail_page(request, incident, reference=form)
    form.save()
    return _to(incident, "references-block")


@require_POST
def remove_reference(request: HttpRequest, number: int, reference: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="write")
    get_object_or_404(incident.references, pk=reference).delete()
    return _to(incident, "references-block")


def _to(incident: Incident, anchor: str) -> HttpResponse:
    return redirect(f"{incident.get_absolute_url()}#{anchor}")
