"""From a parsed document to an incident, its postmortem and its action items, in one transaction."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actions.models import ActionItem
from incidents.models import Incident, Milestone, Participant, TimelineEvent
from integrations.importer.accept_export import take
from integrations.importer.composition import Composed, Outline, compose, slug_for
from integrations.importer.draft import ImportDraft
from integrations.importer.errors import CannotImport
from integrations.importer.inline import plain_text
from integrations.importer.matching import (
    People,
    action_kind,
    priority_of,
    role_named,
    services_named,
    severity_of,
    usual_severity,
    zone_name_of,
)
from integrations.importer.parsed import Action, Entry, ParsedPostmortem
from integrations.importer.references import definitions, with_addresses
from postmortems import text
from postmortems.models import Postmortem, Section, Template

_LONGEST_SUMMARY = 2000
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]|\"']{4,490}(?<![.,;:])")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made. ``new`` is False if the same text had been imported before: then nothing was added."""

    incident: Incident
    postmortem: Postmortem | None
    events: int = 0
    actions: int = 0
    new: bool = True


@transaction.atomic
def accept(draft: ImportDraft, *, by: User) -> Imported:
    """Import a draft, all of it or nothing. A text that was imported before adds nothing. Raises CannotImport."""
    if draft.pk:  # of two who accept at once the second waits, and finds it done
        draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    before = ImportDraft.objects.imported(draft.fingerprint, by)
    if before and before.incident:
        return Imported(before.incident, before.postmortem, new=False)
    done = _take(draft, draft.decided(), by=by)
    draft.incident, draft.postmortem, draft.imported_at = done.incident, done.postmortem, timezone.now()
    draft.save()
    return done


def _take(draft: ImportDraft, decided: ParsedPostmortem, *, by: User) -> Imported:
    if decided.document:
        taken = take(draft, decided, decided.document, template_for(draft), by=by)
        return Imported(taken.incident, taken.postmortem, taken.events, taken.actions)
    parsed, people = linked(decided), People()
    incident = _incident(draft, parsed, by=by, people=people)
    events = _events(draft, parsed, incident, by=by)
    postmortem = _postmortem(draft, parsed, incident, by=by, people=people)
    actions = _actions(draft, parsed, postmortem, by=by, people=people)
    return Imported(incident, postmortem, events, actions)


def linked(parsed: ParsedPostmortem) -> ParsedPostmortem:
    """The same with the addresses of its links written where the links are."""
    known = definitions(section.markdown for section in parsed.sections)
    return replace(
        parsed,
        timeline=[
            replace(e, text=with_addresses(e.text, known), more=with_addresses(e.more, known)) for e in parsed.timeline
        ],
        actions=[
            replace(a, text=with_addresses(a.text, known), more=with_addresses(a.more, known)) for a in parsed.actions
        ],
        sections=[replace(s, markdown=with_addresses(s.markdown, known)) for s in parsed.sections],
    )


def template_for(draft: ImportDraft) -> Template:
    """The chosen template, else the first. Raises CannotImport (``unreadable``) in an installation without any."""
    template = draft.template or Template.objects.first()
    if template is None:
        raise CannotImport("unreadable", "There is no template yet: add one in the settings, then import again.")
    return template


def outline_of(template: Template) -> list[Outline]:
    """The sections that a postmortem with this template starts with."""
    return [Outline(section.key, section.heading) for section in template.sections.all()]


def _incident(draft: ImportDraft, parsed: ParsedPostmortem, *, by: User, people: People) -> Incident:
    texts = {section.key: section.markdown for section in reversed(parsed.sections) if section.markdown}
    incident = Incident.open(
        by=by,
        services=services_named(parsed.services),
        title=parsed.title[:200],
        severity=draft.severity or severity_of(parsed.severity) or usual_severity(),
        summary=texts.get("summary", "")[:_LONGEST_SUMMARY],
        impact=texts.get("impact", "")[:_LONGEST_SUMMARY],
        time_zone=zone_name_of(parsed, otherwise=draft.time_zone or by.time_zone),
    )
    _milestones(parsed, incident, by=by)
    _participants(parsed, incident, people)
    return incident


def _milestones(parsed: ParsedPostmortem, incident: Incident, *, by: User) -> None:
    """Set what is stated. A postmortem looks back, so its incident is over, if need be at a time that nobody knows."""
    for kind, moment in parsed.milestones.items():
        unknown = moment.precision == "unknown"
        incident.set_milestone(kind, at=None if unknown else moment.at, precision=moment.precision)
    if "started" not in parsed.milestones and (began := _began(parsed, incident)):
        incident.set_milestone(Milestone.Kind.STARTED, at=began, precision=Milestone.Precision.APPROXIMATE)
    if "resolved" not in parsed.milestones:
        incident.set_milestone(Milestone.Kind.RESOLVED, at=None)
    incident.resolve(by=by)


def _began(parsed: ParsedPostmortem, incident: Incident) -> datetime | None:
    """About when it began where nobody says: with the earliest entry, else on its day. Lists go by this."""
    known = [entry.moment.at for entry in parsed.timeline if entry.moment]
    known += [moment.at for moment in parsed.milestones.values()]
    if known:
        return min(known, key=lambda at: at.astimezone(UTC))
    return datetime.combine(parsed.date, time(), tzinfo=incident.zone) if parsed.date else None


