"""What the importer makes of a document."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypedDict

from core.when import Moment
from publishing.exports.document import Document

Place = Literal["title", "section", "timeline", "action", "other"]
MilestoneKind = Literal["started", "detected", "acknowledged", "mitigated", "resolved"]


class TimelineJson(TypedDict):
    iso: str | None
    text: str


class ActionJson(TypedDict):
    text: str
    owner: str | None
    due: str | None


class PostmortemJson(TypedDict):
    file: str
    title: str
    date: str | None
    timeline: list[TimelineJson]
    action_items: list[ActionJson]
    sections: list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A timeline entry. ``moment`` is None if neither day nor time could be told; ``when`` is how it was written.

    ``day_only``: the source names a day without a time. ``more``: what follows the first paragraph.
    ``lines``: source line numbers, from 1.
    """

    moment: Moment | None
    text: str
    lines: tuple[int, ...]
    when: str = ""
    more: str = ""
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """An action item, with whatever was written about it. ``lines``: source line numbers, from 1."""

    text: str
    lines: tuple[int, ...]
    owner: str | None = None
    due: date | None = None
    priority: str | None = None
    done: bool = False
    kind: str | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """A heading and the Markdown under it, up to the next heading. ``key`` names what it is about, if it is known."""

    heading: str
    level: int
    markdown: str
    key: str | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParsedPostmortem:
    """All of a document. ``zone`` is the name as written, None if the document names none (times are then in the
    zone the caller gave). ``headings``: every heading of the source. ``unplaced``: lines (number, text) that are
    neither title, section, timeline nor action. ``places``: the place of every line that is not blank. ``document``:
    what the file holds exactly, if it is an export of ours.
    """

    title: str
    date: date | None
    zone: str | None
    timeline: list[Entry]
    actions: list[Action]
    sections: list[ParsedSection]
    headings: list[str]
    milestones: dict[MilestoneKind, Moment] = field(default_factory=dict)
    severity: str | None = None
    services: list[str] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)  # (role as written, name)
    unplaced: list[tuple[int, str]] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    document: Document | None = None

    def as_json(self, file: str) -> PostmortemJson:
        """The shape that ``import_postmortem --json`` prints. Times carry an offset only if the source named a zone."""
        return {
            "file": file,
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "timeline": [{"iso": self._iso(entry), "text": entry.text} for entry in self.timeline],
            "action_items": [
                {"text": action.text, "owner": action.owner, "due": action.due.isoformat() if action.due else None}
                for action in self.actions
            ],
            "sections": self.headings,
        }

    def _iso(self, entry: Entry) -> str | None:
        if entry.moment is None:
            return None
        if entry.day_only or entry.moment.precision == "unknown":
            return entry.moment.at.date().isoformat()
        return iso_minute(entry.moment.at, zoned=self.zone is not None or entry.moment.has_zone)


def iso_minute(at: datetime, *, zoned: bool) -> str:
    """``2026-11-03T14:05Z``, to the second if seconds were written, without an offset unless ``zoned``."""
    text = at.isoformat(timespec="seconds" if at.second else "minutes")
    if not zoned:
        return text[: 19 if at.second else 16]
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def spread(places: Iterable[tuple[Iterable[int], Place]]) -> dict[int, Place]:
    """One map of line numbers to places; the first to claim a line has it."""
    spread_out: dict[int, Place] = {}
    for lines, place in places:
        for line in lines:
            spread_out.setdefault(line, place)
    return spread_out
