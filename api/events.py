"""The events of an incident's timeline."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from accounts.access import current_user
from api.paging import Order, Page, page
from api.requests import ApiRequest
from api.shapes.incidents import EventIn, EventOut, EventPatch, EventQuery, EventRow, EventsIn, EventsOut, StarIn
from api.values import IncidentKey, Number, number_of
from incidents.access import get_incident_for
from incidents.models import Incident, TimelineEvent
from incidents.recording import NewEvent, record

router = Router(tags=["events"])
ORDER = Order("events", time="occurred_at", down=False)


@router.get("/{key}/events", response=Page[EventRow])
def list_events(request: ApiRequest, key: IncidentKey, query: Query[EventQuery]) -> dict[str, Any]:
    """What happened, the earliest first."""
    incident = get_incident_for(current_user(request), number_of(key))
    events = incident.events.exclude(removed_at=None) if query.removed else incident.events.present()
    if query.kind:
        events = events.filter(kind=query.kind)
    if query.starred is not None:
        events = events.filter(starred=query.starred)
    return page(request, events.select_related("author"), query, ORDER, EventRow.of)


@router.post("/{key}/events", response={200: EventOut, 201: EventOut})
def create_event(request: ApiRequest, response: HttpResponse, key: IncidentKey, event: EventIn) -> Status[EventOut]:
    """Add one event. 200 if its source has told it before: then it is left as it stands."""
    incident = _writable(request, key)
    [row], new = record(incident, [_new(event)], by=current_user(request))
    response.headers["Location"] = f"{request.path}/{row.pk}"
    return Status(201 if new else 200, EventOut.whole(row))


@router.post("/{key}/events/bulk", response=EventsOut)
def create_events(request: ApiRequest, key: IncidentKey, many: EventsIn) -> EventsOut:
    """Add up to 500 events, all of them or none."""
    rows, new = record(_writable(request, key), list(map(_new, many.events)), by=current_user(request))
    return EventsOut(items=list(map(EventRow.of, rows)), created=new)


@router.get("/{key}/events/{id}", response=EventOut)
def read_event(request: ApiRequest, key: IncidentKey, id: Number) -> EventOut:
    """One event, removed or not, with how it stood before."""
    incident = get_incident_for(current_user(request), number_of(key))
    return EventOut.whole(_event(incident, id))


@router.patch("/{key}/events/{id}", response=EventOut)
def change_event(request: ApiRequest, key: IncidentKey, id: Number, changes: EventPatch) -> EventOut:
    """Change what is sent, leave the rest; how it stood before is kept."""
    event = _event(_writable(request, key), id, present=True)
    if given := changes.given():
        event.edit(by=current_user(request), **given)
    return EventOut.whole(event)


@router.delete("/{key}/events/{id}", response={204: None})
def remove_event(request: ApiRequest, key: IncidentKey, id: Number) -> Status[None]:
    """Take it off the timeline; restore brings it back."""
    _event(_writable(request, key), id, present=True).remove()
    return Status(204, None)


@router.post("/{key}/events/{id}/restore", response=EventOut)
def restore_event(request: ApiRequest, key: IncidentKey, id: Number) -> EventOut:
    """Put it back where it was."""
    event = _event(_writable(request, key), id)
    event.restore()
    return EventOut.whole(event)


@router.put("/{key}/events/{id}/star", response=EventOut)
def star_event(request: ApiRequest, key: IncidentKey, id: Number, star: StarIn) -> EventOut:
    """Mark it as one that tells the story, or no longer."""
    event = _event(_writable(request, key), id, present=True)
    event.star(on=star.on)
    return EventOut.whole(event)


def _writable(request: ApiRequest, key: IncidentKey) -> Incident:
    return get_incident_for(current_user(request), number_of(key), ability="write")


def _event(incident: Incident, number: int, *, present: bool = False) -> TimelineEvent:
    events = incident.events.present() if present else incident.events.all()
    event: TimelineEvent = get_object_or_404(events.select_related("author"), pk=number)
    return event


def _new(event: EventIn) -> NewEvent:
    return NewEvent(**event.model_dump())
