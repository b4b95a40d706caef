"""The grammar of a written moment: day, clock time, zone, range, doubt, in the orders in which people write them.

Every pattern is anchored where the scan stands and bounded in length, so reading one place of a text takes
constant time whatever the text is.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from core.when.clocks import Clock, clock_at
from core.when.days import Day, day_at
from core.when.errors import NotATime
from core.when.zones import offset_at, zone_at

_SAME_WIDTH = str.maketrans("\u00a0\u2007\u2009\u202f\t–—−‐‑‒～∼", "     ------~~")

_DOUBT = re.compile(
    r"(?:(?:[~≈±]|\+/-) ?|(?:c|ca|approx)\. ?"
    r"|(?:circa|around|about|approximately|approx|roughly|gegen"
    r"|some ?time (?:around|after|before)"
    r"|(?:shortly|just|soon|a (?:little|bit)) (?:after|before|past)|nearly|almost|toward|towards|ca) (?:at )?)",
    re.IGNORECASE,
)
_DOUBT_AFTER = re.compile(
    r" ?(?:\((?:approx|approximately|ca|circa|estimated|est|about)\.?\)|ish\b|\?(?!\w)|\(\?\))", re.IGNORECASE
)
_COLON_AHEAD = re.compile(r"[0-9]{1,2}:")  # a clock time for certain, which spares the other attempts
_AT = re.compile(
    r"(?:(?:then|finally|later|eventually|meanwhile),? )?(?:at|on|by|from|since|between|um|am|gegen) ", re.I
)
_DAY_TO_CLOCK = re.compile(r"(?:T|:(?=[0-9]{2}:)|[ ]{0,3},?[ ]{0,3}(?:at |@ ?|um |- |\| ?)?|[ ]?\()", re.IGNORECASE)
_CLOCK_TO_DAY = re.compile(r"[ ]{0,3}(?:,[ ]{0,2}|on |of |- )?\(?", re.IGNORECASE)
_RANGE = re.compile(r"[ ]{0,3}(?:-{1,3}>?|→|\.\.\.?|…|to|until|till|through|and|bis)[ ]{0,3}", re.IGNORECASE)
_ZONE_GAP = re.compile(r"[ ]{0,2}[\[(]?")
_AGO = re.compile(
    r"(?P<n>[0-9]{1,4}|an?|half an|a few|a couple of) ?"
    r"(?P<unit>s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?) ago\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"(?:just |right )?now\b", re.IGNORECASE)
_SINCE_START = re.compile(
    r"T ?(?P<zero>[+-]?0)\b(?![.-]|:[0-9])|(?:T ?(?P<sign>[+-]) ?|(?P<plus>\+) ?)"
    r"(?:(?P<h>[0-9]{1,3}):(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9]))?(?![0-9]|:[0-9])"
    r"|(?=[0-9])(?:(?P<hours>[0-9]{1,3}) ?h(?:ours?|rs?)?(?![a-z]) ?)?"
    r"(?:(?P<minutes>[0-9]{1,4}) ?m(?:in(?:ute)?s?)?(?![a-z]) ?)?"
    r"(?:(?P<seconds>[0-9]{1,4}) ?s(?:ec(?:ond)?s?)?(?![a-z]))?)",
    re.IGNORECASE,
)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_TRAILING_YEAR = re.compile(r",? ((?:19|20)[0-9]{2})(?![0-9:-])")


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the text, not yet placed in history. Indices ``start`` and ``stop`` are into that text."""

    start: int
    stop: int
    day: Day | None = None
    clock: Clock | None = None
    zone: tzinfo | None = None
    until_day: Day | None = None
    until: Clock | None = None
    doubtful: bool = False
    ago: timedelta | None = None
    since_start: timedelta | None = None

    @property
    def has_time(self) -> bool:
        """Whether it is more than a day."""
        return self.clock is not None or self.ago is not None or self.since_start is not None

    @property
    def loose(self) -> bool:
        """Whether the digits are a time only in the right company ("1625 rolled back"; "1000 users")."""
        return bool(self.clock and self.clock.loose and not self.day and not self.zone)


def plain(text: str) -> str:
    """The text with odd blanks and dashes made ordinary, every index unchanged."""
    return text.translate(_SAME_WIDTH)


def written_at(text: str, at: int) -> Written | None:
    """Read the moment that begins at index ``at`` of ``plain`` text; None if none does.

    A day alone is a result too (``clock`` is None). Raises NotATime for an impossible date or clock time.
    """
    start = at
    doubtful = False
    if found := _AT.match(text, at):
        at = found.end()
    if found := _DOUBT.match(text, at):
        doubtful, at = True, found.end()
    if _COLON_AHEAD.match(text, at):
        read = _clock_then_day(text, at)
    else:
        read = _relative(text, at) or _day_then_clock(text, at) or _clock_then_day(text, at)
    if read is None:
        return None
    read = _other_zone(text, _with_range(text, read))
    if found := _DOUBT_AFTER.match(text, read.stop):
        doubtful, read = True, replace(read, stop=found.end())
    return replace(read, start=start, doubtful=doubtful or read.doubtful)


def _relative(text: str, at: int) -> Written | None:
    if found := _AGO.match(text, at):
        number = found["n"].lower()
        amount = {"a": 1.0, "an": 1.0, "half an": 0.5, "a few": 3.0, "a couple of": 2.0}.get(number) or float(number)
        ago = timedelta(**{_UNITS[found["unit"][0].lower()]: amount})
        return Written(at, found.end(), ago=ago, doubtful=True)
    if found := _NOW.match(text, at):
        return Written(at, found.end(), ago=timedelta())
    if (found := _SINCE_START.match(text, at)) and found.end() > at:
        return _since_start(found)
    return None


