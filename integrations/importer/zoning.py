"""In which zone a document's times are."""

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo

from core.when import place_at, plain, zone_at, zone_named
from integrations.importer.headings import Role
from integrations.importer.inline import plain_text
from integrations.importer.labels import Label
from integrations.importer.parts import Part, prose_of

ZONE_LABELS = (
    "timezone", "time zone", "tz", "zone", "zeitzone", "times", "all times", "times in", "time zones", "timestamps",
    "timezone used", "clock", "uhrzeiten", "zeiten", "zeitangaben", "timeline timezone", "timeline time zone",
)  # fmt: skip
ZONE_CUE = re.compile(
    r"\b(?:(?:all |the |unless .{0,30})?(?:times?(?: ?stamps?| ?zones?)?|timestamps?|events|entries"
    r"|hours|clock|uhrzeiten|zeiten|zeitangaben)\b)",
    re.IGNORECASE,
)
_ALL_TIMES = re.compile(
    r"\b(?:all |the )?(?:times?|timestamps?|dates|clocks|hours|uhrzeiten|zeiten|zeitangaben)\b(?:[^.\n]{0,40}"
    r"\b(?:in|are|is|sind|as|local)\b|(?= ?[(:,–-]? ?\(?[A-Z]))|\btime ?zone",
    re.I,
)
_ZONE_WORD = re.compile(r"(?<![\w/+-])(?=[A-Z][A-Za-z]{1,15}[/A-Za-z +:0-9-]{0,30})")
_ZONED_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]\.?m\.?)? ?\(?(?=[A-Z])", re.IGNORECASE)
_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?(?=Z\b|[+-][0-9]{2}:?[0-9]{2}\b)"
)
_UNIVERSAL = re.compile(r"\b(?:UTC|GMT|Zulu)\b")


def zone_of(parts: list[Part], labels: list[Label], text: str) -> tuple[tzinfo, str] | None:
    """The zone and its name as written: what a label, the timeline or a sentence states, else the only one named."""
    return _declared_zone(parts, labels) or _only_zone(text)


def _declared_zone(parts: list[Part], labels: list[Label]) -> tuple[tzinfo, str] | None:
    if any(_has_universal_column(part) for part in parts if part.role is Role.TIMELINE):
        return UTC, "UTC"  # the column that is read, whatever the document's own zone is
    for label in labels:
        if label.name in ZONE_LABELS and (zone := _zone_in(label.value, place=True)):
            return zone
    timeline = [part for part in parts if part.role is Role.TIMELINE]
    for part in timeline:
        short = (text for text in prose_of(part) if ZONE_CUE.search(text) or len(text) < 60)
        for text in [part.name, *short, *_day_lines(part)]:
            if zone := _zone_in(text, place=bool(_ALL_TIMES.search(text)) or text is part.name):
                return zone
        if zone := _header_zone(part, sure=True):
            return zone
    return _zone_elsewhere(parts)


def _zone_elsewhere(parts: list[Part]) -> tuple[tzinfo, str] | None:
    """ "All times are in UTC" anywhere, or a table's column "Time (UTC)"."""
    for part in parts:
        for text in [part.name, *prose_of(part)]:
            for cue in _ALL_TIMES.finditer(text):
                if zone := _zone_in(text[cue.start() : cue.end() + 60], place=True):
                    return zone
        if zone := _header_zone(part, sure=False):
            return zone
    return None


def _day_lines(part: Part) -> Iterator[str]:
    """Headings and rows between the entries ("21 July (UTC)")."""
    for node in part.nodes:
        if node.kind == "heading":
            yield node.line
        for row in node.children if node.kind == "table" else ():
            filled = [cell for cell in row.cells if cell.strip()]
            if len(filled) == 1:
                yield filled[0]


def _has_universal_column(part: Part) -> bool:
    tables = (node for node in part.nodes if node.kind == "table" and node.children)
    return any(_UNIVERSAL.search(cell) and len(cell) < 40 for table in tables for cell in table.children[0].cells)


def _header_zone(part: Part, *, sure: bool) -> tuple[tzinfo, str] | None:
    """The zone in a table's header. Of two time columns the one in UTC counts."""
    for node in part.nodes:
        if node.kind == "table" and node.children:
            cells = sorted(node.children[0].cells, key=lambda cell: not _UNIVERSAL.search(cell))
            for cell in cells:
                if (sure or ZONE_CUE.search(cell)) and len(cell) < 40 and (zone := _zone_in(cell, place=True)):
                    return zone
    return None


def _zone_in(text: str, *, place: bool = False) -> tuple[tzinfo, str] | None:
    """The first zone that a sentence names. ``place``: it is about the zone, so that "Berlin" will do."""
    plain_line = plain(plain_text(text))[:1000]
    whole = zone_named(plain_line.strip(" ()."))
    if whole is not None:
        return whole, plain_line.strip(" ().")
    for read in (zone_at, place_at) if place else (zone_at,):
        for found in _ZONE_WORD.finditer(plain_line):
            if (zone := read(plain_line, found.start())) and not plain_line[zone[1] : zone[1] + 1].isalnum():
                return zone[0], plain_line[found.start() : zone[1]]
    return None


def _only_zone(text: str) -> tuple[tzinfo, str] | None:
    """The zone of the document's zoned times, if they all have the same."""
    plain_doc = plain(text)
    named: dict[str, tzinfo] = {}
    for pattern in (_ZONED_CLOCK, _STAMP):
        for found in pattern.finditer(plain_doc):
            if zone := zone_at(plain_doc, found.end()):
                name = plain_doc[found.end() : zone[1]]
                named.setdefault(name if "/" in name or " " in name else name.upper().replace("Z", "UTC"), zone[0])
    if len(named) != 1:
        return None
    name, only = next(iter(named.items()))
    return only, name
