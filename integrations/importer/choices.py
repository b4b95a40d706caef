"""What somebody who looks at a preview decides: entries that are none, and lines that belong elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

from core.when import NotATime, lead, resolve
from integrations.importer.dating import midday
from integrations.importer.owners import Company, tell
from integrations.importer.parsed import Action, Entry, ParsedPostmortem, ParsedSection

HandPlace = Literal["timeline", "action", "other"]
HAND_PLACES: tuple[HandPlace, ...] = ("timeline", "action", "other")
_LEFT_BEHIND = ("timeline", "actions")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line put somewhere by hand, with its text as it was mended."""

    place: HandPlace
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """``not_entries`` and ``not_actions``: first source lines of what the reader took by mistake; they go to the notes.
    ``placed``: lines put elsewhere, by number.
    """

    not_entries: frozenset[int] = frozenset()
    not_actions: frozenset[int] = frozenset()
    placed: dict[int, Placed] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Choices":
        placed = {int(line): Placed(each["place"], each["text"]) for line, each in stored.get("placed", {}).items()}
        return cls(frozenset(stored.get("not_entries", ())), frozenset(stored.get("not_actions", ())), placed)

    def as_json(self) -> dict[str, Any]:
        return {
            "not_entries": sorted(self.not_entries),
            "not_actions": sorted(self.not_actions),
            "placed": {str(line): {"place": each.place, "text": each.text} for line, each in self.placed.items()},
        }

    def apply(self, parsed: ParsedPostmortem, text: str, *, title: str, zone: tzinfo) -> ParsedPostmortem:
        """The reading as decided. A line put on the timeline without a readable time goes to the notes."""
        source = text.split("\n")
        by_hand = dict(self._by_hand(parsed, zone))
        refused = [entry for entry in parsed.timeline if entry.lines[0] in self.not_entries]
        declined = [action for action in parsed.actions if action.lines[0] in self.not_actions]
        gone = [n for entry in refused for n in entry.lines] + [n for action in declined for n in action.lines]
        notes = [(n, source[n - 1]) for n in gone if n not in by_hand]
        notes += [(n, self.placed[n].text) for n, made in by_hand.items() if made is None]
        notes += [(n, line) for n, line in parsed.unplaced if n not in by_hand]
        entries = [made for made in by_hand.values() if isinstance(made, Entry)]
        actions = [made for made in by_hand.values() if isinstance(made, Action)]
        return replace(
            parsed,
            title=title or parsed.title,
            timeline=sorted([*(e for e in parsed.timeline if e not in refused), *entries], key=lambda e: e.lines),
            actions=sorted([*(a for a in parsed.actions if a not in declined), *actions], key=lambda a: a.lines),
            sections=[without(section, by_hand.keys(), source) for section in parsed.sections],
            unplaced=sorted(notes),
        )

    def _by_hand(self, parsed: ParsedPostmortem, zone: tzinfo) -> Iterator[tuple[int, Entry | Action | None]]:
        open_lines = dict(left_over(parsed))
        for line, placed in self.placed.items():
            if line not in open_lines:
                continue
            if placed.place == "timeline":
                yield line, entry_of(placed.text, parsed, line=line, zone=zone)
            elif placed.place == "action":
                people = frozenset(name.lower().lstrip("@") for _, name in parsed.people)
                told = tell(placed.text.strip(" -*+"), Company(parsed.date, True, people))
                yield line, Action(told.text, (line,), told.owner, told.due, told.priority, told.done)
            else:
                yield line, None


def left_over(parsed: ParsedPostmortem) -> list[tuple[int, str | None]]:
    """Lines to be looked at: those without a place, and what stayed behind in the sections of timeline and actions.

    Number and text; the text is None for lines of sections, whose source has it.
    """
    behind = [
        line
        for section in parsed.sections
        if section.key in _LEFT_BEHIND
        for line in section.lines[1 if section.heading else 0 :]
    ]
    return sorted([*parsed.unplaced, *((line, None) for line in behind)], key=lambda each: each[0])


def entry_of(text: str, parsed: ParsedPostmortem, *, line: int, zone: tzinfo) -> Entry | None:
    """The entry that a line with a time in front is; None if its time cannot be read."""
    found = lead(text, or_day=False)
    own = next((entry.moment.zone for entry in parsed.timeline if entry.moment), zone)
    if found is None or not found.text or found.written.clock is None:
        return None
    before = [entry.moment.at for entry in parsed.timeline if entry.moment and entry.lines[0] < line]
    near = before[-1] if before else midday(parsed.date, own) if parsed.date else datetime.now(UTC)
    try:
        moment = resolve(found.written, zone=own, near=near)
    except NotATime:
        return None
    return Entry(moment, found.text, (line,))


def without(section: ParsedSection, lines: Sequence[int] | Any, source: Sequence[str]) -> ParsedSection:
    """The section without some of its lines."""
    gone = set(lines) & set(section.lines)
    if not gone:
        return section
    kept = [n for n in section.lines if n not in gone]
    body = kept[1:] if section.heading else kept
    words = (
        [source[n - 1] for n in range(body[0], body[-1] + 1) if n in body or not source[n - 1].strip()] if body else []
    )
    return replace(section, markdown="\n".join(words).strip("\n"), lines=tuple(kept))
