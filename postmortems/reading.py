"""What the reading view shows beside the article itself: facts, figure, publications, and parts of higher packages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.markdown import plain
from incidents.figure import draw
from incidents.metrics import Measured, durations
from incidents.models import Incident, Participant, TimelineEvent
from incidents.strip import strip
from postmortems.changes import changed_headings
from postmortems.content import content_of
from postmortems.models import Postmortem, Revision
from postmortems.models.postmortem import State


@dataclass(frozen=True)
class ArticlePart:
    """A section that a higher package adds: ``key`` is its anchor, ``html`` a whole ``<section>``."""

    key: str
    heading: StrOrPromise
    html: SafeString


PartRenderer = Callable[[Postmortem, User], ArticlePart | None]
_parts: list[PartRenderer] = []


def add_part(renderer: PartRenderer) -> PartRenderer:
    """Let a higher package add to the article: ``renderer(postmortem, reader)`` gives a part, or None."""
    _parts.append(renderer)
    return renderer


def parts_for(postmortem: Postmortem, reader: User) -> list[ArticlePart]:
    return [part for renderer in _parts if (part := renderer(postmortem, reader)) is not None]


Listener = Callable[[Revision, User], None]
_listeners: list[Listener] = []


def on_read(listener: Listener) -> Listener:
    """Let a higher package know when somebody opens what is published: ``listener(revision, reader)``."""
    _listeners.append(listener)
    return listener


def was_read(revision: Revision, reader: User) -> None:
    for listener in _listeners:
        listener(revision, reader)


@dataclass(frozen=True)
class Told:
    """One of the incidents with what is drawn and measured of it."""

    incident: Incident
    steps: Any
    figure: Any
    lasted: Measured | None
    detected_after: Measured | None

    @property
    def impact(self) -> str:
        return plain(self.incident.impact)


def told_in(postmortem: Postmortem, events: Iterable[dict[str, Any]]) -> list[Told]:
    """Its incidents with the figure of ``events`` (a content's timeline, so that a revision shows its own)."""
    incidents = postmortem.incidents.select_related("severity", "team").prefetch_related(
        "milestones", "services", "participants__user"
    )
    by_incident: dict[int, list[TimelineEvent]] = {}
    for event in events:
        by_incident.setdefault(event["incident"], []).append(_event(event))
    return [_told(incident, by_incident.get(incident.pk, [])) for incident in incidents]


def _told(incident: Incident, events: list[TimelineEvent]) -> Told:
    lengths = durations(incident)
    return Told(
        incident,
        strip(incident),
        draw(incident, events) if events else None,
        lengths.get("resolve"),
        lengths.get("detect"),
    )


def _event(event: dict[str, Any]) -> TimelineEvent:
    to_python = TimelineEvent._meta.get_field("occurred_at").to_python
    return TimelineEvent(
        pk=event["id"],
        incident_id=event["incident"],
        occurred_at=to_python(event["at"]),
        ended_at=to_python(event["until"]) if event["until"] else None,
        precision=event["precision"],
        kind=event["kind"],
        text=event["text"],
    )


def people_by_role(told: Iterable[Told]) -> list[tuple[str, list[str]]]:
    """Who took part, under the name of their role; each person once a role."""
    roles: dict[str, dict[str, None]] = {str(role): {} for role in Participant.Role.labels}
    for one in told:
        for participant in one.incident.participants.all():
            roles[str(participant.get_role_display())][participant.display_name] = None
    return [(role, list(names)) for role, names in roles.items() if names]


@dataclass(frozen=True)
class Step:
    """From one publication to the next."""

    before: Revision
    now: Revision


@dataclass(frozen=True)
class Publications:
    """When it was published, the newest first, and what reads differently by now."""

    revisions: list[Revision]
    changed: list[str]

    @property
    def steps(self) -> list[Step]:
        return [Step(before, now) for now, before in pairwise(self.revisions)]


def publications(postmortem: Postmortem) -> Publications:
    published = list(postmortem.revisions.filter(why=Revision.Why.PUBLISHED))
    shown = postmortem.published_revision
    is_read = shown is not None and postmortem.state == State.PUBLISHED
    changed = changed_headings(shown.content, content_of(postmortem)) if shown is not None and is_read else []
    return Publications(published, changed)