def _participants(parsed: ParsedPostmortem, incident: Incident, people: People) -> None:
    named: set[tuple[object, str]] = set()
    for label, name in parsed.people:
        role, user = role_named(label), people.find(name)
        if role and (user or name, role) not in named:
            named.add((user or name, role))
            Participant.objects.create(incident=incident, user=user, name="" if user else name[:120], role=role)


def _events(draft: ImportDraft, parsed: ParsedPostmortem, incident: Incident, *, by: User) -> int:
    placed = [entry for entry in parsed.timeline if entry.moment]
    TimelineEvent.objects.bulk_create(
        _event(draft, entry, previous, incident, by=by)
        for entry, previous in _with_previous(parsed.timeline)
        if entry.moment or previous
    )
    return len(placed)


def _with_previous(timeline: list[Entry]) -> list[tuple[Entry, Entry | None]]:
    """Each entry with the nearest one of known time before it."""
    pairs: list[tuple[Entry, Entry | None]] = []
    previous = next((entry for entry in timeline if entry.moment), None)
    for entry in timeline:
        previous = entry if entry.moment else previous
        pairs.append((entry, previous))
    return pairs


def _event(draft: ImportDraft, entry: Entry, previous: Entry | None, incident: Incident, *, by: User) -> TimelineEvent:
    """An event. One whose time nobody knows stands beside the entry before it, and says so."""
    moment = entry.moment or (previous.moment if previous else None)
    if moment is None:
        raise ValueError("An event has a time.")
    words = entry.text if entry.moment or not entry.when else f"{entry.when}: {entry.text}"
    known = entry.moment is not None and not entry.day_only
    return TimelineEvent(
        incident=incident,
        occurred_at=moment.at,
        ended_at=moment.end if entry.moment else None,
        precision=moment.precision if known else TimelineEvent.Precision.UNKNOWN,
        text="\n\n".join(part for part in (words, entry.more) if part),
        author=by,
        source=TimelineEvent.Source.IMPORT,
        source_ref=f"{draft.fingerprint[:16]}:{entry.lines[0]}",
    )


def _postmortem(
    draft: ImportDraft, parsed: ParsedPostmortem, incident: Incident, *, by: User, people: People
) -> Postmortem:
    template = template_for(draft)
    author = next(
        (user for label, name in parsed.people if "respon" not in label and (user := people.owner(name))), None
    )
    postmortem = Postmortem.start(
        incidents=[incident], template=template, by=by, owner=author, title=parsed.title[:200]
    )
    sections = {section.key: section for section in postmortem.sections.all()}
    keys = set(sections)
    composed = compose(parsed, [Outline(section.key, section.heading) for section in sections.values()])
    untimed = [entry for entry in parsed.timeline if entry.moment is None]
    if untimed and not any(entry.moment for entry in parsed.timeline):
        composed.append(Composed(None, "Timeline", ["\n".join(f"- {e.when}: {e.text}" for e in untimed)]))
    texts = {}
    for each in composed:
        section = sections.get(each.key or "") or _own_section(postmortem, each, keys, position=len(keys))
        texts[section.key] = each.markdown
    text.write_all(postmortem, texts, by=by)
    return postmortem


def _own_section(postmortem: Postmortem, composed: Composed, keys: set[str], *, position: int) -> Section:
    heading, key = composed.heading, slug_for(composed.heading, keys)
    if len(heading) > 120:
        composed.pieces.insert(0, f"**{heading}**")
    return Section.objects.create(postmortem=postmortem, key=key, heading=heading[:120], position=position)


def _actions(draft: ImportDraft, parsed: ParsedPostmortem, postmortem: Postmortem, *, by: User, people: People) -> int:
    for action in parsed.actions:
        owner = people.owner(action.owner)
        title = plain_text(action.text)
        ActionItem.objects.create(
            title=title if len(title) <= 300 else f"{title[:299]}…",
            done_when=_details(action, title),
            owner=owner,
            owner_as_written="" if owner else (action.owner or "")[:120],
            due_on=action.due,
            priority=priority_of(action.priority) or ActionItem.Priority.P3,
            kind=action_kind(action.kind) or ActionItem.Kind.PREVENT,
            tracker_url=_ticket(action),
            postmortem=postmortem,
            created_by=by,
            source_ref=f"{draft.fingerprint[:16]}:{action.lines[0]}",
        )
    return len(parsed.actions)


def _ticket(action: Action) -> str:
    found = _ADDRESS.search(f"{action.text} {action.more}")
    return found[0] if found else ""


def _details(action: Action, title: str) -> str:
    """What does not fit into the title: its marks and links, its end, and what was written below it."""
    parts = [action.text if title != action.text or len(title) > 300 else "", action.more]
    if action.kind and not action_kind(action.kind):
        parts.append(action.kind)
    if action.done:
        parts.append("Marked as done in the imported document.")
    return "\n\n".join(part for part in parts if part)
