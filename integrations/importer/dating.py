"""On which day a document's incident was, and in which zone its times are."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from core.when import Day, NotATime, Written, day_at, is_month_first, lead, plain, written_at, zone_at, zone_named
from integrations.importer.headings import Role
from integrations.importer.inline import plain_text
from integrations.importer.labels import Label, first
from integrations.importer.outline import Node
from integrations.importer.parts import Part

_ZONE_CUE = re.compile(
    r"\b(?:(?:all |the |unless .{0,30})?(?:times?(?: ?stamps?| ?zones?)?|timestamps?|events|entries"
    r"|hours|clock|uhrzeiten|zeiten|zeitangaben)\b)",
    re.IGNORECASE,
)
_ALL_TIMES = re.compile(
    r"\b(?:all |the )?(?:times?|timestamps?|dates|zeiten|zeitangaben)\b[^.\n]{0,40}\b(?:in|are|is"
    r"|sind|as|local)\b|\btime ?zone",
    re.I,
)
_ZONE_WORD = re.compile(r"(?<![\w/+-])(?=[A-Z][A-Za-z]{1,15}[/A-Za-z +:0-9-]{0,30})")
_ZONED_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]\.?m\.?)? ?\(?(?=[A-Z])", re.IGNORECASE)
_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?(?=Z\b|[+-][0-9]{2}:?[0-9]{2}\b)"
)
_DAY_AHEAD = re.compile(
    r"(?<![0-9A-Za-z./:-])(?=[0-9]{1,4}[-./ ]|[0-9]{8}|[0-9]{1,2}(?:st|nd|rd|th)|(?:jan|feb|mar|apr"
    r"|may|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz]|m[äa]r|mon|tue|wed|thu|fri|sat|sun)[a-zä]{0,7})",
    re.I,
)
INCIDENT_LABELS = (
    "incident date", "date of incident", "incident start", "date of the incident", "outage date", "start",
    "started", "start time", "started at", "incident started", "incident start time", "start date", "began",
    "impact start", "beginning", "when", "datum", "date occurred", "occurred", "occurred at", "occurred on",
    "incident window", "outage window", "duration window", "time of incident", "date/time", "date and time",
    "date & time", "incident date and time", "impact window", "event date", "time period", "period",
    "incident time", "start of incident", "date(s)", "dates",
)  # fmt: skip
_DATE_LABELS = ("date",)
_LATE_LABELS = (
    "published",
    "created",
    "last modified",
    "updated",
    "postmortem date",
    "report date",
    "pubdate",
    "publishdate",
)
# Who names such a zone writes 3/11 for the eleventh of March, unless the document shows otherwise.
_AMERICAN = re.compile(
    r"[PMCE][SD]?T|(?:US/|America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit)).*|pacific.*|eastern.*", re.I
)
_FILE_DATE = re.compile(r"(?<![0-9])(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])[-_.]?([0-3][0-9])(?![0-9])")
_RECENT = date(1995, 1, 1)


@dataclass(frozen=True, slots=True)
class Dating:
    """``day`` is None if nothing tells it, ``zone`` if none is named (``zone_name`` is it as written)."""

    day: date | None
    zone: tzinfo | None
    zone_name: str | None
    day_first: bool
    declared: bool = False  # the timeline itself says on which day it is


def dating(*, text: str, parts: list[Part], labels: list[Label], title: str, file: str) -> Dating:
    """Find out day and zone. Whoever states them for the timeline is believed before labels, title and header."""
    zone = _declared_zone(parts, labels) or _only_zone(text)
    american = zone is not None and bool(_AMERICAN.fullmatch(zone[1]))
    day_first = not is_month_first(text, otherwise=american)
    near = _any_year(text, labels)
    days = _candidates(parts, labels, title, file, near=near, day_first=day_first)
    day = next((found for found in days if found and found >= _RECENT), None)
    declared = day is not None and day in _declared_days(parts, near=near, day_first=day_first)
    named, zone_name = zone or (None, None)
    return Dating(day, named, zone_name, day_first, declared)


def _candidates(
    parts: list[Part], labels: list[Label], title: str, file: str, *, near: date, day_first: bool
) -> Iterator[date | None]:
    def in_text(text: str) -> date | None:
        return next(dates_in(text, near=near, day_first=day_first), None)

    timeline = [part for part in parts if part.role is Role.TIMELINE]
    yield from _declared_days(parts, near=near, day_first=day_first)
    yield from (in_text(part.name) for part in timeline if part.own is Role.TIMELINE)
    for names in (INCIDENT_LABELS, ("date",)):
        label = first((each for each in labels if names is INCIDENT_LABELS or each.line >= 0), names)
        yield in_text(plain_text(label.value)[:200]) if label else None
    yield in_text(title)
    stated = first(labels, _DATE_LABELS)
    stated_day = in_text(stated.value[:100]) if stated else None
    listed = next(_listed_days(timeline, near=stated_day or near, day_first=day_first), None)
    # a page is often dated when it was published, days after what it tells of
    if listed and (stated_day is None or timedelta(0) < stated_day - listed < timedelta(days=60)):
        yield listed
    yield stated_day
    yield _file_day(file)
    yield from (in_text(plain_text(node.text)[:2000]) for part in parts[:4] for node in part.nodes if node.text)
    late = first(labels, _LATE_LABELS)
    yield in_text(late.value[:100]) if late else None
    yield from (in_text(plain_text(node.text)[:2000]) for part in parts[:60] for node in part.nodes[:30] if node.text)


def _declared_days(parts: list[Part], *, near: date, day_first: bool) -> Iterator[date]:
    """Days in sentences such as "all times are in UTC on 3 May", in the timeline."""
    for part in parts:
        if part.own is Role.TIMELINE:
            for text in _prose(part):
                if _ZONE_CUE.search(text) and not lead(text):
                    yield from itertools.islice(dates_in(text, near=near, day_first=day_first), 1)


def dates_in(text: str, *, near: date, day_first: bool) -> Iterator[date]:
    """The calendar dates in a text (not "Monday", not "yesterday"), in order."""
    plain_line = plain(text)
    for found in _DAY_AHEAD.finditer(plain_line):
        try:
            day = day_at(plain_line, found.start())
            if day and not day[0].relative and _is_date(day[0]):
                yield day[0].near(near, day_first=day_first)
        except NotATime:
            continue


def _is_date(day: Day) -> bool:
    return day.year is None or 1995 <= day.year <= 2100


def _listed_days(timeline: list[Part], *, near: date, day_first: bool) -> Iterator[date]:
    """The dates with which the lines of the timeline begin."""
    for part in timeline:
        for line in _lines(part.nodes):
            found = lead(line, or_day=True)
            if found and found.written.day and not found.written.day.relative:
                try:
                    yield found.written.day.near(near, day_first=day_first)
                except NotATime:
                    continue


def _lines(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind == "row":
            yield plain_text(" ".join(node.cells[:2]))
        elif node.text and node.kind in ("paragraph", "item", "heading"):
            yield from node.text.split("\n")
        yield from _lines(node.children)


def _prose(part: Part) -> Iterator[str]:
    for node in part.nodes:
        if node.kind in ("paragraph", "quote", "html") and not node.text.startswith("<!--"):
            texts = [node, *node.children]
            yield from (plain_text(each.text)[:1000] for each in texts if each.text)


def _any_year(text: str, labels: list[Label]) -> date:
    """A date in the year that the document speaks of, to which "3 May" can be near."""
    stated = first(labels, (*INCIDENT_LABELS, *_DATE_LABELS, *_LATE_LABELS))
    years = re.findall(
        r"(?<![0-9])(20[0-9]{2})(?=[-/.][0-9])|(?<![0-9])[0-9]{1,2}[/.](20[0-9]{2})(?![0-9])"
        r"|(?:[a-z]{3,9}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? )(20[0-9]{2})(?![0-9])|[0-9]{1,2}(?:st|nd|rd"
        r"|th)?\.? [A-Z][a-z]{2,8}\.?,? (20[0-9]{2})",
        (stated.value + " " if stated else "") + text[:200_000],
    )
    counted = Counter(year for groups in years for year in groups if year)
    if counted:
        return date(int(counted.most_common(1)[0][0]), 7, 1)
    return datetime.now().date()  # noqa: DTZ005 -- nothing better than the reader's today


def _file_day(file: str) -> date | None:
    found = _FILE_DATE.search(file)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _declared_zone(parts: list[Part], labels: list[Label]) -> tuple[tzinfo, str] | None:
    if (label := first(labels, ("timezone", "time zone", "tz", "zeitzone"))) and (zone := _zone_in(label.value)):
        return zone
    timeline = [part for part in parts if part.role is Role.TIMELINE]
    for part in timeline:
        texts = [part.name, *(text for text in _prose(part) if _ZONE_CUE.search(text) or len(text) < 60)]
        texts += [cell for node in part.nodes if node.kind == "table" for cell in node.children[0].cells[:2]]
        for text in texts:
            if zone := _zone_in(text):
                return zone
    for part in parts:
        for text in [part.name, *_prose(part)]:
            if (cue := _ALL_TIMES.search(text)) and (zone := _zone_in(text[cue.start() : cue.end() + 60])):
                return zone
        for node in part.nodes:
            if node.kind == "table" and node.children and (zone := _header_zone(node.children[0].cells)):
                return zone
    return None


def _header_zone(cells: list[str]) -> tuple[tzinfo, str] | None:
    return next((zone for cell in cells if _ZONE_CUE.search(cell) and (zone := _zone_in(cell))), None)


def _zone_in(text: str) -> tuple[tzinfo, str] | None:
    """The first zone that a sentence names."""
    plain_line = plain(plain_text(text))[:1000]
    whole = zone_named(plain_line.strip(" ()."))
    if whole is not None:
        return whole, plain_line.strip(" ().")
    for found in _ZONE_WORD.finditer(plain_line):
        if (zone := zone_at(plain_line, found.start())) and not plain_line[zone[1] : zone[1] + 1].isalnum():
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
                named.setdefault(name if "/" in name else name.upper().replace("Z", "UTC"), zone[0])
    if len(named) != 1:
        return None
    name, only = next(iter(named.items()))
    return only, name


def midday(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone)


def read_stamp(text: str, *, at: int = 0) -> Written | None:
    """A day with or without a time at this place of a text, impossible ones left out."""
    try:
        return written_at(plain(text), at)
    except NotATime:
        return None
