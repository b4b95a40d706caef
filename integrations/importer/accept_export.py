"""From an export of ours to what it was made of: incidents, postmortem and action items, word for word.

Action items come in as proposals: whether they are to be done here is decided here.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.zones import known_zones
from actions.models import ActionItem
from incidents.models import Incident, Milestone, Participant, Severity, Tag, TimelineEvent
from incidents.models.incident import Detection, State, Visibility
from integrations.importer.composition import notes
from integrations.importer.draft import ImportDraft
from integrations.importer.matching import People, services_named, severity_of, usual_severity
from integrations.importer.parsed import ParsedPostmortem
from postmortems.models import ContributingFactor, Postmortem, Template
from postmortems.models.response import ResponseReview
from postmortems.restoring import put
from publishing.exports.document import About, Document, Event, Item, Part
from publishing.exports.document import Milestone as Stated


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an export; the first of its incidents is the one that the rest is filed under."""

    incident: Incident
    postmortem: Postmortem
    events: int
    actions: int


def take(draft: ImportDraft, parsed: ParsedPostmortem, document: Document, template: Template, *, by: User) -> Taken:
    """Store ``document`` with the title, severity and entries that were chosen in the preview."""
    people = People()
    abouts = document.incidents or [About(key="", title=parsed.title, severity="")]
    severities = [draft.severity, *(severity_of(about.severity) for about in abouts[1:])]
    incidents = [
        _incident(about, severity or severity_of(about.severity) or usual_severity(), by=by, people=people)
        for about, severity in zip(abouts, severities, strict=True)
    ]
    kept = {entry.lines[0] for entry in parsed.timeline}
    events = [event for event in document.events if event.line in kept]
    numbers = _events(draft, document, events, incidents, by=by)
    postmortem = Postmortem.start(
        incidents=incidents, template=template, by=by, owner=people.owner(document.owner), title=parsed.title[:200]
    )
    put(postmortem, _content(document, parsed, numbers), by=by)
    wanted = {action.lines[0] for action in parsed.actions}
    items = [item for item in document.actions if item.line in wanted]
    factors = list(postmortem.factors.all())
    for item in items:
        _item(draft, item, postmortem, factors, by=by, people=people)
    return Taken(incidents[0], postmortem, len(events), len(items))


def _incident(about: About, severity: Severity, *, by: User, people: People) -> Incident:
    team = Team.objects.filter(name=about.team).first() if about.team else None
    incident = Incident.open(
        by=by,
        services=services_named(about.services),
        title=about.title[:200],
        severity=severity,
        team=team,
        visibility=_visibility(about, team),
        summary=about.summary,
        impact=about.impact,
        detection=about.detection if about.detection in Detection.values else "",
        customers_affected=about.customers_affected,
        impact_started_at=about.impact_started_at,
        impact_ended_at=about.impact_ended_at,
        time_zone=about.time_zone if about.time_zone in known_zones() else by.time_zone,
    )
    incident.tags.set([Tag.objects.get_or_create(name=name)[0] for name in about.tags])
    _milestones(about.milestones, incident)
    _participants(about, incident, people)
    _move_on(about, incident, by=by)
    return incident


def _visibility(about: About, team: Team | None) -> str:
    """Never wider than it was: what a team saw whose name nobody knows here is seen by whoever takes it in."""
    if about.visibility == Visibility.ORGANISATION or (about.visibility == Visibility.TEAM and team):
        return about.visibility
    return Visibility.RESTRICTED


def _milestones(stated: Iterable[Stated], incident: Incident) -> None:
    for one in stated:
        if one.kind in Milestone.Kind.values and one.precision in Milestone.Precision.values:
            known = one.at if one.precision != Milestone.Precision.UNKNOWN else None
            incident.set_milestone(one.kind, at=known, precision=one.precision)


def _participants(about: About, incident: Incident, people: People) -> None:
    named: set[tuple[object, str]] = set()
    for person in about.people:
        user = people.find(person.name)
        if person.role in Participant.Role.values and (user or person.name, person.role) not in named:
            named.add((user or person.name, person.role))
            name = "" if user else person.name[:120]
            Participant.objects.create(incident=incident, user=user, name=name, role=person.role)


def _move_on(about: About, incident: Incident, *, by: User) -> None:
    """To where it stood; what was closed is resolved here, for closing is a decision of its own."""
    if about.state == State.MITIGATED:
        incident.mitigate(by=by)
    elif about.state not in {State.OPEN, ""}:
        if not incident.milestones.filter(kind=Milestone.Kind.RESOLVED).exists():
            incident.set_milestone(Milestone.Kind.RESOLVED, at=None)
        incident.resolve(by=by)


def _events(
    draft: ImportDraft, document: Document, kept: list[Event], incidents: list[Incident], *, by: User
) -> dict[int, int]:
    """Store the events; returns the row of each by its number in the document."""
    places = {event.line: number for number, event in enumerate(document.events, 1)}
    rows = {}
    for event in kept:
        ends = event.until if event.until and event.until >= event.at else None
        row = TimelineEvent.objects.create(
            incident=incidents[min(event.incident, len(incidents)) - 1],
            occurred_at=event.at,
            ended_at=ends,
            kind=event.kind if event.kind in TimelineEvent.Kind.values else TimelineEvent.Kind.NOTE,
            precision=event.precision if event.precision in TimelineEvent.Precision.values else "exact",
            text=event.text,
            author=by,
            source=TimelineEvent.Source.IMPORT,
            source_ref=f"{draft.fingerprint[:16]}:{event.line}",
        )
        rows[places[event.line]] = row.pk
    return rows


def _content(document: Document, parsed: ParsedPostmortem, numbers: dict[int, int]) -> dict[str, Any]:
    """What a revision would hold (``postmortems.content``)."""
    sections = [asdict(replace(part, heading=part.heading[:120])) for part in document.sections]
    if parsed.unplaced:
        sections.append(asdict(Part("other-notes", str(_("Other notes")), notes(parsed.unplaced))))
    kinds, dimensions = ContributingFactor.Kind.values, ResponseReview.Dimension.values
    return {
        "title": parsed.title[:200],
        "sections": sections,
        "factors": [
            {
                **asdict(factor),
                "id": None,
                "kind": factor.kind if factor.kind in kinds else ContributingFactor.Kind.TECHNICAL,
                "evidence": [numbers[n] for n in factor.evidence if n in numbers],
            }
            for factor in document.factors
        ],
        "response": [
            {**asdict(row), "rating": row.rating if row.rating in range(1, 6) else None}
            for row in document.response
            if row.dimension in dimensions
        ],
    }


def _item(
    draft: ImportDraft,
    item: Item,
    postmortem: Postmortem,
    factors: list[ContributingFactor],
    *,
    by: User,
    people: People,
) -> None:
    owner = people.owner(item.owner)
    ActionItem.objects.create(
        title=item.title[:300],
        done_when=item.done_when,
        owner=owner,
        owner_as_written="" if owner else item.owner[:120],
        due_on=item.due,
        priority=item.priority if item.priority in ActionItem.Priority.values else ActionItem.Priority.P3,
        kind=item.kind if item.kind in ActionItem.Kind.values else ActionItem.Kind.PREVENT,
        tracker_url=item.tracker[:500],
        factor=factors[item.factor - 1] if 0 < item.factor <= len(factors) else None,
        postmortem=postmortem,
        created_by=by,
        source_ref=f"{draft.fingerprint[:16]}:{item.line}",
    )
