"""Days as people write them: ``3 Nov``, ``2026-11-03``, ``03/11/2026``, ``Tuesday``, ``yesterday``."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from core.when.errors import NotATime

_MONTH_WORDS = (
    "jan january januar janvier enero",
    "feb february februar février fevrier febrero",
    "mar march märz maerz mars marzo",
    "apr april avril abril",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet julio",
    "aug august août aout agosto",
    "sep sept september septembre septiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember décembre decembre diciembre",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_WEEKDAY_WORDS = (
    "mon monday montag",
    "tue tues tuesday dienstag",
    "wed weds wednesday mittwoch",
    "thu thur thurs thursday donnerstag",
    "fri friday freitag",
    "sat saturday samstag",
    "sun sunday sonntag",
)
_WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_WORDS) for word in words.split()}
_SHIFTS = {"today": 0, "yesterday": -1, "tomorrow": 1, "heute": 0, "gestern": -1}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?P<month>{_alternatives(_MONTHS)})\b\.?"
_YEAR = r"(?P<year>(?:19|2[01])[0-9]{2}|'[0-9]{2})(?![0-9])"
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?(?![0-9])"
_GAP = r"[ ,./-]{1,2}"
# "18-19 January", "January 18 to 19, 2026": the first day of the span is read
_TO_DAY = r"(?: ?(?:[-–/&]|to|and) ?[0-3]?[0-9](?:st|nd|rd|th|\.)?(?![0-9:.]|h[0-9]|[-/]| ?[ap]\.?m))?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|2[01])[0-9]{2})(?P<s>[-/.])(?P<month>[0-9]{1,2})(?P=s)(?P<day>[0-9]{1,2})(?![0-9])",
        r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])",
        r"(?P<a>[0-9]{1,2})(?P<s>[./-])(?P<b>[0-9]{1,2})(?P=s)(?P<year>(?:19|2[01])?[0-9]{2})(?![0-9:])",
        rf"{_ORDINAL}{_TO_DAY}(?: of)?{_GAP}{_MONTH}(?:[ ,./-]{{0,2}}{_YEAR})?",
        rf"{_ORDINAL}{_MONTH}(?:[ ,./-]{{0,2}}{_YEAR})?",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {_MONTH}",
        rf"{_YEAR}{_GAP}{_MONTH}{_GAP}{_ORDINAL}",
        rf"{_MONTH}[ ./-]{{1,2}}{_ORDINAL}{_TO_DAY}(?:(?:, ?| |/|-){_YEAR})?",
    )
)
# Without a year, digits and a stroke are a day only next to a clock time: "3/4" may as well be a share.
_SHORT = (
    re.compile(r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})(?![0-9/])"),
    re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?![0-9])"),
)
_WEEKDAY = re.compile(rf"(?:last |on )?({_alternatives(_WEEKDAYS)})\b\.?", re.IGNORECASE)
_SHIFT = re.compile(rf"({_alternatives(_SHIFTS)})\b", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?<![0-9./-])([0-9]{1,2})([./-])([0-9]{1,2})\2(?:(?:19|2[01])[0-9]{2}|[0-9]{2})(?![0-9./-]?[0-9])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written; what was not written is None. ``either``: day and month may be the other way round."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    either: bool = False

    @property
    def relative(self) -> bool:
        """Whether it counts from the day of writing ("yesterday", "Monday")."""
        return self.month is None

    def near(self, near: date, *, day_first: bool = True) -> date:
        """The date meant by somebody who writes around ``near``.

        A missing year is the one that brings the date nearest to ``near``; a weekday is the last one up to and
        including ``near``. Raises NotATime for a date the calendar does not have.
        """
        if self.shift is not None:
            return near + timedelta(days=self.shift)
        if self.month is None or self.day is None:
            return near - timedelta(days=(near.weekday() - (self.weekday or 0)) % 7)
        month, day = (self.month, self.day) if day_first or not self.either else (self.day, self.month)
        if self.year is not None:
            return _date(self.year, month, day)
        years = [year for year in range(near.year - 4, near.year + 5) if _exists(year, month, day)]
        if not years:
            return _date(near.year, month, day)
        return min((date(year, month, day) for year in years), key=lambda found: abs(found - near))


def day_at(text: str, at: int, *, beside_clock: bool = False) -> tuple[Day, int] | None:
    """Read the day that begins at index ``at``; return it with the index after it, or None.

    ``beside_clock`` allows the short forms (``3/11``, ``3.11.``) that are days only next to a clock time.
    Raises NotATime for what looks like a date but names an impossible one.
    """
    if found := _SHIFT.match(text, at):
        return Day(shift=_SHIFTS[found[1].lower()]), found.end()
    weekday, start = None, at
    if found := _WEEKDAY.match(text, at):
        weekday, start = _WEEKDAYS[found[1].lower()], found.end()
        at = _skip(text, start, " ,)(-")
    for form in _FORMS + (_SHORT if beside_clock else ()):
        if (found := form.match(text, at)) and (day := _read(found)):
            return day, found.end()
    return None if weekday is None else (Day(weekday=weekday), start)


def is_month_first(text: str, *, otherwise: bool = False) -> bool:
    """Whether the numeric dates of this text can only be read month first (``02/27/2024``).

    ``otherwise``: the answer for a text whose dates can all be read both ways, or that has none.
    """
    day_first = month_first = False
    for found in _NUMERIC.finditer(text):
        a, b = int(found[1]), int(found[3])
        day_first |= a > 12 >= b
        month_first |= b > 12 >= a
    if month_first == day_first:
        return otherwise and not day_first
    return month_first


def _read(found: re.Match[str]) -> Day | None:
    parts = found.groupdict()
    year = _year(parts.get("year"))
    if parts.get("a"):
        return _numeric(int(parts["a"]), int(parts["b"]), year, found)
    month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS[parts["month"].lower()]
    day = int(parts["day"])
    if not 1 <= month <= 12:
        if "s" in parts and parts["s"] == "-":
            raise NotATime(f"“{found[0]}” is not a date: there is no month {month}.")
        return None
    _check(year, month, day)
    return Day(year, month, day)


def _numeric(a: int, b: int, year: int | None, found: re.Match[str]) -> Day | None:
    if max(a, b) > 31 or min(a, b) == 0 or min(a, b) > 12:
        if year is None or found.groupdict().get("s") == ".":
            return None  # a share, a version number
        raise NotATime(f"“{found[0]}” is not a date.")
    if b > 12:
        a, b = b, a
        _check(year, b, a)
        return Day(year, b, a)
    _check(year, b, a)
    return Day(year, b, a, either=a <= 12)


def _year(written: str | None) -> int | None:
    if not written:
        return None
    digits = written.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _check(year: int | None, month: int, day: int) -> None:
    if not _exists(year or 2000, month, day):
        raise NotATime(f"There is no {day} {_month_name(month)}{f' in {year}' if year else ''}.")


def _date(year: int, month: int, day: int) -> date:
    _check(year, month, day)
    return date(year, month, day)


def _month_name(month: int) -> str:
    return next(word for word in _MONTH_WORDS[month - 1].split() if len(word) > 3 or word == "may").title()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year <= MAXYEAR


def _skip(text: str, at: int, characters: str) -> int:
    end = min(at + 4, len(text))
    while at < end and text[at] in characters:
        at += 1
    return at
