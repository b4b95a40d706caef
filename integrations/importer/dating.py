"""On which day a document's incident was, and in which zone its times are."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from core.when import Day, NotATime, Written, day_at, is_month_first, lead, plain, written_at
from integrations.importer.headings import Role, key_of
from integrations.importer.inline import plain_text
from integrations.importer.labels import Label, first, label_of, named
from integrations.importer.outline import Node
from integrations.importer.parts import Part, is_comment, prose_of
from integrations.importer.zoning import ZONE_CUE, zone_of

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
    "incident time", "start of incident", "date(s)", "dates", "date of outage", "date of the outage",
    "day of incident", "incident day", "outage start", "outage started", "outage", "incident period",
    "outage period", "impact period", "impact time", "time of outage", "time of impact", "impact started",
    "when did it happen", "start of impact", "start of outage", "incident dates", "vorfallsdatum", "beginn",
    "zeitpunkt", "zeitraum", "wann", "date of event", "date of occurrence", "happened", "happened on",
    "duration", "incident duration", "incident began", "problem start", "fault start", "service disruption",
)  # fmt: skip
_DATE_LABELS = ("date",)
# Dates of the paper, not of the incident.
_LATE = re.compile(
    r"publi|posted|creat|modif|updat|review|meeting|report|writ|held|approv|revis|draft|^last |pubdate|version|prepared"
    r"|post-?mortem date|date of post-?mortem|debrief|retro|sign|due|next|scheduled|erstellt|stand",
)
_LATE_BEFORE = re.compile(
    r"\b(?:publish\w*|posted|review\w*|updated|written|meeting|due|until|before|since|released?|revised|scheduled|held"
    r"|debrief|by|version|merged|approved|in the)\b[^.]{0,15}$",
    re.IGNORECASE,
)
_NO_PROSE = (Role.ACTIONS, Role.MAYBE_ACTIONS, Role.TALK, Role.TIMELINE)
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
    zone = zone_of(parts, labels, text)
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
    for names in (INCIDENT_LABELS, _DATE_LABELS):
        stated_here = [each for each in labels if each.line >= 0 or names is INCIDENT_LABELS]
        yield from (in_text(plain_text(each.value)[:200]) for each in stated_here if named(each, names))
    yield in_text(title)
    for each in labels:  # "Window: 2021-04-07 09:42 – 11:18": any label that begins with a day, but for the paper's own
        if each.line >= 0 and each.role not in _NO_PROSE and not _LATE.search(each.name):
            value = plain_text(each.value)[:60]
            yield in_text(value) if _begins_with_day(value) else None
    stated = first(labels, _DATE_LABELS)
    stated_day = in_text(stated.value[:100]) if stated else None
    told = list(_told_days(parts, near=stated_day or near, day_first=day_first))
    # a page is often dated when it was published, days after what it tells of
    for listed in (_listed_days(timeline, near=stated_day or near, day_first=day_first), iter(told)):
        found = next(listed, None)
        if found and (stated_day is None or timedelta(0) < stated_day - found < timedelta(days=60)):
            yield found
    yield stated_day
    yield _file_day(file)
    yield from told
    yield from (in_text(label.value[:100]) for label in labels if _LATE.search(label.name))
    texts = (node.text for part in parts[:60] for node in part.nodes[:30] if not is_comment(node))
    yield from (in_text(plain_text(text)[:2000]) for text in texts if text)


def _begins_with_day(text: str) -> bool:
    try:
        found = day_at(plain(text), 0)
    except NotATime:
        return False
    return found is not None and not found[0].relative


def _told_days(parts: list[Part], *, near: date, day_first: bool) -> Iterator[date]:
    """Days that the opening and the summary speak of ("On 18 January …"), not those of reviews and releases."""
    opening = [part for part in parts[:4] if part.role not in _NO_PROSE]
    known = [part for part in parts[4:] if key_of(part.name) in ("summary", "impact")]
    for part in sorted([*opening, *known], key=lambda part: key_of(part.name) != "summary"):
        for text in prose_of(part, items=True):
            label = label_of(text)
            if label is None or key_of(label[0]) in ("summary", "impact", "detection"):
                yield from dates_in(text, near=near, day_first=day_first, but_after=_LATE_BEFORE)


def _declared_days(parts: list[Part], *, near: date, day_first: bool) -> Iterator[date]:
    """Days in sentences such as "all times are in UTC on 3 May", in the timeline."""
    for part in parts:
        if part.own is Role.TIMELINE:
            for text in prose_of(part):
                if ZONE_CUE.search(text) and not lead(text):
                    yield from itertools.islice(dates_in(text, near=near, day_first=day_first), 1)


def dates_in(text: str, *, near: date, day_first: bool, but_after: re.Pattern[str] | None = None) -> Iterator[date]:
    """The calendar dates in a text (not "Monday", not "yesterday"), in order; none whose text before fits
    ``but_after``."""
    plain_line = plain(text)
    for found in _DAY_AHEAD.finditer(plain_line):
        if but_after and but_after.search(plain_line, max(0, found.start() - 60), found.start()):
            continue
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


def _any_year(text: str, labels: list[Label]) -> date:
    """A date in the year that the document speaks of, to which "3 May" can be near."""
    stated = first(labels, (*INCIDENT_LABELS, *_DATE_LABELS)) or next(
        (label for label in labels if _LATE.search(label.name)), None
    )
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


def midday(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone)


def read_stamp(text: str, *, at: int = 0) -> Written | None:
    """A day with or without a time at this place of a text, impossible ones left out."""
    try:
        return written_at(plain(text), at)
    except NotATime:
        return None
