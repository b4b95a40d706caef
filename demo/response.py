"""The acts of an incident: it is opened, its timeline is written, it is resolved, perhaps closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from demo.acts import Act, Story
from demo.evidence import collect
from incidents import asking
from incidents.models import AccessRequest, Incident, IncidentLink, Milestone, Tag, TimelineEvent

WRITTEN_AFTER = timedelta(minutes=1)  # people note an event a minute after it happened
SOURCES = (TimelineEvent.Source.ALERT, TimelineEvent.Source.CHAT, TimelineEvent.Source.SYSTEM)
Precision = Milestone.Precision


def incident_acts(story: Story) -> Iterator[Act]:
    """Everything that happens to the incident itself."""
    told, moment = story.told, story.calendar.moment
    yield Act(moment(told["opened"]), partial(open_incident, story))
    for verb in ("mitigate", "resolve"):
        if verb in told:
            by = story.person(told[verb]["by"])
            yield Act(moment(told[verb]["at"]), partial(_move, story, verb, by=by, at=moment(told[verb]["at"])))
    if "cancel" in told:
        yield Act(moment(told["cancel"]["at"]), partial(cancel, story))
    for edit in told.get("edits", []):
        yield Act(moment(edit["at"]), partial(edit_event, story, edit))
    for asked in told.get("asked_for_access", []):
        yield story.step(asked["after"], "close", partial(ask_for_access, story, asked["by"]), of=asked["by"])
    if "closed_after" in told:
        by = story.person(told.get("closed_by", told["by"]))
        yield story.step(told["closed_after"], "close", partial(_move, story, "close", by=by))


def ask_for_access(story: Story, handle: str) -> None:
    """Somebody has the link, and asks; who answers for it has not decided yet."""
    AccessRequest.ask(story.person(handle), story.incident.key)
    asking.forward()


def open_incident(story: Story) -> None:
    """Write the incident down with its people, places and timeline."""
    told, cast, moment = story.told, story.cast, story.calendar.moment
    start, end = (moment(text) if text else None for text in told.get("impact_window", ("", "")))
    fields = {name: told[name] for name in ("detection", "visibility") if name in told}
    estimated = [text.startswith("~") for text in told.get("impact_window", ("", ""))]
    incident = Incident.objects.create(
        title=told["title"],
        summary=cast.tell(told.get("summary", "")),
        severity=cast.severities[told["severity"]],
        team=cast.teams[told["team"]],
        impact=cast.tell(told.get("impact", "")),
        customers_affected=told.get("customers"),
        impact_started_at=start,
        impact_start_estimated=estimated[0],
        impact_ended_at=end,
        impact_end_estimated=estimated[1],
        time_zone=story.calendar.zone.key,
        created_by=story.person(told["by"]),
        **fields,
    )
    cast.incidents[story.name] = incident
    incident.services.set(cast.services[name] for name in told["services"])
    incident.tags.set(Tag.objects.get_or_create(name=name)[0] for name in told.get("tags", []))
    incident.restricted_to.set(story.person(handle) for handle in told.get("restricted_to", []))
    _note_people(story, told["people"])
    for kind, written in told["milestones"].items():
        incident.set_milestone(kind, at=None if written == "?" else moment(written), precision=_precision(written))
    for kind, other in told.get("links", []):
        IncidentLink.objects.create(source=incident, kind=kind, target=cast.incidents[other])
    for label, url in told.get("references", []):
        incident.references.create(label=label, url=url)
    TimelineEvent.objects.bulk_create(_events(story))
    collect(story)


def _note_people(story: Story, people: dict[str, list[str]]) -> None:
    """``people`` by role; a name with a space in it is somebody without an account."""
    for role, names in people.items():
        for name in names:
            who = {"name": name} if " " in name else {"user": story.person(name)}
            story.incident.participants.create(role=role, **who)


def _precision(written: str) -> str:
    return Precision.APPROXIMATE if written.startswith("~") else Precision.EXACT


def _events(story: Story) -> Iterator[TimelineEvent]:
    for number, line in enumerate(timeline_lines(story.told["timeline"]), 1):
        begin, _dash, end = line["when"].partition("–")
        source = line["who"] if line["who"] in SOURCES else TimelineEvent.Source.MANUAL
        occurred_at = story.calendar.moment(begin)
        yield TimelineEvent(
            incident=story.incident,
            occurred_at=occurred_at,
            ended_at=story.calendar.moment(end) if end else None,
            precision=_precision(begin),
            kind=line["kind"].rstrip("*"),
            starred=line["kind"].endswith("*"),
            text=story.cast.tell(line["text"]),
            author=story.person(line["who"]) if source == TimelineEvent.Source.MANUAL else None,
            source=source,
            source_ref=f"{story.name}/{number}" if source != TimelineEvent.Source.MANUAL else "",
            created_at=_noted_at(story, occurred_at),
        )


def _noted_at(story: Story, occurred_at: datetime) -> datetime:
    """A minute after it happened, but not before the incident was opened."""
    return min(max(occurred_at, story.calendar.moment(story.told["opened"])) + WRITTEN_AFTER, story.calendar.now)


def timeline_lines(text: str) -> list[dict[str, str]]:
    """The events of a data file: ``when | kind | who | text`` a line, more text on indented lines below."""
    events: list[dict[str, str]] = []
    for line in text.strip().splitlines():
        if line.startswith((" ", "\t")) or not line:
            events[-1]["text"] += "\n" + line.removeprefix("    ")
        else:
            parts = [part.strip() for part in line.split(" | ", 3)]
            events.append(dict(zip(("when", "kind", "who", "text"), parts, strict=True)))
    return events


def event_at(story: Story, when: str) -> TimelineEvent:
    """The first event that began at ``when``."""
    event = story.incident.events.filter(occurred_at=story.calendar.moment(when)).first()
    if event is None:
        raise ValueError(f"{story.name}: nothing in the timeline happened at {when}.")
    return event


def _move(story: Story, verb: str, **how: Any) -> None:
    getattr(story.incident, verb)(**how)


def cancel(story: Story) -> None:
    told = story.told["cancel"]
    reason = story.cast.tell(told["reason"])
    story.incident.cancel(by=story.person(told["by"]), because=told["because"], reason=reason)


def edit_event(story: Story, told: dict[str, Any]) -> None:
    """Correct the time or the text of an event, as people do when the logs are in."""
    changes: dict[str, object] = {}
    if "text" in told:
        changes["text"] = story.cast.tell(told["text"])
    if "to" in told:
        changes |= {"occurred_at": story.calendar.moment(told["to"]), "precision": _precision(told["to"])}
    event_at(story, told["event"]).edit(by=story.person(told["by"]), **changes)
