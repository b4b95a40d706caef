"""The timeline as it is shown: events by day, with how they stood before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from core.markdown import render_all
from incidents.models import Evidence, Incident, TimelineEvent, TimelineEventEdit
from incidents.readings import Frame


@dataclass(frozen=True)
class Before:
    """One edit: who made it when, and how the event stood before and after."""

    by: User
    at: datetime
    was: TimelineEvent | TimelineEventEdit
    became: TimelineEvent | TimelineEventEdit


@dataclass(frozen=True)
class Entry:
    """An event ready to be shown."""

    event: TimelineEvent
    html: SafeString
    distance: str
    history: list[Before]
    evidence: list[Evidence]


@dataclass(frozen=True)
class Day:
    day: date
    entries: list[Entry]


def by_day(
    events: Iterable[TimelineEvent], *, reader: User, frame: Frame, evidence: Iterable[Evidence] = ()
) -> list[Day]:
    """``events`` (in order, as ``shown`` gives them) with their ``evidence``, under the days of the reader's zone."""
    listed = list(events)
    pieces: dict[int | None, list[Evidence]] = {}
    for piece in evidence:
        pieces.setdefault(piece.event_id, []).append(piece)
    texts = render_all([event.text for event in listed], reader)
    entries = (
        Entry(event, html, frame.distance(event.occurred_at), list(history(event)), pieces.get(event.pk, []))
        for event, html in zip(listed, texts, strict=True)
    )
    days = groupby(entries, key=lambda entry: timezone.localdate(entry.event.occurred_at))
    return [Day(day, list(group)) for day, group in days]


def shown(incident: Incident, *, kind: str = "", starred: bool = False) -> list[TimelineEvent]:
    """The events on the timeline of ``incident``, of one kind or starred ones only if asked for."""
    events = incident.events.present().select_related("author").prefetch_related("edits__by")
    if kind in TimelineEvent.Kind.values:
        events = events.filter(kind=kind)
    return list(events.starred() if starred else events)


def history(event: TimelineEvent) -> Iterator[Before]:
    """Every edit of time or text, the latest first."""
    edits = list(event.edits.all())
    states: list[TimelineEvent | TimelineEventEdit] = [event, *edits]
    for edit, (became, was) in zip(edits, pairwise(states), strict=True):
        yield Before(edit.by, edit.at, was, became)
