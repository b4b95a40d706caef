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
    "WESTERN EUROPEAN": "Europe/Lisbon", "UK": "Europe/London", "BRITISH": "Europe/London", "IRISH": "Europe/Dublin",
    "GERMAN": "Europe/Berlin", "FRENCH": "Europe/Paris", "DUTCH": "Europe/Amsterdam", "SWISS": "Europe/Zurich",
    "INDIAN": "Asia/Kolkata", "INDIA": "Asia/Kolkata", "JAPAN": "Asia/Tokyo", "JAPANESE": "Asia/Tokyo",
    "KOREA": "Asia/Seoul", "SINGAPORE": "Asia/Singapore", "AUSTRALIAN EASTERN": "Australia/Sydney",
    "MITTELEUROPÄISCHE": "Europe/Berlin", "BRASILIA": "America/Sao_Paulo", "SAN FRANCISCO": "America/Los_Angeles",
    "SEATTLE": "America/Los_Angeles", "MUNICH": "Europe/Berlin", "HAMBURG": "Europe/Berlin",
    "BANGALORE": "Asia/Kolkata", "BENGALURU": "Asia/Kolkata", "MUMBAI": "Asia/Kolkata", "BOSTON": "America/New_York",
    "CANADA": "America/Toronto", "WASHINGTON": "America/New_York", "BARCELONA": "Europe/Madrid",
}  # fmt: skip
# "Pacific Standard Time" in July means -08:00 as "PST" does; "Pacific Time" follows the season.
_LITERAL = {
    "PACIFIC STANDARD": "PST", "PACIFIC DAYLIGHT": "PDT", "MOUNTAIN STANDARD": "MST", "MOUNTAIN DAYLIGHT": "MDT",
    "CENTRAL STANDARD": "CST", "CENTRAL DAYLIGHT": "CDT", "EASTERN STANDARD": "EST", "EASTERN DAYLIGHT": "EDT",
    "BRITISH SUMMER": "BST", "CENTRAL EUROPEAN SUMMER": "CEST", "CENTRAL EUROPEAN STANDARD": "CET",
    "EASTERN EUROPEAN SUMMER": "EEST", "AUSTRALIAN EASTERN STANDARD": "AEST", "AUSTRALIAN EASTERN DAYLIGHT": "AEDT",
}  # fmt: skip

_SHIFTED = re.compile(r"(?:UTC|GMT)[ ]?([+-])[ ]?([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9:])", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])([0-9]{2})(?::?([0-9]{2}))?(?![0-9:])")
_REGION_WORDS = "|".join(sorted((name.lower() for name in _REGIONS if len(name) > 2), key=len, reverse=True)) + "|uk"
_WORDS = re.compile(
    rf"(?P<place>{_REGION_WORDS})(?: (?P<kind>standard|daylight|summer))? (?:time|zeit)\b", re.IGNORECASE
)
_CITY_TIME = re.compile(r"(?P<place>[A-Z][a-zé]{2,12}(?:[ _][A-Z][a-z]{2,10})?) (?:local )?time(?![A-Za-z])")
_PLACE = re.compile(r"(?:US )?(?P<place>[A-Z][A-Za-zé]{2,12}(?:[ _][A-Z][a-z]{2,10})?)(?![\w/])")
_COORDINATED = re.compile(r"(?:coordinated universal|universal|greenwich mean) time\b", re.IGNORECASE)
_REGION = re.compile(r"[A-Z][A-Za-z]{1,15}/[A-Z][A-Za-z_-]{1,30}(?:/[A-Z][A-Za-z_-]{1,30})?")
_ABBREVIATION = re.compile(r"[A-Za-z]{1,4}(?![A-Za-z0-9_/])")

_UTC = timezone(timedelta(), "UTC")


def zone_at(text: str, at: int) -> tuple[tzinfo, int] | None:
    """Read the zone that begins at index ``at``; return it with the index after it, or None."""
    return _shifted(text, at) or _named(text, at) or _abbreviated(text, at)


def place_at(text: str, at: int) -> tuple[tzinfo, int] | None:
    """Read a region or city at index ``at`` ("Pacific", "Berlin"): where a text is known to speak of its zone."""
    found = _PLACE.match(text, at)
    zone = _of_place(found["place"]) if found else None
    if found and zone is None and " " in found["place"]:  # "Berlin Time", "Pacific Daylight"
        zone = _of_place(found["place"].split(" ")[0])
    return (zone, found.end()) if found and zone else None


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
        return _worded(found["place"].upper(), found["kind"]), found.end()
    if (found := _CITY_TIME.match(text, at)) and (zone := _of_place(found["place"])):
        return zone, found.end()
    found = _REGION.match(text, at)
    if found and found[0] in _known_regions():
        return ZoneInfo(found[0]), found.end()
    return None


def _worded(place: str, kind: str | None) -> tzinfo:
    if name := _LITERAL.get(f"{place} {kind or ''}".upper()):
        return timezone(timedelta(hours=_HOURS[name]), name)
    return ZoneInfo(_REGIONS[place])


def _of_place(name: str) -> tzinfo | None:
    key = name.upper().replace("_", " ")
    return ZoneInfo(_REGIONS[key]) if key in _REGIONS else _cities().get(key)


@cache
def _cities() -> dict[str, ZoneInfo]:
    """The cities that name zones, except those whose names are ordinary words or that lie in two places."""
    continents = ("Africa/", "America/", "Asia/", "Australia/", "Europe/", "Pacific/")
    names = sorted(name for name in available_timezones() if name.startswith(continents))
    return {name.rpartition("/")[2].replace("_", " ").upper(): ZoneInfo(name) for name in names}


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
