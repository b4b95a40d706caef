"""Time zones as people write them: ``CET``, ``UTC+2``, ``+05:30``, ``Pacific time``, ``Europe/Berlin``.

An abbreviation means its literal offset, whatever the season: somebody who writes "PST" in July has
written -08:00. Where several places share an abbreviation the table follows what technical writing
means by it: ``CST`` and ``EST`` are North American, ``BST`` is British, ``IST`` is Indian.
"""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_HOURS: dict[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "SAST": 2, "MSK": 3, "TRT": 3, "GST": 4, "PKT": 5, "IST": 5.5, "ICT": 7, "WIB": 7,
    "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13, "BRT": -3, "NST": -3.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6,
    "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
# Lower case is taken for a zone only where it cannot be an ordinary word ("est", "ist" and "wet" can).
_LOWER_CASE = {"utc", "gmt", "z", "cet", "cest", "pst", "pdt", "edt", "cdt", "bst", "jst", "sgt", "aest", "aedt"}

_REGIONS = {
    "PT": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago", "ET": "America/New_York",
    "PACIFIC": "America/Los_Angeles", "MOUNTAIN": "America/Denver", "CENTRAL": "America/Chicago",
    "EASTERN": "America/New_York", "CENTRAL EUROPEAN": "Europe/Berlin", "EASTERN EUROPEAN": "Europe/Helsinki",
    "BERLIN": "Europe/Berlin", "LONDON": "Europe/London", "UK": "Europe/London", "PARIS": "Europe/Paris",
}  # fmt: skip

_SHIFTED = re.compile(r"(?:UTC|GMT)[ ]?([+-])[ ]?([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9:])", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])([0-9]{2})(?::?([0-9]{2}))?(?![0-9:])")
_WORDS = re.compile(
    r"(pacific|mountain|central european|eastern european|central|eastern|berlin|london|uk|paris)"
    r"(?: (?:standard|daylight|summer))? time\b",
    re.IGNORECASE,
)
_COORDINATED = re.compile(r"(?:coordinated universal|universal|greenwich mean) time\b", re.IGNORECASE)
_REGION = re.compile(r"[A-Z][A-Za-z]{2,15}/[A-Z][A-Za-z_-]{1,30}(?:/[A-Z][A-Za-z_-]{1,30})?")
_ABBREVIATION = re.compile(r"[A-Za-z]{1,4}(?![A-Za-z0-9_/])")

_UTC = timezone(timedelta(), "UTC")


def zone_at(text: str, at: int) -> tuple[tzinfo, int] | None:
    """Read the zone that begins at index ``at``; return it with the index after it, or None."""
    return _shifted(text, at) or _named(text, at) or _abbreviated(text, at)


def offset_at(text: str, at: int) -> tuple[tzinfo, int] | None:
    """Read a bare numeric offset (``+05:30``, ``-0800``, ``+02``) at index ``at``."""
    found = _OFFSET.match(text, at)
    return _fixed(found, found[0]) if found else None


def zone_named(name: str) -> tzinfo | None:
    """The zone that this text, and nothing but it, names; None if it names none."""
    name = name.strip()
    found = zone_at(name, 0) or offset_at(name, 0)
    return found[0] if found and found[1] == len(name) else None


def _shifted(text: str, at: int) -> tuple[tzinfo, int] | None:
    found = _SHIFTED.match(text, at)
    return _fixed(found, found[0].upper().replace(" ", "")) if found else None


def _fixed(found: re.Match[str], name: str) -> tuple[tzinfo, int] | None:
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if found[1] == "-" else shift, name), found.end()


def _named(text: str, at: int) -> tuple[tzinfo, int] | None:
    if found := _COORDINATED.match(text, at):
        return _UTC, found.end()
    if found := _WORDS.match(text, at):
        return ZoneInfo(_REGIONS[found[1].upper()]), found.end()
    found = _REGION.match(text, at)
    if found and found[0] in _known_regions():
        return ZoneInfo(found[0]), found.end()
    return None


def _abbreviated(text: str, at: int) -> tuple[tzinfo, int] | None:
    found = _ABBREVIATION.match(text, at)
    if not found:
        return None
    name = found[0]
    if name in _REGIONS and len(name) == 2 and name != "UK":
        return ZoneInfo(_REGIONS[name]), found.end()
    if name.upper() not in _HOURS or not (name.isupper() or name.lower() in _LOWER_CASE):
        return None
    name = "UTC" if name.upper() == "Z" else name.upper()
    return (_UTC if name == "UTC" else timezone(timedelta(hours=_HOURS[name]), name)), found.end()


@cache
def _known_regions() -> frozenset[str]:
    return frozenset(available_timezones())
