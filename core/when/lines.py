"""Lines of notes that begin with a time: one at a time, or a whole paste."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from core.when.days import day_at
from core.when.errors import NotATime
from core.when.moment import Moment, resolve, settle
from core.when.written import Written, plain, written_at

_MARKUP = re.compile(
    r"[ ]{0,40}(?:>[ ]?){0,4}(?:#{1,6}[ ]{1,4})?"
    r"(?:\\?[-*+•·◦▪–—][ ]{1,8}|[0-9]{1,3}[.)][ ]{1,4})?(?:\[[ xX]\][ ]{1,4})?\|?[ ]{0,20}"
)
_OPENERS = "*_`[(<~\"'"
_CLOSERS = re.compile(r"[\]\)>\"'`*_~]{0,8}")
_SEPARATOR = re.compile(
    r"[ ]{0,20}(?:(?:[-:|,;.]{1,3}>?|→|=>|>)[\])]?(?:(?:\*\*|__|[*_`])(?=[ ]|$))?)?[ ]{0,20}(?:(?:[-:|]|->)[ ]{1,20})?"
)
_PROSE = re.compile(
    r"(?:(?:then|finally|later|eventually|meanwhile),? )?(?:at|on|by|from|since|between|um|am|gegen|around|about"
    r"|approximately|roughly|(?:shortly|just|soon|a (?:little|bit)) (?:after|before|past)|some ?time) ",
    re.IGNORECASE,
)
_DAY_NUMBER_END = re.compile(r"[ ]{0,3}[-:,(]?[ ]{0,3}")
_LONGEST_HEADER = 120
_CLOCK_AHEAD = re.compile(r"[0-9]{1,2}:")
_HEADER_END = re.compile(r"[\s:*_`#\]\).|=-]{0,80}")
_DIGIT_SOON = re.compile(r"[^0-9]{0,30}[0-9]|.{0,30}(?:noon|midday|midnight|now|ago)\b", re.IGNORECASE)
_WEEKDAY_OR_ZONE = re.compile(
    r"[ ]{0,3}[,(-]?[ ]{0,3}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:all )?(?:times? )?(?:in )?[A-Z]{3,4}(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?)\b"
)
_DAY_NUMBER = re.compile(r"day ([0-9]{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lead:
    """A line that begins with a time. ``text``: what follows it. ``set_off``: a sign stands between the two.

    ``prose``: it begins with a sentence ("At 14:05 we …"), which is an entry only in the company of entries.
    """

    written: Written
    text: str
    set_off: bool
    prose: bool

    @property
    def sure(self) -> bool:
        """Whether it is a time even when no other line of the text begins with one."""
        return (self.set_off or not self.written.loose) and not self.prose


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paste. ``number`` counts from 1; ``moment`` is None if it does not begin with a time.

    ``day``: the day that the line, as a heading, sets for those below it. ``problem``: why a time could not be read.
    """

    number: int
    raw: str
    moment: Moment | None
    text: str
    day: date | None = None
    problem: str = ""


def read_line(line: str, *, zone: tzinfo, near: datetime, now: datetime | None = None) -> tuple[Moment | None, str]:
    """The time that the line begins with (None if with none) and the rest without bullet and separator."""
    found = lead(line)
    if found is None or not found.sure:
        return None, bare(line)
    try:
        return resolve(found.written, zone=zone, near=near, now=now), found.text
    except NotATime:
        return None, bare(line)


def read_lines(
    text: str, *, zone: tzinfo, near: datetime, now: datetime | None = None, day_first: bool = True
) -> list[Line]:
    """Every non-empty line of a paste, in order, with its time where it begins with one.

    A line that is a date and nothing else sets the day of those below; the rules of ``settle`` do the rest.
    """
    raws = [(number, raw) for number, raw in enumerate(text.splitlines(), 1) if raw.strip()]
    leads, problems = _leads([raw for _, raw in raws])
    trusting = trusts_loose(leads)
    days = _days([raw for _, raw in raws], near=near.astimezone(zone).date(), day_first=day_first)
    items: list[Written | date] = []
    places: list[int] = []
    for place, found in enumerate(leads):
        day = days[place]
        if day is not None:
            items.append(day)
        elif found and found.written.since_start is None and (found.sure or trusting):
            items.append(found.written)
        else:
            continue
        places.append(place)
    answers = dict(zip(places, settle(items, zone=zone, near=near, now=now, day_first=day_first), strict=True))
    return [
        _line(*raw, leads[place], answers.get(place, problems[place]), days[place]) for place, raw in enumerate(raws)
    ]


def trusts_loose(leads: Sequence[Lead | None]) -> bool:
    """Whether digits such as "1625" are times in this list: half its lines lead with a time, most so written."""
    loose = [found.written.loose for found in leads if found]
    return len(loose) * 2 >= len(leads) and sum(loose) * 2 >= len(loose)


