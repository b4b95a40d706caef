"""Files that ``publishing.exports.markdown`` wrote: they say exactly what they hold, so nothing is guessed."""

from collections.abc import Iterator
from datetime import UTC
from typing import cast, get_args
from zoneinfo import ZoneInfo

from accounts.zones import known_zones
from core.when import Moment, Precision
from integrations.importer.parsed import Action, Entry, MilestoneKind, ParsedPostmortem, ParsedSection, Place
from publishing.exports.document import Document, Event, Item
from publishing.exports.markdown import read


def exported(text: str) -> ParsedPostmortem | None:
    """What an export holds; None for any other document, also for one that was changed beyond exact reading."""
    try:
        document = read(text)
    except ValueError:
        return None
    about = document.incidents[0] if document.incidents else None
    lines = text.split("\n")
    return ParsedPostmortem(
        title=document.title,
        date=min((event.at.date() for event in document.events), default=None),
        zone=_zone(document).key,
        timeline=[_entry(event) for event in document.events],
        actions=[_action(item) for item in document.actions],
        sections=[ParsedSection(part.heading, 2, part.markdown, None, ()) for part in document.sections],
        headings=[part.heading for part in document.sections],
        milestones=dict(_milestones(document)),
        severity=about.severity if about else None,
        services=about.services if about else [],
        people=[(person.role, person.name) for person in about.people] if about else [],
        places=dict(_places(document, lines)),
        document=document,
    )


def _entry(event: Event) -> Entry:
    first, _, more = event.text.partition("\n\n")
    precision = cast(Precision, event.precision) if event.precision in get_args(Precision) else "exact"
    moment = Moment(event.at, event.at.tzinfo or UTC, event.until, precision, True, True, (0, 0))
    return Entry(moment, first, _lines(event.line, event.text), more=more, day_only=precision == "unknown")


def _action(item: Item) -> Action:
    return Action(
        item.title,
        _lines(item.line, f"{item.title}\n\n{item.done_when}".strip("\n")),
        owner=item.owner or None,
        due=item.due,
        priority=item.priority,
        done=item.state in {"done", "verified"},
        kind=item.kind,
        more=item.done_when,
    )


def _lines(first: int, body: str) -> tuple[int, ...]:
    return tuple(range(first, first + 2 + len(body.split("\n")))) if body else (first,)


def _zone(document: Document) -> ZoneInfo:
    name = document.incidents[0].time_zone if document.incidents else "UTC"
    return ZoneInfo(name if name in known_zones() else "UTC")


def _milestones(document: Document) -> Iterator[tuple[MilestoneKind, Moment]]:
    """Those of the first incident whose time is known, for the preview."""
    zone = _zone(document)
    for one in document.incidents[0].milestones if document.incidents else ():
        if one.at and one.kind in get_args(MilestoneKind):
            precision: Precision = "approximate" if one.precision == "approximate" else "exact"
            moment = Moment(one.at.astimezone(zone), zone, None, precision, True, True, (0, 0))
            yield cast(MilestoneKind, one.kind), moment


def _places(document: Document, lines: list[str]) -> Iterator[tuple[int, Place]]:
    """Events and items where they stand; all else belongs to the sections (a header's facts go to the incident)."""
    taken: dict[int, Place] = {n: "timeline" for event in document.events for n in _lines(event.line, event.text)}
    taken |= {n: "action" for item in document.actions for n in _action(item).lines}
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, taken.get(number, "section")
