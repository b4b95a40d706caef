"""A whole postmortem as plain data, free of this installation's row numbers: what every export is made of."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from actions.models import ActionItem
from incidents.models import Incident
from postmortems.content import content_of
from postmortems.models import Postmortem


@dataclass(frozen=True, slots=True)
class Person:
    """Who took part, by name, with a role of ``incidents.Participant``."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """``at`` is None where nobody knows."""

    kind: str
    at: datetime | None
    precision: str


@dataclass(frozen=True, slots=True)
class About:
    """An incident that the postmortem tells of."""

    key: str
    title: str
    severity: str
    state: str = ""
    visibility: str = "organisation"
    team: str = ""
    summary: str = ""
    impact: str = ""
    detection: str = ""
    customers_affected: int | None = None
    impact_started_at: datetime | None = None
    impact_ended_at: datetime | None = None
    time_zone: str = "UTC"
    services: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its text in Markdown."""

    key: str
    heading: str
    markdown: str
    guidance: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """``incident``: which of the document's incidents, from 1. ``line``: where it stands in a file that was read."""

    at: datetime
    text: str
    kind: str = "note"
    precision: str = "exact"
    until: datetime | None = None
    incident: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """``evidence``: which of the document's events show it, from 1."""

    statement: str
    kind: str
    category: str = ""
    evidence: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dimension:
    """How the response went; ``rating`` 1 to 5, None when it was not looked at."""

    dimension: str
    rating: int | None = None
    helped: str = ""
    hindered: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An action item. ``factor``: which of the document's factors it answers, from 1 (0: none)."""

    title: str
    done_when: str = ""
    kind: str = "prevent"
    priority: str = "P3"
    state: str = "proposed"
    owner: str = ""
    due: date | None = None
    tracker: str = ""
    factor: int = 0
    key: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    key: str
    title: str
    owner: str = ""
    state: str = "draft"
    published: date | None = None
    incidents: list[About] = field(default_factory=list)
    sections: list[Part] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    factors: list[Factor] = field(default_factory=list)
    response: list[Dimension] = field(default_factory=list)
    actions: list[Item] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For JSON: without what only a file that was read knows."""
        data = asdict(self)
        for row in (*data["events"], *data["actions"]):
            del row["line"]
        return data


def document_of(postmortem: Postmortem, *, reader: User, draft: bool = False) -> Document:
    """What ``reader`` would read: the published revision if there is one, else (or with ``draft``) what stands now."""
    shown = None if draft else postmortem.published_revision
    content = shown.content if shown else content_of(postmortem)
    incidents = list(
        postmortem.incidents.select_related("severity", "team").prefetch_related(
            "services", "tags", "milestones", "participants__user"
        )
    )
    places = {incident.pk: number for number, incident in enumerate(incidents, 1)}
    numbers = {event["id"]: number for number, event in enumerate(content["timeline"], 1)}
    factors = {factor["id"]: number for number, factor in enumerate(content["factors"], 1)}
    return Document(
        key=postmortem.key,
        title=content["title"],
        owner=postmortem.owner.name if postmortem.owner else "",
        state=postmortem.state,
        published=postmortem.published_at.date() if postmortem.published_at else None,
        incidents=[_about(incident) for incident in incidents],
        sections=[Part(**section) for section in content["sections"]],
        events=[_event(event, places) for event in content["timeline"]],
        factors=[_factor(factor, numbers) for factor in content["factors"]],
        response=[Dimension(**row) for row in content["response"]],
        actions=[_item(item, factors) for item in _items(postmortem, reader)],
    )


def _items(postmortem: Postmortem, reader: User) -> list[ActionItem]:
    items = ActionItem.objects.visible_to(reader).of(postmortem)
    return list(items.select_related("owner").order_by("pk"))


def _about(incident: Incident) -> About:
    return About(
        key=incident.key,
        title=incident.title,
        severity=incident.severity.name,
        state=incident.state,
        visibility=incident.visibility,
        team=incident.team.name if incident.team else "",
        summary=incident.summary,
        impact=incident.impact,
        detection=incident.detection,
        customers_affected=incident.customers_affected,
        impact_started_at=incident.impact_started_at,
        impact_ended_at=incident.impact_ended_at,
        time_zone=incident.time_zone,
        services=[service.name for service in incident.services.all()],
        tags=[tag.name for tag in incident.tags.all()],
        milestones=[Milestone(one.kind, one.at, one.precision) for one in incident.milestones.all()],
        people=[Person(one.role, one.display_name) for one in incident.participants.all()],
    )


def _event(event: dict[str, Any], places: dict[int, int]) -> Event:
    return Event(
        at=datetime.fromisoformat(event["at"]),
        text=event["text"],
        kind=event["kind"],
        precision=event["precision"],
        until=datetime.fromisoformat(event["until"]) if event["until"] else None,
        incident=places.get(event["incident"], 1),
    )


def _factor(factor: dict[str, Any], numbers: dict[int, int]) -> Factor:
    evidence = sorted(numbers[pk] for pk in factor["evidence"] if pk in numbers)
    return Factor(factor["statement"], factor["kind"], factor["category"], evidence)


def _item(item: ActionItem, factors: dict[int, int]) -> Item:
    return Item(
        title=item.title,
        done_when=item.done_when,
        kind=item.kind,
        priority=item.priority,
        state=item.state,
        owner=item.owner.name if item.owner else item.owner_as_written,
        due=item.due_on,
        tracker=item.tracker_url,
        factor=factors.get(item.factor_id or 0, 0),
        key=item.key,
    )
