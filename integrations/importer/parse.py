"""From the text of a document to everything the application can use of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, tzinfo
from pathlib import PurePath

from core.when import zone_named
from integrations.importer import actions, timeline
from integrations.importer.dating import dating
from integrations.importer.exported import exported
from integrations.importer.frontmatter import split_header
from integrations.importer.headings import Role, key_of, role_of
from integrations.importer.history import place
from integrations.importer.inline import heading_text, plain_text, unescaped
from integrations.importer.judge import judge
from integrations.importer.labels import first, labels_in, people, services, severity
from integrations.importer.milestones import milestones, zero_of
from integrations.importer.outline import Node, outline
from integrations.importer.parsed import Action, Entry, ParsedPostmortem, ParsedSection, Place, spread
from integrations.importer.parts import Part, cut
from integrations.importer.source import checked, decode

_GENERIC = re.compile(
    r"(?:(?:incident|outage|service|public|internal|technical|production"
    r"|blameless)[ -]?)*(?:post-?mortems?|reports?|reviews?|retrospectives?|summary|overview|analysis"
    r"|rca|incident|outage)"
    r"(?: (?:report|template|document|analysis|review|summary|details))*",
    re.IGNORECASE,
)
_TITLE_LABELS = (
    "title",
    "incident title",
    "incident name",
    "name",
    "incident",
    "titel",
    "subject",
    "headline",
    "issue",
    "issue summary title",
)
_NAMED_TITLE = re.compile(r"(?:subject|title|incident|titel)\s?[:–—-]\s*(.{3,150})", re.IGNORECASE)
_LONGEST_TITLE = 200


def parse_file(data: bytes, name: str, *, zone: tzinfo = UTC, day: date | None = None) -> ParsedPostmortem:
    """Parse the bytes of a file. As ``parse``; raises CannotImport also for what cannot be decoded."""
    return parse(decode(data), name=name, zone=zone, day=day)


def parse(text: str, *, name: str = "", zone: tzinfo = UTC, day: date | None = None) -> ParsedPostmortem:
    """Parse a postmortem written in Markdown or plain text.

    ``name``: the file's, for a title or date of last resort. ``zone``: for times where the document names none.
    ``day``: the incident's day if the reader knows better than the document. Raises CannotImport.
    """
    text = checked(text)
    if own := exported(text):
        return own
    source = text.split("\n")
    header, skipped = split_header(source)
    body = [""] * skipped + source[skipped:]
    parts = cut(outline([unescaped(line) for line in body]))
    title, title_line = _title(parts, header, name)
    labels = labels_in(parts, header)
    when = dating(text=text, parts=parts, labels=labels, title=title, file=name)
    when = replace(when, day=day, declared=False) if day else when

    near = when.day or date.today()  # noqa: DTZ011 -- only decides the year of a date written without one
    marks = timeline.collect(parts, body, near=near, day_first=when.day_first)
    entries = place(marks, when, zone=zone, start=zero_of(text, labels, when, zone=zone))
    taken = {line - 1 for entry in entries for line in entry.lines}
    named = people(labels)
    setting = actions.Setting(when.day, when.day_first, _known_people(named, text))
    found = actions.collect(parts, body, taken, setting)
    judge(title=title, parts=parts, text=text, entries=len(entries), actions=len(found))
    parsed = ParsedPostmortem(
        title=title,
        date=when.day or next((entry.moment.at.date() for entry in entries if entry.moment), None),
        zone=when.zone_name or _zone_of(entries),
        timeline=entries,
        actions=found,
        sections=_sections(parts, body, entries, found, title_line),
        headings=[heading_text(node.text) for node in _headings(parts)],
        milestones=milestones(labels, _items(parts), entries, when, zone=zone),
        severity=severity(labels),
        services=services(labels),
        people=named,
        unplaced=[(number + 1, line) for number, line in enumerate(source[:skipped]) if line.strip()],
    )
    return replace(parsed, places=_places(parsed, title_line))


def _places(parsed: ParsedPostmortem, title_line: int | None) -> dict[int, Place]:
    """The place of every line that is not blank."""
    return spread(
        [
            ([title_line + 1] if title_line is not None else [], "title"),
            *((entry.lines, "timeline") for entry in parsed.timeline),
            *((action.lines, "action") for action in parsed.actions),
            *((section.lines, "section") for section in parsed.sections),
            ([number for number, _ in parsed.unplaced], "other"),
        ]
    )


def _title(parts: Sequence[Part], header: dict[str, str], name: str) -> tuple[str, int | None]:
    """The title, and the line it stands on if that line is nothing else."""
    if stated := header.get("title"):
        heading = next((part.heading for part in parts if part.heading), None)
        same = heading is not None and heading_text(heading.text).lower() == stated.lower()
        return stated[:_LONGEST_TITLE], heading.start if same and heading else None
    heading = _title_heading(parts)
    generic = heading is not None and bool(_GENERIC.fullmatch(heading_text(heading.text).strip(" :")))
    if heading is not None and not generic:
        return heading_text(heading.text)[:_LONGEST_TITLE], heading.start
    labelled = first(labels_in(parts[:4], {}), _TITLE_LABELS)
    if labelled and len(labelled.value) < _LONGEST_TITLE and "\n" not in labelled.value:
        return plain_text(labelled.value), None
    if heading is not None and (below := _line_below(parts, heading)):
        return below
    if heading is not None:
        return heading_text(heading.text)[:_LONGEST_TITLE], heading.start
    return _first_line(parts) or (_title_of_file(name), None)


def _title_heading(parts: Sequence[Part]) -> Node | None:
    """The document's first heading, unless it already is a section ("Summary", "Timeline") among its equals."""
    real = [part for part in parts if part.heading and part.real]
    heading = real[0].heading if real else None
    if heading is None:
        return None
    if role_of(real[0].name) is Role.OTHER and key_of(real[0].name) is None:
        return heading
    alone = sum(part.level <= real[0].level for part in real) == 1 and len(real) > 1
    long = len(heading_text(heading.text).split()) >= 3
    return heading if alone and (long or _GENERIC.fullmatch(heading_text(heading.text))) else None


