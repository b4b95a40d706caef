"""What the preview shows of a draft."""

import re
from dataclasses import dataclass

from django.utils.dateformat import format as date_words
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.when import Moment
from incidents.models import Milestone
from integrations.importer.accept import outline_of, template_for
from integrations.importer.choices import Placed, entry_of, left_over
from integrations.importer.composition import Composed, compose
from integrations.importer.draft import ImportDraft
from integrations.importer.inline import plain_text
from integrations.importer.matching import People, role_named
from integrations.importer.parsed import Action, Entry, ParsedPostmortem

# Rules and marks, and what the page shows as title and day already.
_SAYS_NOTHING = re.compile(r"[\W_]*$|\W{0,3}(?:title|date)\W{1,3}", re.IGNORECASE)
_GLIMPSE = 160  # characters of what follows an entry's first paragraph
_SHOWN = 400  # rows of a kind; a longer list is cut, and says so


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line to be placed by hand. ``problem``: why it cannot stand where it was put."""

    number: int
    text: str
    place: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    action: Action
    text: str
    owner: User | None
    kept: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """``time``: in the zone it was read in, with its day; "" if it has none."""

    entry: Entry
    text: str
    more: str
    time: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """One document as it was read, with the decisions so far."""

    parsed: ParsedPostmortem
    decided: ParsedPostmortem
    entries: list[EntryRow]
    actions: list[ActionRow]
    lines: list[LineRow]
    sections: list[Composed]
    people: list[tuple[str, str, User | None]]
    milestones: list[tuple[StrOrPromise, str]]
    untimed: int

    @property
    def problems(self) -> bool:
        return any(line.problem for line in self.lines)


def preview_of(draft: ImportDraft) -> Preview:
    """Read the draft. Raises CannotImport."""
    parsed = draft.read()
    chosen = draft.chosen
    decided = chosen.apply(parsed, draft.text, title=draft.title, zone=draft.zone)
    people = People()
    source = draft.text.split("\n")
    open_lines = [(n, text if text is not None else source[n - 1]) for n, text in left_over(parsed)]
    rows = [
        _line(n, text, chosen.placed.get(n), parsed, draft)
        for n, text in open_lines[:_SHOWN]
        if n in chosen.placed or not _SAYS_NOTHING.match(text)
    ]
    return Preview(
        parsed=parsed,
        decided=decided,
        entries=[
            EntryRow(
                e, plain_text(e.text), plain_text(e.more)[:_GLIMPSE], _time(e), e.lines[0] not in chosen.not_entries
            )
            for e in parsed.timeline
        ],
        actions=[
            ActionRow(a, plain_text(a.text), people.owner(a.owner), a.lines[0] not in chosen.not_actions)
            for a in parsed.actions
        ],
        lines=rows,
        sections=compose(decided, outline_of(template_for(draft))),
        people=[(role, name, people.find(name)) for role, name in parsed.people if role_named(role)],
        milestones=[(Milestone.Kind(kind).label, _full(moment)) for kind, moment in parsed.milestones.items()],
        untimed=sum(entry.moment is None for entry in parsed.timeline),
    )


def _time(entry: Entry) -> str:
    if entry.moment is None:
        return ""
    return date_words(entry.moment.at, "D j M Y") if entry.day_only else _full(entry.moment)


def _full(moment: Moment) -> str:
    about = _("about") + " " if moment.precision == "approximate" else ""
    seconds = ":s" if moment.at.second else ""
    return about + date_words(moment.at, f"D j M Y, H:i{seconds}")


def _line(number: int, text: str, placed: Placed | None, parsed: ParsedPostmortem, draft: ImportDraft) -> LineRow:
    if placed is None:
        return LineRow(number, text, "")
    problem = ""
    if placed.place == "timeline" and entry_of(placed.text, parsed, line=number, zone=draft.zone) is None:
        problem = _("Begin the line with its time, such as “14:05 traffic is back”.")
    elif placed.place == "action" and not placed.text.strip(" -*+"):
        problem = _("Say what is to be done.")
    return LineRow(number, placed.text, placed.place, problem)