def _since_start(found: re.Match[str]) -> Written | None:
    if found["zero"]:
        return Written(found.start(), found.end(), since_start=timedelta())
    numbers = {name: int(value) for name, value in found.groupdict().items() if value and value.isdigit()}
    if not numbers:
        return None
    delta = timedelta(
        hours=numbers.get("h", 0) + numbers.get("hours", 0),
        minutes=numbers.get("m", 0) + numbers.get("minutes", 0),
        seconds=numbers.get("s", 0) + numbers.get("seconds", 0),
    )
    stop = found.end()
    while found.string[stop - 1] == " ":
        stop -= 1
    return Written(found.start(), stop, since_start=-delta if found["sign"] == "-" else delta)


def _day_then_clock(text: str, at: int) -> Written | None:
    found = day_at(text, at, beside_clock=True)
    if found is None:
        return None
    day, stop = found
    joint = _DAY_TO_CLOCK.match(text, stop)
    after = joint.end() if joint else stop
    doubt = _DOUBT.match(text, after)
    if doubt:
        after = doubt.end()
    clock = clock_at(text, after) if after > stop else None
    if clock is None:
        found = day_at(text, at)
        return Written(at, found[1], day=found[0]) if found else None
    iso = joint is not None and joint[0] in ("T", "t")
    strict = iso or (day.year is not None and text[at : at + 4].isdigit() and not _ends_later(text, clock))
    zone, end = _zone_after(text, clock[1], iso=strict)
    if day.year is None and day.month and (year := _TRAILING_YEAR.match(text, end)):
        day, end = replace(day, year=int(year[1])), year.end()
    return Written(at, end, day=day, clock=clock[0], zone=zone, doubtful=doubt is not None)


def _clock_then_day(text: str, at: int) -> Written | None:
    found = clock_at(text, at)
    if found is None:
        return None
    clock, stop = found
    zone, stop = _zone_after(text, stop, iso=False)
    if clock.loose and zone is None:
        return Written(at, stop, clock=clock)
    if (joint := _CLOCK_TO_DAY.match(text, stop)) and (day := day_at(text, joint.end())):
        end = day[1]
        if joint[0].endswith("("):
            end += text[end : end + 1] == ")"
        # "14:05 today we…" and "14:05 Monday's deploy": a relative day is the text's unless a sign sets it apart
        if not day[0].relative or joint[0].strip() or end == len(text):
            return Written(at, end, day=day[0], clock=clock, zone=zone)
    return Written(at, stop, clock=clock, zone=zone)


def _zone_after(text: str, at: int, *, iso: bool) -> tuple[tzinfo | None, int]:
    """The zone that follows a clock time. Without a date before it ``-05:00`` is the end of a range, not a zone."""
    gap = _ZONE_GAP.match(text, at)
    begin = gap.end() if gap else at
    found = zone_at(text, begin)
    if found is None and (iso or text[begin : begin + 1] == "+"):
        found = offset_at(text, begin)
    if found is None or (begin > at and text[begin - 1] in "[(" and text[found[1] : found[1] + 1] not in (")", "]")):
        return None, at
    zone, stop = found
    opened = begin > at and text[begin - 1] in "[("
    return zone, stop + 1 if opened else stop


def _ends_later(text: str, clock: tuple[Clock, int]) -> bool:
    """Whether what follows reads as the end of a range ("2026-11-03 11:00-12:30") rather than as an offset."""
    if text[clock[1] : clock[1] + 1] != "-":
        return False
    try:
        end = clock_at(text, clock[1] + 1)
    except NotATime:
        return False
    return end is not None and end[0].time() > clock[0].time()


def _with_range(text: str, read: Written) -> Written:
    joint = _RANGE.match(text, read.stop)
    if joint is None or read.clock is None or (joint[0].strip().isalpha() and joint[0][0] != " "):
        return read
    end = _end_of_range(text, joint.end(), loose=read.clock.loose)
    if end is None or end.clock is None:
        return read
    clock = read.clock
    if end.clock.half and not clock.half and clock.hour <= 12:
        half = end.clock.half if clock.time(end.clock.half) <= end.clock.time() else "a"
        clock = replace(clock, half=half, loose=False)
    return replace(read, clock=clock, stop=end.stop, until=end.clock, until_day=end.day, zone=read.zone or end.zone)


def _end_of_range(text: str, at: int, *, loose: bool) -> Written | None:
    found = day_at(text, at, beside_clock=True)
    end = _day_then_clock(text, at) if found else _clock_then_day(text, at)
    if end is None or end.clock is None or (end.clock.loose and not loose):
        return None
    return end


_ALSO = re.compile(r"[ ]{0,2}(?:/|\(|=|,)[ ]{0,2}")


def _other_zone(text: str, read: Written) -> Written:
    """Skip the same instant given again in another zone: ``14:05 UTC (15:05 CET)``, ``14:05 UTC / 9:05 EST``."""
    if read.clock is None or read.zone is None:
        return read
    joint = _ALSO.match(text, read.stop)
    found = clock_at(text, joint.end()) if joint else None
    if joint is None or found is None:
        return read
    zone, stop = _zone_after(text, found[1], iso=False)
    if zone is None:
        return read
    if "(" in joint[0]:
        if text[stop : stop + 1] != ")":
            return read
        stop += 1
    return replace(read, stop=stop)
