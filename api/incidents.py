"""Incidents: what happened, its milestones and its moves."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from ninja import Query, Router, Status

from accounts.access import current_user
from accounts.models import Team, User
from api import references
from api.forms import checked, revised
from api.moves import Takes, arguments
from api.paging import Order, Page, page
from api.requests import ApiRequest, may
from api.shapes.incidents import (
    IncidentFields,
    IncidentIn,
    IncidentMoveIn,
    IncidentOut,
    IncidentPatch,
    IncidentQuery,
    IncidentRow,
    LinkOut,
    MilestoneIn,
    Stone,
    Verb,
)
from api.values import IncidentKey, number_of
from incidents import merging
from incidents.access import get_incident_for
from incidents.filters import IncidentFilter
from incidents.forms.around import MergeForm
from incidents.forms.incident import EditForm
from incidents.models import Incident, IncidentLink, Service, Severity, Tag
from incidents.permissions import abilities
from postmortems.models import Postmortem

router = Router(tags=["incidents"])
ORDER = Order("incidents")
WIDE = ("services", "tags", "restricted_to", "milestones", "participants__user", "references", "moves__by")
# The form's names where they differ from the resource's.
FORM_NAMES = {"named": "restricted_to", "impact_started_at": "impact_began", "impact_ended_at": "impact_over"}
RESOURCE_NAMES = {theirs: ours for ours, theirs in FORM_NAMES.items()}

MOVES: Takes = {
    "mitigate": {"at", "precision"},
    "resolve": {"at", "precision"},
    "close": set(),
    "reopen": {"reason"},
    "revisit": {"reason"},
    "cancel": {"because", "reason"},
    "merge": {"into"},
    "unmerge": set(),
}


@router.get("", response=Page[IncidentRow])
def list_incidents(request: ApiRequest, query: Query[IncidentQuery]) -> dict[str, Any]:
    """Incidents that you may see, the newest key first."""
    rows = Incident.objects.visible_to(current_user(request)).with_times()
    found = IncidentFilter(_narrowed(request, query), queryset=rows, request=request).qs
    rows = found.select_related("severity", "team").prefetch_related("services", "tags")
    return page(request, rows, query, ORDER, IncidentRow.of)


def _narrowed(request: ApiRequest, query: IncidentQuery) -> dict[str, Any]:
    """``query`` as the page's filter takes it. Raises ``Problem`` for names of things that are not there."""
    data: dict[str, Any] = {"q": query.text, "state": query.state, "visibility": query.visibility}
    data |= {"since": query.since, "until": query.until}
    if query.severity:
        data["severity"] = references.row(Severity.objects.all(), "name", query.severity, parameter="severity").pk
    if query.service:
        data["service"] = references.row(Service.objects.all(), "name", query.service, parameter="service").pk
    if query.team:
        data["team"] = references.row(Team.objects.all(), "slug", query.team, parameter="team").pk
    if query.tag:
        tags = Tag.objects.visible_to(current_user(request))
        data["tag"] = references.row(tags, "name", query.tag, parameter="tag").name
    return data


@router.post("", response={201: IncidentOut})
def create_incident(request: ApiRequest, response: HttpResponse, incident: IncidentIn) -> Status[IncidentOut]:
    """Write an incident down."""
    user = current_user(request)
    if not user.is_writer:
        raise PermissionDenied
    given = incident.given()
    opened = Incident.open(
        by=user,
        title=incident.title,
        severity=references.row(Severity.objects.all(), "name", incident.severity, pointer="/severity"),
        services=references.services(given.get("services", ()), "services"),
        named=references.people(given.get("named", ()), "named"),
        team=references.row(Team.objects.all(), "slug", given["team"], pointer="/team") if given.get("team") else None,
        noticed_at=incident.noticed_at,
        precision=incident.precision,
        visibility=given.get("visibility", Incident._meta.get_field("visibility").default),
    )
    settled = {"title", "severity", "services", "named", "team", "noticed_at", "precision", "visibility"}
    _revise(user, opened, {name: value for name, value in given.items() if name not in settled})
    response.headers["Location"] = f"{request.path}/{opened.key}"
    return Status(201, _shown(request, opened.pk))


