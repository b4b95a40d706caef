"""What surrounds an incident: people, other incidents, places elsewhere."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accounts.access import current_user
from api.forms import checked
from api.requests import ApiRequest
from api.shapes.incidents import LinkIn, LinkOut, ParticipantIn, ParticipantOut, ReferenceIn, ReferenceOut
from api.values import IncidentKey, Number, number_of
from incidents.access import get_incident_for
from incidents.forms.around import LinkForm, ParticipantForm, ReferenceForm
from incidents.models import IncidentLink

router = Router(tags=["incidents"])


@router.post("/{key}/participants", response={201: ParticipantOut})
def add_participant(request: ApiRequest, key: IncidentKey, participant: ParticipantIn) -> Status[ParticipantOut]:
    """Say that somebody took part."""
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    form = checked(ParticipantForm(participant.model_dump(), incident=incident))
    return Status(201, ParticipantOut.of(form.save()))


@router.delete("/{key}/participants/{id}", response={204: None})
def remove_participant(request: ApiRequest, key: IncidentKey, id: Number) -> Status[None]:
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    get_object_or_404(incident.participants, pk=id).delete()
    return Status(204, None)


@router.post("/{key}/links", response={201: LinkOut})
def add_link(request: ApiRequest, key: IncidentKey, link: LinkIn) -> Status[LinkOut]:
    """Tie it to another incident that you may see."""
    user = current_user(request)
    incident = get_incident_for(user, number_of(key), ability="write")
    form = LinkForm({"kind": link.kind, "key": link.incident}, incident=incident, user=user)
    return Status(201, LinkOut.of(checked(form, {"key": "incident"}).save()))


@router.delete("/{key}/links/{id}", response={204: None})
def remove_link(request: ApiRequest, key: IncidentKey, id: Number) -> Status[None]:
    user = current_user(request)
    incident = get_incident_for(user, number_of(key), ability="write")
    if not IncidentLink.objects.of(incident).visible_to(user).filter(pk=id).delete()[0]:
        raise Http404
    return Status(204, None)


@router.post("/{key}/references", response={201: ReferenceOut})
def add_reference(request: ApiRequest, key: IncidentKey, reference: ReferenceIn) -> Status[ReferenceOut]:
    """Name a place elsewhere that belongs to it: a ticket, a chat channel, a status page."""
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    return Status(201, ReferenceOut.of(checked(ReferenceForm(reference.model_dump(), incident=incident)).save()))


@router.delete("/{key}/references/{id}", response={204: None})
def remove_reference(request: ApiRequest, key: IncidentKey, id: Number) -> Status[None]:
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    get_object_or_404(incident.references, pk=id).delete()
    return Status(204, None)
