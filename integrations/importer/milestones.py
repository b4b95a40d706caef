"""When it started, was noticed, taken up, held and over, where the document says so."""

import re
from collections.abc import Iterable
from datetime import date, tzinfo

from core.when import Moment, NotATime, plain, resolve
from integrations.importer.dating import INCIDENT_LABELS, Dating, midday, read_stamp
from integrations.importer.inline import plain_text
from integrations.importer.labels import Label
from integrations.importer.outline import Node
from integrations.importer.parsed import Entry, MilestoneKind

_WHAT = (
    r"(?:(?:the )?(?:incident|outage|impact|fault|issue|problem|event|service|user impact|customer impact"
    r"|disruption|degradation)[ :]+)?"
)
_WORDS: tuple[tuple[MilestoneKind, str], ...] = (
    (
        "started",
        r"start(?:ed|s)?(?: time| date| at)?|began|begins?|beginning|occur(?:s|red)|first (?:failure"
        r"|error|impact)|onset|beginn",
    ),
    (
        "detected",
        r"(?:first )?detect(?:ed|ion)(?: time| at)?|identified(?: at)?|noticed(?: at)?|discovered(?: at)?"
        r"|alerted(?: at)?|first alert|reported(?: at)?|time detected",
    ),
    (
        "acknowledged",
        r"acknowledged(?: at)?|ack(?:ed)?|declared(?: at)?|response (?:began|started)|engaged|responded(?: at)?",
    ),
    (
        "mitigated",
        r"repaired|mitigat(?:ed|ion)(?: time| at)?|stabili[sz]ed|contained|workaround (?:applied"
        r"|in place)|time mitigated",
    ),
    (
        "resolved",
        r"(?:fully )?resol(?:ved|ution)(?: time| at)?|end(?:ed|s)?(?: time| date| at)?|recovered(?: at)?"
        r"|restored(?: at)?|fixed(?: at)?|closed(?: at)?|over|ende",
    ),
)
_NAMES = tuple((kind, re.compile(rf"{_WHAT}(?:{words})", re.IGNORECASE)) for kind, words in _WORDS)
_LABEL = re.compile(r"(?:time (?:of |to )?)?(?P<name>[a-z][a-z ]{2,40}?)(?: (?:\(.{1,20}\)))?", re.IGNORECASE)
_SAID = re.compile(
    r"\**\[?(?P<name>(?:(?:the )?(?:incident|outage|impact|degradation|disruption) )(?:begins|began|starts|start|end"
    r"|starts|started|ends|ended|is over|mitigated|resolved|detected|declared|acknowledged))\b",
    re.IGNORECASE,
)
_CLOCK_AHEAD = re.compile(
    r"(?<![0-9:.-])(?=[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}[ /][A-Z0-9]"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} [0-9])"
)


_ZERO = re.compile(
    r"\bT ?[+-]?0\b[*_`]{0,3}(?:(?: ?[=:(]| is| was| being| at|,)[*_`]{0,3} ?(?:at |on )?[*_`]{0,3}(?=[~\d])"
    r"| (?:is|was|marks|means) [^\n:|]{3,100}: ?[*_`]{0,3}(?=[~\d]))"
)


def kind_of(name: str) -> MilestoneKind | None:
    """The milestone that a label names."""
    found = _LABEL.fullmatch(name.strip(" :"))
    text = found["name"] if found else name
    return next((kind for kind, pattern in _NAMES if pattern.fullmatch(text.strip())), None)


def milestones(
    labels: Iterable[Label], items: Iterable[Node], entries: Iterable[Entry], dating: Dating, *, zone: tzinfo
) -> dict[MilestoneKind, Moment]:
    """The stated milestones: by label, by "Fault occurs 2020-02-18 14:13" in a list, by "Outage begins" in an entry."""
    found: dict[MilestoneKind, Moment] = {}
    for label in labels:
        if (kind := kind_of(label.name)) and (moment := _moment(label.value, dating, zone)):
            found.setdefault(kind, moment)
    for item in items:
        text = plain(plain_text(item.line))[:200]
        if clock := _CLOCK_AHEAD.search(text):
            kind = kind_of(text[: clock.start()].rstrip(" -:(@").removesuffix(" at"))
            if kind and (moment := _moment(text[clock.start() :], dating, zone)):
                found.setdefault(kind, moment)
    for entry in entries:
        said = _SAID.search(entry.text)
        if said and entry.moment and not entry.day_only:
            name = said["name"].lower().replace("begins", "began").replace("is over", "ended")
            if kind := kind_of(name):
                found.setdefault(kind, entry.moment)
    return found


def zero_of(text: str, labels: Iterable[Label], dating: Dating, *, zone: tzinfo) -> Moment | None:
    """From when "T+5m" counts: "T0 is 14:05 UTC", else when it began."""
    said = (_moment(text[found.end() : found.end() + 60], dating, zone) for found in _ZERO.finditer(text))
    return next((moment for moment in said if moment), None) or started_by_label(labels, dating, zone=zone)


def started_by_label(labels: Iterable[Label], dating: Dating, *, zone: tzinfo) -> Moment | None:
    """When it began, if a label ("Start", "Incident window") says so to the minute."""
    stated = [label for label in labels if label.name in INCIDENT_LABELS or kind_of(label.name) == "started"]
    return next((moment for label in stated if (moment := _moment(label.value, dating, zone))), None)


def _moment(value: str, dating: Dating, zone: tzinfo) -> Moment | None:
    text = plain(plain_text(value))[:120].lstrip(" ~").strip()
    stamp = read_stamp(text)
    if stamp is None or stamp.clock is None or not (dating.day or (stamp.day and stamp.day.year)):
        return None
    day: date = dating.day or date(stamp.day.year, 1, 1) if stamp.day and stamp.day.year else dating.day  # type: ignore[assignment]
    own = dating.zone or zone
    try:
        return resolve(stamp, zone=own, near=midday(day, own), day=day, day_first=dating.day_first)
    except NotATime:
        return None