@router.get("/{key}", response=IncidentOut)
def read_incident(request: ApiRequest, key: IncidentKey) -> IncidentOut:
    """One incident with everything around it but its events."""
    return _shown(request, number_of(key))


@router.patch("/{key}", response=IncidentOut)
def change_incident(request: ApiRequest, key: IncidentKey, changes: IncidentPatch) -> IncidentOut:
    """Change what is sent, leave the rest."""
    user = current_user(request)
    incident = get_incident_for(user, number_of(key), ability="write")
    # What others save or move meanwhile must not be written back as it was.
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    _revise(user, incident, _resolved(changes))
    return _shown(request, incident.pk)


def _resolved(changes: IncidentFields) -> dict[str, Any]:
    """What was sent, with the rows' keys for the names of things. Raises ``Problem`` for what is not there."""
    given = changes.given()
    if "severity" in given:
        given["severity"] = references.row(Severity.objects.all(), "name", given["severity"], pointer="/severity").pk
    if given.get("team"):
        given["team"] = references.row(Team.objects.all(), "slug", given["team"], pointer="/team").pk
    if "services" in given:
        given["services"] = [service.pk for service in references.services(given["services"], "services")]
    if "named" in given:
        given["named"] = [user.pk for user in references.people(given["named"], "named")]
    return given


def _revise(user: User, incident: Incident, given: dict[str, Any]) -> None:
    """Save ``given`` by the form of the page. Raises ``Problem``."""
    if not given:
        return
    if "tags" in given:
        given["tags"] = ", ".join(given["tags"])
    for name in ("impact_started_at", "impact_ended_at"):
        if name in given:
            given[name] = given[name].isoformat() if given[name] else ""
    # People who are here no longer cannot be chosen again, and would be refused with everything else.
    given.setdefault("named", [person.pk for person in incident.restricted_to.filter(is_active=True)])
    changes = {FORM_NAMES.get(name, name): value for name, value in given.items()}
    revised(lambda data: EditForm(data, user=user, instance=copy(incident)), changes, RESOURCE_NAMES).save()


@router.put("/{key}/milestones/{kind}", response=IncidentOut)
def set_milestone(request: ApiRequest, key: IncidentKey, kind: Stone, milestone: MilestoneIn) -> IncidentOut:
    """State when a milestone was reached, or that nobody knows."""
    incident = get_incident_for(current_user(request), number_of(key), ability="write")
    incident.set_milestone(kind, at=milestone.at, precision=milestone.precision)
    return _shown(request, incident.pk)


@router.delete("/{key}/milestones/{kind}", response={204: None})
def clear_milestone(request: ApiRequest, key: IncidentKey, kind: Stone) -> Status[None]:
    """Take back what was stated about a milestone."""
    get_incident_for(current_user(request), number_of(key), ability="write").clear_milestone(kind)
    return Status(204, None)


@router.post("/{key}/moves/{verb}", response=IncidentOut)
def move_incident(request: ApiRequest, key: IncidentKey, verb: Verb, move: IncidentMoveIn | None = None) -> IncidentOut:
    """Move it to another state. A refusal names everything that stands in the way."""
    user = current_user(request)
    incident = get_incident_for(user, number_of(key), ability="move")
    given = arguments(move or IncidentMoveIn(), verb, MOVES)
    if verb == "merge":
        form = checked(MergeForm({"into": given["into"] or ""}, incident=incident, user=user))
        merging.merge(incident, form.cleaned_data["into"], by=user)
    elif verb == "unmerge":
        merging.unmerge(incident, by=user)
    else:
        getattr(incident, verb)(by=user, **given)
    return _shown(request, incident.pk)


def _shown(request: ApiRequest, number: int) -> IncidentOut:
    """The incident as it stands now, as ``request``'s token sees it."""
    user = current_user(request)
    incident = get_incident_for(user, number)
    prefetch_related_objects([incident], *WIDE, "created_by")
    links = IncidentLink.objects.of(incident).visible_to(user)
    postmortems = Postmortem.objects.visible_to(user).filter(incidents=incident).order_by("pk")
    return IncidentOut.whole(
        incident,
        links=[LinkOut.of(link) for link in links],
        postmortems=[postmortem.key for postmortem in postmortems],
        may=may(request, abilities(user, incident)),
    )