def _line_below(parts: Sequence[Part], heading: Node) -> tuple[str, int | None] | None:
    """Below "# Postmortem": the next heading, if it is no section, or a bold line."""
    place = next(number for number, part in enumerate(parts) if part.heading is heading)
    if parts[place].nodes or place + 1 >= len(parts):
        return None
    after = parts[place + 1]
    if after.heading is None or role_of(after.name) is not Role.OTHER or key_of(after.name):
        return None
    return heading_text(after.name)[:_LONGEST_TITLE], after.heading.start


def _first_line(parts: Sequence[Part]) -> tuple[str, int | None] | None:
    """Of a text without headings: its first line, if it is short and no sentence."""
    for part in parts[:2]:
        if part.heading and not part.real and role_of(part.name) is Role.OTHER:
            return part.name[:_LONGEST_TITLE], part.heading.start
        node = part.nodes[0] if part.nodes else None
        if node and node.kind == "paragraph":
            line = plain_text(node.text.split("\n")[0])
            own = node.start if "\n" not in node.text else None
            if found := _NAMED_TITLE.match(line):
                return found[1], None
            before, colon, _ = line.partition(": ")
            if len(line) <= 120 and not line.endswith((".", ":", "!")) and (not colon or _GENERIC.fullmatch(before)):
                return line, own
            return None
    return None


def _title_of_file(name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).stem
    words = re.sub(r"[-_]+", " ", re.sub(r"^[0-9]{4}[-_]?[0-9]{2}[-_]?[0-9]{2}[-_ ]*", "", stem)).strip()
    return (words[:1].upper() + words[1:])[:_LONGEST_TITLE] or stem[:_LONGEST_TITLE] or "Untitled postmortem"


def _headings(parts: Iterable[Part]) -> Iterator[Node]:
    for part in parts:
        if part.heading and part.real:
            yield part.heading
        yield from (node for node in part.nodes if node.kind == "heading")


def _items(parts: Iterable[Part]) -> Iterator[Node]:
    def below(nodes: Iterable[Node], depth: int) -> Iterator[Node]:
        for node in nodes:
            if node.kind == "item":
                yield node
            if depth < 5:
                yield from below(node.children, depth + 1)

    for part in parts:
        yield from below(part.nodes, 0)


def _known_people(named: Sequence[tuple[str, str]], text: str) -> frozenset[str]:
    """Names and handles in the document, lower case, a full name's first name too."""
    names = {name.lower().lstrip("@") for _, name in named}
    names |= {name.split(" ")[0] for name in names if len(name.split(" ")[0]) > 2}
    names |= {handle.lower() for handle in re.findall(r"(?<![\w.])@([A-Za-z][\w-]{1,30})", text[:500_000])}
    return frozenset(names)


def _zone_of(entries: Sequence[Entry]) -> str | None:
    timed = [entry.moment for entry in entries if entry.moment and not entry.day_only]
    zones = {str(moment.zone) for moment in timed if moment.has_zone}
    name = str(timed[0].zone) if timed and timed[0].has_zone else next(iter(zones)) if len(zones) == 1 else None
    return name if name and zone_named(name) else None


def _sections(
    parts: Sequence[Part],
    body: Sequence[str],
    entries: Sequence[Entry],
    found: Sequence[Action],
    title_line: int | None,
) -> list[ParsedSection]:
    """Headings with what no other place has taken. Lines that serve as headings stay text of their section."""
    taken = {line for entry in entries for line in entry.lines} | {line for action in found for line in action.lines}
    if title_line is not None:
        taken.add(title_line + 1)
    starts = [part for part in parts if part.heading is None or part.real]
    bounds = [part.heading.start if part.heading else 0 for part in starts] + [len(body)]
    sections = []
    for part, start, stop in zip(starts, bounds, bounds[1:], strict=False):
        rest = [number for number in range(start + 1, stop + 1) if number not in taken]
        lines = tuple(number for number in rest if body[number - 1].strip())
        heading = part.heading
        above = {heading.start + 1, heading.stop} if heading else set()
        below = _tidied(body[number - 1] for number in rest if number not in above)
        name = heading_text(heading.text) if heading and heading.start != title_line else ""
        if below or (name and lines):
            sections.append(ParsedSection(name, part.level, below, key_of(name) if name else None, lines))
    return sections


def _tidied(lines: Iterable[str]) -> str:
    """The lines as a block: no blank line at either end, never two in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
