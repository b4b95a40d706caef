"""Putting a document's sections into the outline of a postmortem."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from integrations.importer.headings import key_of, normal
from integrations.importer.labels import label_of
from integrations.importer.parsed import ParsedPostmortem, ParsedSection

# Where a template has no section for a concept of its own, the nearest one it has.
_NEAREST = {
    "background": ("what_happened", "summary"),
    "timeline": ("what_happened",),
    "contributing_factors": ("why_it_made_sense", "what_happened"),
    "resolution": ("response",),
    "actions": ("changes",),
    "went_well": ("lessons",),
    "went_poorly": ("lessons",),
    "lucky": ("lessons",),
    "detection": ("response",),
    "prevention": ("changes", "actions"),
}


@dataclass(frozen=True, slots=True)
class Outline:
    """A section that the postmortem's template brings: its key and heading."""

    key: str
    heading: str


@dataclass(slots=True)
class Composed:
    """A section to write: one of the template's (``key``), or one of the document's own (``key`` is None)."""

    key: str | None
    heading: str
    pieces: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def markdown(self) -> str:
        return "\n\n".join(piece for piece in self.pieces if piece.strip())

    @property
    def words(self) -> int:
        return len(self.markdown.split())


def compose(parsed: ParsedPostmortem, outline: Sequence[Outline]) -> list[Composed]:
    """Every section with text, those of the template first and in its order, then the document's own in theirs.

    A heading that is about what a section of the template is about gives its text to that section; headings below it
    go along. Text above the first heading is the summary if there is no other. What has no place stands in the notes.
    """
    if parsed.document:
        return [*_as_exported(parsed.sections), *_notes(parsed)]
    ours = _by_concept(outline)
    made: dict[str, Composed] = {each.key: Composed(each.key, each.heading) for each in outline}
    own: list[Composed] = []
    current: Composed | None = None
    level = 0
    has_summary = any(section.key == "summary" and section.markdown for section in parsed.sections)
    for section in parsed.sections:
        target = _target(section, ours)
        if not section.heading:
            _preamble(section, made, own, ours, has_summary=has_summary)
        elif target:
            _put(made[target], section, nested=bool(made[target].pieces))
            current, level = made[target], section.level
        elif current and section.level > level and current.pieces:
            _put(current, section, nested=True)
        elif section.markdown or _has_below(section, parsed.sections):
            current, level = Composed(None, section.heading, [section.markdown], [section.heading]), section.level
            own.append(current)
    return [each for each in (*made.values(), *own, *_notes(parsed)) if each.markdown]


def _as_exported(sections: Iterable[ParsedSection]) -> list[Composed]:
    return [Composed(None, section.heading, [section.markdown], [section.heading]) for section in sections]


def _notes(parsed: ParsedPostmortem) -> list[Composed]:
    return [Composed(None, _("Other notes"), [notes(parsed.unplaced)])] if parsed.unplaced else []


def notes(lines: Iterable[tuple[int, str]]) -> str:
    """Lines without a place, as they were."""
    text = "\n".join(line for _, line in lines)
    fence = "`" * max(3, max((len(run) + 1 for run in re.findall(r"`{3,}", text)), default=3))
    return f"{fence}\n{text}\n{fence}"


def slug_for(heading: str, taken: set[str]) -> str:
    """A key for a section of the document's own, not one of those ``taken``; it is added to them."""
    base = slugify(heading)[:30] or "section"
    key = next(key for n in range(1, len(taken) + 2) if (key := base if n == 1 else f"{base}-{n}") not in taken)
    taken.add(key)
    return key


def _by_concept(outline: Sequence[Outline]) -> dict[str, str]:
    """Concept (and normal heading) to the key of the template's section."""
    found: dict[str, str] = {}
    for each in outline:
        for name in (each.key.replace("-", "_"), key_of(each.heading), normal(each.heading)):
            if name:
                found.setdefault(name, each.key)
    for concept, others in _NEAREST.items():
        for other in others:
            if other in found:
                found.setdefault(concept, found[other])
    return found


def _target(section: ParsedSection, ours: dict[str, str]) -> str | None:
    if not section.heading or not section.markdown:
        return None
    return ours.get(normal(section.heading)) or (ours.get(section.key) if section.key else None)


def _put(target: Composed, section: ParsedSection, *, nested: bool) -> None:
    same = normal(section.heading) == normal(target.heading)
    head = f"### {section.heading}\n\n" if nested or not same else ""
    target.pieces.append(f"{head}{section.markdown}".strip())
    target.sources.append(section.heading)


def _has_below(section: ParsedSection, sections: Sequence[ParsedSection]) -> bool:
    """Whether an empty heading is there for the headings below it."""
    after = sections[sections.index(section) + 1 :]
    return bool(after) and after[0].level > section.level and bool(after[0].markdown) and section.key != "actions"


def _preamble(
    section: ParsedSection, made: dict[str, Composed], own: list[Composed], ours: dict[str, str], *, has_summary: bool
) -> None:
    """What stands above the first heading: labelled texts ("**Impact:** …"), prose, and facts of the document."""
    facts: list[str] = []
    for block in re.split(r"\n\s*\n", section.markdown):
        label = label_of(block)
        target = ours.get(key_of(label[0]) or "") if label and label[1] else None
        if label and target:
            same = normal(label[0]) == normal(made[target].heading)
            made[target].pieces.append(label[1] if same else block.strip())
            made[target].sources.append(label[0].capitalize())
        elif not label and len(block.split()) > 4 and not has_summary and "summary" in made:
            made["summary"].pieces.append(block)
        elif block.strip():
            facts.append(block)
    if facts:
        own.append(Composed(None, _("About the document"), ["\n\n".join(facts)]))