def _leads(raws: list[str]) -> tuple[list[Lead | None], list[NotATime | None]]:
    leads: list[Lead | None] = []
    problems: list[NotATime | None] = []
    for raw in raws:
        found, problem = None, None
        try:
            found = _read_lead(raw)
        except NotATime as raised:
            problem = raised
        leads.append(found)
        problems.append(problem)
    return leads, problems


def _line(number: int, raw: str, found: Lead | None, answer: Moment | NotATime | None, day: date | None) -> Line:
    if isinstance(answer, Moment) and found:
        return Line(number, raw, answer, found.text)
    return Line(number, raw, None, bare(raw), day, str(answer) if isinstance(answer, NotATime) else "")


def _days(raws: list[str], *, near: date, day_first: bool) -> list[date | None]:
    """The day that each line sets, if it is a heading with nothing but a date ("## 3 Nov", "Tuesday:", "Day 2")."""
    first: date | None = None
    found: list[date | None] = []
    for raw in raws:
        day = header_day(raw, near=near, first=first or near, day_first=day_first)
        first, near = first or day, day or near
        found.append(day)
    return found


def header_day(line: str, *, near: date, first: date | None = None, day_first: bool = True) -> date | None:
    """The date that a line consists of, or None. "Day 2" counts from ``first``, the day of "Day 1"."""
    if len(line) > _LONGEST_HEADER:
        return None
    text = plain(line)
    at = _content_start(text)
    if _CLOCK_AHEAD.match(text, at):
        return None
    try:
        if (number := _DAY_NUMBER.match(text, at)) and first:
            rest = _after_day_number(text, number.end())
            named = day_at(text, rest)
            day = (
                named[0].near(near, day_first=day_first)
                if named
                else date.fromordinal(first.toordinal() + int(number[1]) - 1)
            )
            stop = named[1] if named else number.end()
        elif found := day_at(text, at, beside_clock=len(text) < 40 and text.rstrip().endswith(":")):
            day, stop = found[0].near(near, day_first=day_first), found[1]
        else:
            return None
    except (NotATime, OverflowError, ValueError):
        return None
    if named_too := _WEEKDAY_OR_ZONE.match(text, stop):
        stop = named_too.end()
    end = _HEADER_END.match(text, stop)
    return day if end and end.end() == len(text) else None


def _after_day_number(text: str, at: int) -> int:
    found = _DAY_NUMBER_END.match(text, at)
    return found.end() if found else at


def lead(line: str, *, or_day: bool = False) -> Lead | None:
    """The time that a line of notes begins with, after bullets and the like; None if it begins with none.

    ``or_day``: a day without a clock time will do ("2026-11-03: disk full").
    """
    try:
        return _read_lead(line, or_day=or_day)
    except NotATime:
        return None


def _read_lead(line: str, *, or_day: bool = False) -> Lead | None:
    text = plain(line)
    at = _content_start(text)
    if not _DIGIT_SOON.match(text, at):
        return None
    written = written_at(text, at)
    if written is None or not (written.has_time or (or_day and written.day and not written.day.relative)):
        return None
    return _lead(line, text, written)


def _lead(line: str, text: str, written: Written) -> Lead | None:
    stop = written.stop
    closed = _CLOSERS.match(text, stop)
    after = closed.end() if closed else stop
    separated = _SEPARATOR.match(text, after)
    end = separated.end() if separated else after
    if end == stop and end < len(text):
        return None  # "14:05ish", "10:30x"
    between = text[stop:end]
    rest = line[end:].strip()
    opened = text[: written.start].replace(" ", "")
    for mark in ("**", "__", "`"):
        if opened.endswith(mark) and mark not in between and rest.count(mark) % 2:
            rest = mark + rest
            break
    return Lead(
        written, _without_edges(rest), bool(between.strip()) or not rest, bool(_PROSE.match(text, written.start))
    )


def _without_edges(rest: str) -> str:
    return rest[:-1].rstrip() if rest.endswith("|") else rest


def bare(line: str) -> str:
    """The line without bullet, heading mark or quotation mark."""
    text = plain(line)
    found = _MARKUP.match(text)
    return _without_edges(line[found.end() if found else 0 :].strip())


def _content_start(text: str) -> int:
    found = _MARKUP.match(text)
    at = found.end() if found else 0
    for character in text[at : at + 8]:
        # "~14:05" is a doubtful time, "~~14:05~~" one that was struck out
        if character not in _OPENERS or (character == "~" and text[at : at + 2] != "~~" and text[at - 1 : at] != "~"):
            break
        at += 1
    return at
