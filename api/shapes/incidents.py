"""How an incident, what surrounds it and its events go in and out."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from api.paging import PageQuery
from api.values import (
    BIGGEST,
    Day,
    Flag,
    In,
    IncidentKey,
    Line,
    LongText,
    Moment,
    Move,
    Name,
    OneOf,
    Out,
    Person,
    Reason,
    Search,
    Text,
    Who,
    address,
    optional,
)
from incidents.metrics import durations
from incidents.models import (
    CancelReason,
    Detection,
    ExternalReference,
    Incident,
    IncidentLink,
    Milestone,
    Participant,
    State,
    TimelineEvent,
    Visibility,
)

# Texts out of a list, without the names of our own types.
StateName = Annotated[str, OneOf(*State.values)]
Seen = Annotated[str, OneOf(*Visibility.values)]
Stone = Annotated[str, OneOf(*Milestone.Kind.values)]
Precision = Annotated[str, OneOf(*Milestone.Precision.values)]
Role = Annotated[str, OneOf(*Participant.Role.values)]
Relation = Annotated[str, OneOf(*IncidentLink.Kind.values)]
EventKind = Annotated[str, OneOf(*TimelineEvent.Kind.values)]
Found = Annotated[str, OneOf("", *Detection.values)]
Ended = Annotated[str, OneOf("", *CancelReason.values)]
TagName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Sure = Literal["exact", "approximate"]
Verb = Literal["mitigate", "resolve", "close", "reopen", "revisit", "cancel", "merge", "unmerge"]
Source = Literal["manual", "import", "chat", "alert"]

# -- out -------------------------------------------------------------------------------------------


class MilestoneOut(Out):
    kind: Stone
    at: datetime | None
    precision: Precision


class ParticipantOut(Out):
    id: int
    person: Person | None
    name: str
    role: Role

    @classmethod
    def of(cls, participant: Participant) -> Self:
        person = Person.or_none(participant.user)
        return cls(
            id=participant.pk, person=person, name=participant.display_name, role=Participant.Role(participant.role)
        )


class LinkOut(Out):
    id: int
    kind: Relation
    source: str = Field(description="The incident that is a duplicate of, caused by … the target.")
    target: str

    @classmethod
    def of(cls, link: IncidentLink) -> Self:
        return cls(id=link.pk, kind=link.kind, source=f"INC-{link.source_id}", target=f"INC-{link.target_id}")


class ReferenceOut(Out):
    id: int
    label: str
    url: str

    @classmethod
    def of(cls, reference: ExternalReference) -> Self:
        return cls(id=reference.pk, label=reference.label, url=reference.url)


class IncidentRow(Out):
    key: str
    url: str
    title: str
    state: StateName
    severity: str
    visibility: Seen
    team: str | None
    services: list[str]
    tags: list[str]
    began_at: datetime = Field(description="The earliest known milestone, else when it was written down.")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, incident: Incident) -> "IncidentRow":
        """Of an incident ``with_times``, so that a list reads no milestones."""
        return IncidentRow(**_row(incident), began_at=incident.began)  # type: ignore[attr-defined]  # annotated


class IncidentOut(IncidentRow):
    summary: str
    impact: str
    detection: Found
    customers_affected: int | None
    impact_started_at: datetime | None
    impact_start_estimated: bool
    impact_ended_at: datetime | None
    impact_end_estimated: bool
    time_zone: str
    cancel_reason: Ended
    named: list[Person] = Field(description="Who sees it whatever their team.")
    created_by: Person
    milestones: list[MilestoneOut]
    durations: dict[str, float] = Field(description="In seconds; only what can be told.")
    estimated_durations: list[str] = Field(description="Which of them have an end that is only about right.")
    participants: list[ParticipantOut]
    links: list[LinkOut]
    references: list[ReferenceOut]
    postmortems: list[str]
    history: list[Move]
    possible_moves: list[str] = Field(description="Verbs that may start from the present state, guards aside.")
    abilities: dict[str, bool] = Field(description="What this token may do here.")

    @classmethod
    def whole(cls, incident: Incident, *, links: list[LinkOut], postmortems: list[str], may: dict[str, bool]) -> Self:
        """Everything about ``incident``; the rest is what depends on who asks."""
        plain = {name: getattr(incident, name) for name in PLAIN}
        measured = durations(incident)
        return cls(
            **_row(incident),
            **plain,
            began_at=incident.began_at,
            named=[Person.of(user) for user in incident.restricted_to.all()],
            created_by=Person.of(incident.created_by),
            milestones=[
                MilestoneOut(kind=milestone.kind, at=milestone.at, precision=milestone.precision)
                for milestone in incident.milestones.all()
            ],
            durations={name: told.length.total_seconds() for name, told in measured.items()},
            estimated_durations=[name for name, told in measured.items() if told.about],
            participants=[ParticipantOut.of(participant) for participant in incident.participants.all()],
            links=links,
            references=[ReferenceOut.of(reference) for reference in incident.references.all()],
            postmortems=postmortems,
            history=[Move.of(move) for move in incident.moves.all()],
            possible_moves=incident.possible_moves(),
            abilities=may,
        )


PLAIN = (
    "summary",
    "impact",
    "detection",
    "customers_affected",
    "impact_started_at",
    "impact_start_estimated",
    "impact_ended_at",
    "impact_end_estimated",
    "time_zone",
    "cancel_reason",
)


def _row(incident: Incident) -> dict[str, object]:
    return {
        "key": incident.key,
        "url": address(incident),
        "title": incident.title,
        "state": incident.state,
        "severity": incident.severity.name,
        "visibility": incident.visibility,
        "team": incident.team.slug if incident.team else None,
        "services": [service.name for service in incident.services.all()],
        "tags": [tag.name for tag in incident.tags.all()],
        "created_at": incident.created_at,
        "updated_at": incident.updated_at,
    }


class EditOut(Out):
    """How an event stood before somebody edited it."""

    by: Person
    at: datetime
    occurred_at: datetime
    ended_at: datetime | None
    text: str


class EventRow(Out):
    id: int
    incident: str
    occurred_at: datetime
    ended_at: datetime | None
    precision: Precision
    kind: EventKind
    text: str
    author: Person | None
    source: Annotated[str, OneOf(*TimelineEvent.Source.values)]
    source_ref: str
    starred: bool
    created_at: datetime
    removed_at: datetime | None

    @classmethod
    def of(cls, event: TimelineEvent) -> "EventRow":
        return EventRow(**_event(event))


class EventOut(EventRow):
    edits: list[EditOut] = Field(description="Every edit of time or text, the latest first.")

    @classmethod
    def whole(cls, event: TimelineEvent) -> Self:
        edits = [
            EditOut(by=Person.of(e.by), at=e.at, occurred_at=e.occurred_at, ended_at=e.ended_at, text=e.text)
            for e in event.edits.select_related("by")
        ]
        return cls(**_event(event), edits=edits)


class EventsOut(Out):
    items: list[EventRow]
    created: int = Field(description="How many of them are new.")


def _event(event: TimelineEvent) -> dict[str, object]:
    same = ("occurred_at", "ended_at", "precision", "kind", "text", "source", "source_ref", "starred", "created_at")
    return {
        "id": event.pk,
        "incident": f"INC-{event.incident_id}",
        "author": Person.or_none(event.author),
        "removed_at": event.removed_at,
        **{name: getattr(event, name) for name in same},
    }


# -- in --------------------------------------------------------------------------------------------


class IncidentQuery(PageQuery):
    text: Search = Field("", description="Words in title, summary or impact, or a key.")
    state: StateName | None = None
    severity: Name | None = Field(None, description="Its name, such as SEV1.")
    service: Name | None = None
    team: Name | None = Field(None, description="Its slug.")
    tag: TagName | None = None
    visibility: Seen | None = None
    since: Day | None = Field(None, description="Began on this day (in your time zone) or later.")
    until: Day | None = Field(None, description="Began on this day or earlier.")


class IncidentFields(In):
    """What may be said about an incident at any time."""

    summary: Text = optional()
    services: Annotated[list[Name], Field(max_length=50)] = optional()
    team: Name | None = optional(
        description="Its slug. A new incident goes to the first service's team, else to yours."
    )
    detection: Found = optional()
    visibility: Seen = optional()
    named: Annotated[list[Who], Field(max_length=100)] = optional(description="Who sees it whatever their team.")
    tags: Annotated[list[TagName], Field(max_length=50)] = optional()
    impact: Text = optional()
    customers_affected: Annotated[int, Field(strict=True, ge=0, le=BIGGEST)] | None = optional()
    impact_started_at: Moment | None = optional()
    impact_start_estimated: Flag = optional()
    impact_ended_at: Moment | None = optional()
    impact_end_estimated: Flag = optional()
    time_zone: Annotated[str, StringConstraints(min_length=1, max_length=64)] = optional(
        description="Times that people write into the timeline without a zone are read in this one."
    )


class IncidentIn(IncidentFields):
    title: Line
    severity: Name = Field(description="Its name, such as SEV1.")
    noticed_at: Moment | None = Field(None, description="Becomes the milestone “detected”.")
    precision: Sure = Field("exact", description="How sure noticed_at is.")


class IncidentPatch(IncidentFields):
    title: Line = optional()
    severity: Name = optional(description="Its name, such as SEV1.")


class MilestoneIn(In):
    at: Moment | None = Field(description="Null says that nobody knows.")
    precision: Sure = "exact"


class IncidentMoveIn(In):
    reason: Reason = Field("", description="For reopen, revisit and cancel.")
    because: Ended = Field("", description="For cancel.")
    at: Moment | None = Field(None, description="For mitigate and resolve: when it was reached. Null: now.")
    precision: Sure = Field("exact", description="How sure “at” is.")
    into: IncidentKey | None = Field(None, description="For merge: the incident that stands.")


class ParticipantIn(In):
    who: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=250)] = Field(
        description="A colleague by e-mail address, handle or name; any other text names somebody without an account."
    )
    role: Role = Participant.Role.RESPONDER


class LinkIn(In):
    kind: Relation = Field(IncidentLink.Kind.RELATED, description="What this incident is to the other one.")
    incident: IncidentKey


class ReferenceIn(In):
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    url: Annotated[str, StringConstraints(min_length=1, max_length=500)] = Field(description="http:// or https://")


class EventQuery(PageQuery):
    kind: EventKind | None = None
    starred: bool | None = None
    removed: bool = Field(False, description="Those that were removed, instead of those that stand.")


class EventIn(In):
    occurred_at: Moment
    ended_at: Moment | None = None
    precision: Precision = Milestone.Precision.EXACT
    kind: EventKind = TimelineEvent.Kind.NOTE
    text: LongText
    starred: Flag = False
    source: Source = "manual"
    source_ref: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Its name where it comes from. An event that the same source has told before is left as it is."
    )

    @field_validator("ended_at")
    @classmethod
    def ends_after_it_began(cls, ended_at: datetime | None, info: ValidationInfo) -> datetime | None:
        began = info.data.get("occurred_at")
        if ended_at and began and ended_at < began:
            raise ValueError("It cannot end before it began.")
        return ended_at


class EventsIn(In):
    events: Annotated[list[EventIn], Field(min_length=1, max_length=500)]


class EventPatch(In):
    occurred_at: Moment = optional()
    ended_at: Moment | None = optional()
    precision: Precision = optional()
    kind: EventKind = optional()
    text: LongText = optional()


class StarIn(In):
    on: Flag = True
