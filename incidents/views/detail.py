"""The page of one incident. Every refused form of it is shown here again, where it belongs."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django_stubs_ext import StrOrPromise

from accounts.access import current_user
from accounts.models import User
from core.markdown import render_all
from incidents.access import get_incident_for
from incidents.figure import draw
from incidents.forms.around import LinkForm, ParticipantForm, ReferenceForm, label_of
from incidents.forms.evidence import UploadForm
from incidents.forms.moves import CancelForm, ReachedForm, ReasonForm
from incidents.forms.timeline import QuickAddForm
from incidents.metrics import METRICS, durations, known_times
from incidents.models import CancelReason, Evidence, Incident, IncidentLink, Milestone, TimelineEvent, Visibility
from incidents.permissions import abilities
from incidents.readings import Frame, frame_of
from incidents.strip import strip
from incidents.timeline import by_day, shown
from incidents.verbs import PAST, verbs_of

WIDE = ("services", "tags", "restricted_to", "milestones", "participants__user", "references", "moves__by")

SIGHT: dict[Visibility, StrOrPromise] = {
    Visibility.ORGANISATION: _("Everybody"),
    Visibility.TEAM: _("%(team)s and people who are named"),
    Visibility.RESTRICTED: _("Only people who are named"),
}


@require_GET
def detail(request: HttpRequest, number: int) -> HttpResponse:
    return detail_page(request, get_incident_for(current_user(request), number))


def detail_page(request: HttpRequest, incident: Incident, **wrong: Any) -> HttpResponse:
    """The page; ``wrong`` holds refused forms by name (``quick``, ``participant``, a verb, a kind of milestone).

    A form that was not refused but still has to be looked at comes the same way, and is answered 200.
    """
    user = current_user(request)
    prefetch_related_objects([incident], *WIDE)
    frame = frame_of(incident, user)
    can = abilities(user, incident)
    evidence = list(incident.evidence.present().select_related("author", "event"))
    events = shown(incident)
    context = {
        "incident": incident,
        "can": can,
        **_texts(incident, user),
        **_timeline(request, incident, frame, events, evidence),
        "evidence": evidence,
        **_merges(incident, user, (*events, *evidence)),
        **_around(incident, user),
        **_forms(incident, user, frame, can, wrong),
    }
    refused = any(form.errors or getattr(form, "refused", ()) for form in wrong.values())
    return render(request, "incidents/detail.html", context, status=422 if refused else 200)


def back(request: HttpRequest, incident: Incident, anchor: str = "") -> HttpResponse:
    """To the page, with the filter of the timeline that was in force."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{incident.get_absolute_url()}{query}{f'#{anchor}' if anchor else ''}")


def _merges(incident: Incident, user: User, rows: tuple[Any, ...]) -> dict[str, Any]:
    """Where it went if it was a duplicate (as far as ``user`` may see), and which duplicates ``rows`` came from."""
    visible = Incident.objects.visible_to(user)
    named = {row.came_from_id for row in (*rows, *incident.participants.all(), *incident.references.all())} - {None}
    merged = None
    if incident.cancel_reason == CancelReason.DUPLICATE:
        merged = incident.merges.standing().filter(survivor__in=visible).select_related("survivor", "by").first()
    return {
        "merged": merged,
        "origins": set(visible.filter(pk__in=named).values_list("pk", flat=True)) if named else set(),
    }


def _texts(incident: Incident, user: User) -> dict[str, Any]:
    summary, impact = render_all([incident.summary, incident.impact], user)
    return {"summary": summary, "impact": impact}


def _timeline(
    request: HttpRequest, incident: Incident, frame: Frame, everything: list[TimelineEvent], evidence: list[Evidence]
) -> dict[str, Any]:
    kind, starred = request.GET.get("kind", ""), bool(request.GET.get("starred"))
    present = {event.kind for event in everything}
    events = [event for event in everything if (not kind or event.kind == kind) and (event.starred or not starred)]
    return {
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "days": by_day(events, reader=current_user(request), frame=frame, evidence=evidence),
        "total": len(everything),
        "shown": len(events),
        "kind": kind,
        "starred": starred,
        "kinds": [(kind.value, kind.label) for kind in TimelineEvent.Kind if kind in present],
        "any_starred": any(event.starred for event in everything),
        "figure": draw(incident, everything),
    }


def _around(incident: Incident, user: User) -> dict[str, Any]:
    links = IncidentLink.objects.of(incident).visible_to(user)
    lengths = durations(incident)
    return {
        "sight": SIGHT[Visibility(incident.visibility)] % {"team": incident.team},
        "named": list(incident.restricted_to.all()),
        "links": [
            (link, *link.seen_from(incident)) for link in links.select_related("source__severity", "target__severity")
        ],
        "durations": [(METRICS[name][0], told) for name, told in lengths.items()],
        "history": [(move, PAST.get(move.verb, move.verb)) for move in incident.moves.all()],
    }


def _forms(incident: Incident, user: User, frame: Frame, can: dict[str, bool], wrong: dict[str, Any]) -> dict[str, Any]:
    if not can["write"]:
        return {"strip": strip(incident)}
    known = {kind: frame.write(at) for kind, at in known_times(incident).items()}

    def reached(form: str, kind: str, otherwise: str = "") -> ReachedForm:
        return ReachedForm(incident=incident, kind=form, frame=frame, initial={"time": known.get(kind, otherwise)})

    milestones = {kind: wrong.get(kind) or reached(kind, kind) for kind in Milestone.Kind.values}
    forms = {
        "mitigate": reached("mitigate", Milestone.Kind.MITIGATED, otherwise="now"),
        "resolve": reached("resolve", Milestone.Kind.RESOLVED, otherwise="now"),
        "reopen": ReasonForm(),
        "revisit": ReasonForm(),
        "cancel": CancelForm(),
        **wrong,
    }
    return {
        "strip": strip(incident, milestones),
        "verbs": verbs_of(incident, forms, user) if can["move"] else None,
        "quick": wrong.get("quick") or QuickAddForm(incident=incident, frame=frame),
        "participant": wrong.get("participant") or ParticipantForm(incident=incident),
        "link": wrong.get("link") or LinkForm(incident=incident, user=user),
        "upload": wrong.get("upload") or UploadForm(incident=incident),
        "largest": settings.EVIDENCE_LARGEST_MB,
        "reference": wrong.get("reference") or ReferenceForm(incident=incident),
        "people": [label_of(person) for person in User.objects.active()],
    }
