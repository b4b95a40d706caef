"""Clock times as people write them: ``14:05``, ``9:30 pm``, ``12:28p``, ``1625``, ``11.50``, ``14h05``, ``22:XX``."""

import re
from dataclasses import dataclass
from datetime import time

from core.when.errors import NotATime

_MERIDIEM = r"(?:(?P<half>[ap])(?![a-z])|[ ]?(?P<half2>[ap])\.?m(?![a-z])\.?)"
_COLON = re.compile(
    r"(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2}|[0-9][x?_]|[x?_]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?![0-9_]|:[0-9])"
    rf"{_MERIDIEM}?",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"[x?_]{2}:[x?_]{2}(?![a-z])", re.IGNORECASE)
_HALF_DAY = re.compile(r"(?P<h>[0-9]{1,2}) ?(?P<half>[ap])\.?m(?![a-z])\.?", re.IGNORECASE)
_DOTTED = re.compile(
    rf"(?P<h>[0-9]{{1,2}})\.(?P<m>[0-5][0-9])(?![0-9%]|\.[0-9])(?:{_MERIDIEM}| (?P<uhr>Uhr)\b)?(?![a-z])", re.I
)
_HOUR = re.compile(
    r"(?P<h>[0-9]{1,2})(?: ?h ?(?P<m>[0-5][0-9])(?![0-9a-z]|:[0-9])|(?P<bare> ?h)(?![0-9a-z])"
    r"| ?Uhr (?P<m2>[0-5][0-9])(?![0-9]|:[0-9])"
    r"| ?Uhr\b)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<h>[01][0-9]|2[0-3])(?P<m>[0-5][0-9])(?![0-9]|[.,:][0-9]|%)(?P<hrs> ?(?:hours|hrs|h))?(?![a-y])", re.I
)
_WORD = re.compile(r"(?:12[ ])?(?P<word>noon|midday|midnight)\b", re.IGNORECASE)
_UHR = re.compile(r" (?:Uhr|hrs|hours|h)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as written. ``loose``: digits that are a time only in the right company ("1625", "11.50", "22h")."""

    hour: int
    minute: int
    second: int = 0
    half: str | None = None
    masked: bool = False
    unknown: bool = False
    loose: bool = False

    def time(self, half: str | None = None) -> time:
        """The time of day; ``half`` ("a", "p") stands in where none is written. 24:00 is given as 00:00."""
        half, hour = self.half or half, self.hour % 24
        if half == "p" and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        return time(hour, self.minute, self.second)


def clock_at(text: str, at: int) -> tuple[Clock, int] | None:
    """Read the clock time that begins at index ``at``; return it with the index after it, or None.

    Raises NotATime for what has the shape of a clock time but does not exist (``25:61``).
    """
    if found := _COLON.match(text, at):
        return _colon(found), _after_uhr(text, found.end())
    if found := _UNKNOWN.match(text, at):
        return Clock(0, 0, unknown=True, masked=True), found.end()
    if found := _WORD.match(text, at):
        return Clock(0 if found["word"].lower() == "midnight" else 12, 0), found.end()
    for form in (_DOTTED, _HALF_DAY, _HOUR, _COMPACT):
        if (found := form.match(text, at)) and (clock := _other(found)):
            return clock, found.end()
    return None


def _colon(found: re.Match[str]) -> Clock:
    minute = found["m"].lower()
    masked = not minute.isdigit()
    digits = "".join(c if c.isdigit() else "0" for c in minute)
    clock = Clock(int(found["h"]), int(digits), int(found["s"] or 0), _half(found), masked=masked)
    if clock.second == 60:  # a leap second is the end of its minute
        clock = Clock(clock.hour, clock.minute, 59, clock.half)
    end_of_day = (clock.hour, clock.minute, clock.second) == (24, 0, 0)
    if clock.minute > 59 or clock.second > 59 or (clock.hour > 23 and not end_of_day):
        raise NotATime(f"“{found[0]}” is not a time: hours go up to 23 and minutes up to 59.")
    return clock


def _other(found: re.Match[str]) -> Clock | None:
    parts = found.groupdict()
    half = _half(found)
    hour, minute = int(parts["h"]), int(parts.get("m") or parts.get("m2") or 0)
    if hour > 23 or (half and not 1 <= hour <= 12) or (half and len(parts["h"]) == 2 and hour == 0):
        return None
    loose = bool(parts.get("bare")) or (
        found.re in (_DOTTED, _COMPACT) and not (half or parts.get("uhr") or parts.get("hrs"))
    )
    return Clock(hour, minute, half=half, loose=loose)


def _half(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    half = parts.get("half") or parts.get("half2")
    return half.lower() if half else None


def _after_uhr(text: str, at: int) -> int:
    found = _UHR.match(text, at)
    return found.end() if found else at
