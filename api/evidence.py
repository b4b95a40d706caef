"""The evidence of an incident: links, quotes and queries as words, images and files as base64."""

from base64 import b64decode
from copy import copy
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from accounts.access import current_user
from api.forms import revised
from api.paging import Order, Page, page
from api.problems import wrong_field
from api.requests import ApiRequest
from api.shapes.evidence import EvidenceIn, EvidenceOut, EvidencePatch, EvidenceQuery, FileIn
from api.values import IncidentKey, Number, number_of
from incidents.access import get_incident_for
from incidents.evidence import UploadRefused, store_upload, tidy_name
from incidents.forms.evidence import EvidenceForm
from incidents.models import Evidence, Incident, TimelineEvent

router = Router(tags=["evidence"])
ORDER = Order("evidence", down=False)


@router.get("/{key}/evidence", response=Page[EvidenceOut])
def list_evidence(request: ApiRequest, key: IncidentKey, query: Query[EvidenceQuery]) -> dict[str, Any]:
    """What was collected, the oldest first."""
    found = get_incident_for(current_user(request), number_of(key)).evidence.present()
    if query.kind:
        found = found.filter(kind=query.kind)
    if query.event:
        found = found.filter(event=query.event)
    return page(request, found.select_related("author", "incident"), query, ORDER, EvidenceOut.of)


@router.post("/{key}/evidence", response={201: EvidenceOut})
def add_evidence(
    request: ApiRequest, response: HttpResponse, key: IncidentKey, evidence: EvidenceIn
) -> Status[EvidenceOut]:
    """Write down a link, a quote or a query."""
    user = current_user(request)
    incident = get_incident_for(user, number_of(key), ability="write")
    new = Evidence(incident=incident, kind=evidence.kind, author=user)
    given = evidence.given()
    given.pop("kind")
    made: Evidence = revised(lambda data: EvidenceForm(data, instance=copy(new)), given).save()
    response.headers["Location"] = f"{request.path}/{made.pk}"
    return Status(201, EvidenceOut.of(made))


@router.post("/{key}/evidence/files", response={201: EvidenceOut})
def add_file(request: ApiRequest, response: HttpResponse, key: IncidentKey, file: FileIn) -> Status[EvidenceOut]:
    """Keep a file. What it is, its content says; an image becomes evidence of the kind image."""
    user = current_user(request)
    incident = get_incident_for(user, number_of(key), ability="write")
    event = _event(incident, file.event)
    try:
        data = b64decode(file.content, validate=True)
        made = store_upload(
            incident, SimpleUploadedFile(tidy_name(file.name, ""), data), by=user, event=event, caption=file.caption
        )
    except ValueError as error:
        raise wrong_field("content", "This is no base64.", "not-base64") from error
    except UploadRefused as refused:
        raise wrong_field("content", refused.sentence, refused.code) from refused
    response.headers["Location"] = f"{request.path.removesuffix('/files')}/{made.pk}"
    return Status(201, EvidenceOut.of(made))


def _event(incident: Incident, number: int | None) -> TimelineEvent | None:
    event: TimelineEvent | None = incident.events.present().filter(pk=number).first() if number else None
    if number and event is None:
        raise wrong_field("event", "There is no such event of this incident.", "unknown-event")
    return event


@router.get("/{key}/evidence/{id}", response=EvidenceOut)
def read_evidence(request: ApiRequest, key: IncidentKey, id: Number) -> EvidenceOut:
    """One piece, removed or not."""
    return EvidenceOut.of(_piece(get_incident_for(current_user(request), number_of(key)), id))


@router.patch("/{key}/evidence/{id}", response=EvidenceOut)
def change_evidence(request: ApiRequest, key: IncidentKey, id: Number, changes: EvidencePatch) -> EvidenceOut:
    """Change what is sent, leave the rest. A file itself stays as it is."""
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    found = _piece(incident, id, present=True)
    if given := changes.given():
        revised(lambda data: EvidenceForm(data, instance=copy(found)), given).save()
    return EvidenceOut.of(_piece(incident, id))


@router.delete("/{key}/evidence/{id}", response={204: None})
def remove_evidence(request: ApiRequest, key: IncidentKey, id: Number) -> Status[None]:
    """Take it away; restore brings it back."""
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    _piece(incident, id, present=True).remove()
    return Status(204, None)


@router.post("/{key}/evidence/{id}/restore", response=EvidenceOut)
def restore_evidence(request: ApiRequest, key: IncidentKey, id: Number) -> EvidenceOut:
    """Put it back."""
    found = _piece(get_incident_for(current_user(request), number_of(key), ability="write"), id)
    found.restore()
    return EvidenceOut.of(found)


def _piece(incident: Incident, number: int, *, present: bool = False) -> Evidence:
    pieces = incident.evidence.present() if present else incident.evidence.all()
    found: Evidence = get_object_or_404(pieces.select_related("author", "incident"), pk=number)
    return found
