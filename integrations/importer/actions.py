"""Finding the action items: lists, tables, headings and labelled lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from integrations.importer.headings import Role, normal, role_of
from integrations.importer.inline import heading_text, one_line, plain_text, unnumbered
from integrations.importer.labels import label_of
from integrations.importer.names import names_of
from integrations.importer.outline import Node
from integrations.importer.owners import Company, Told, company_of, field_of, set_field, tell
from integrations.importer.parsed import Action
from integrations.importer.parts import Part, is_comment

_CHECKBOX = re.compile(r"\[(?P<mark>[ xX✓✔~-]?)\]\s+")
_ACTION_LINE = re.compile(
    r"(?:[-*+] )?(?:\*\*|__)?(?:action(?: item)?s?|todo|to-do|ai|follow-?up|task"
    r"|maßnahme)\s?#?[0-9]{0,3}(?:\*\*|__)?\s?(?::|–|—|\s-)(?:\*\*|__)?\s*(?=\S)"
    r"|TODO\s?\([^)\n]{1,40}\)\s?:?\s*(?=\S)",
    re.IGNORECASE,
)
_OPEN_BOLD = re.compile(r"(?:\*\*|__)(?P<name>[^*_\n]{1,80}?)\s?:?(?:\*\*|__)\s?:?")
_NUMBERED = re.compile(
    r"(?:#?[0-9]{1,3}[.):]|\(?[0-9]{1,3}\))\s+"
    r"|(?:AI|ACT|A|Action(?: item)?)[ -]?#?[0-9]{1,3}\s?(?:[:.)–—-]\s*|(?=\(P[0-4]\)))",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:\(?(?:none|n/?a|tbd|no (?:further )?action(?: item)?s?(?: (?:needed|required|identified))?"
    r"|nothing|\.{3}|…|-+|todo|to be (?:added|determined|filled in).{0,20})\)?[.\s]*)",
    re.I,
)
_NONE = re.compile(
    r"(?:none|no (?:further |new )?(?:action|follow-?up|remediation)|nothing|n/a|there are no)\b", re.IGNORECASE
)
_WE_WILL = re.compile(
    r"(?:(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|next|then|finally|lastly|also|in addition|additionally|in future"
    r"|here|to prevent .{5,60}|longer term|going forward|in the (?:short|long|longer|medium) term),? )?"
    r"(?:we(?:'ll|’ll|'re|’re| are| will| have| plan| intend| want)|the .{3,30} team (?:will|is)"
    r"|[A-Z]\w{2,15} (?:will|is going to))\b",
    re.IGNORECASE,
)
_BOLD_LEAD = re.compile(r"(?:\*\*|__)[^*_\n]{3,120}?[.:!]?(?:\*\*|__)[.:]?\s*(?:[–—-]\s)?(?=\S)")
_TEXT_COLUMN = re.compile(
    r".{0,15}\b(?:actions?(?: ?items?)?|tasks?|to-?dos?|follow-?ups?|descriptions?|items?|what"
    r"|improvements?|recommendations?|remediations?|measures?|maßnahmen?|title|summary|steps?|work"
    r"|fix(?:es)?)\b.{0,25}",
    re.IGNORECASE,
)
_STRICT_COLUMN = re.compile(
    r".{0,15}\b(?:actions?(?: ?items?)?|tasks?|to-?dos?|follow-?ups?|remediations?|recommendations?"
    r"|maßnahmen?)\b.{0,15}",
    re.I,
)
_FEW = 2
_NUMBER_COLUMNS = ("#", "no", "no.", "nr", "nr.", "id")
_WHY = re.compile(r"why\b", re.IGNORECASE)
_LABELLED_PART = re.compile(
    r"(?:metadata|details|status|attendees|participants|checklist|review|sign-?off|how to|template"
    r"|instructions).{0,20}",
    re.I,
)


@dataclass(slots=True)
class Draft:
    """An item before its text is read."""

    text: str
    lines: list[int]
    done: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of actions needs to know of the document."""

    day: date | None
    day_first: bool
    people: frozenset[str]


def collect(parts: Sequence[Part], source: Sequence[str], taken: set[int], setting: Setting) -> list[Action]:
    """Every action item, in order.

    Under a heading of actions each item of a list, row of a table, sub-heading or labelled line is one. Headings that
    often hold actions but need not ("Prevention", "Recommendations") count if no plain one gave any. Anywhere: tables
    with owners and due dates, check lists, and lines that say "Action:" or "TODO(name)".
    """
    found = _collect(parts, source, taken, setting)
    owners = {name.lower().lstrip("@") for action in found if action.owner for name in names_of(action.owner)}
    if owners - setting.people:  # a name that stands alone in its list is known from another
        found = _collect(parts, source, taken, replace(setting, people=setting.people | owners))
    return found


def _collect(parts: Sequence[Part], source: Sequence[str], taken: set[int], setting: Setting) -> list[Action]:
    finder = _Finder(source, taken, setting)
    for part in parts:
        finder.take_part(part, Role.ACTIONS)
    if not finder.actions and not any(part.own is Role.ACTIONS and _says_none(part) for part in parts):
        for part in parts:
            finder.take_part(part, Role.MAYBE_ACTIONS)
    return sorted(finder.actions, key=lambda action: action.lines)


class _Finder:
    def __init__(self, source: Sequence[str], taken: set[int], setting: Setting) -> None:
        self.source = source
        self.taken = set(taken)
        self.setting = setting
        self.actions: list[Action] = []

    def take_part(self, part: Part, role: Role) -> None:
        if part.role is role:
            self._take_region(part)
        elif part.role not in (Role.ACTIONS, Role.TIMELINE, Role.TALK):
            self._take_strays(part)

    def _take_region(self, part: Part) -> None:
        before = len(self.actions)
        if part.heading and part.real and _NUMBERED.match(part.name) and _only_fields(part.nodes):
            self._take_heading(part, part.heading)
            return
        for node in part.nodes:
            if node.kind == "list":
                self._take_list(node)
            elif node.kind == "table":
                self._take_table(node, sure=True)
            elif node.kind == "quote":
                for child in node.children:
                    if child.kind == "list":
                        self._take_list(child)
        if len(self.actions) == before:
            self._take_lines(part.nodes)
        if len(self.actions) == before and part.heading and _is_item_heading(part):
            self._take_heading(part, part.heading)

    def _take_heading(self, part: Part, heading: Node) -> None:
        """A sub-heading per item ("#### 1) Clean up old archives")."""
        lines = [heading.start, *(line for node in part.nodes for line in node.lines)]
        draft = Draft(_NUMBERED.sub("", heading_markdown(heading.text), count=1), lines)
        for node in part.nodes:
            blocks = node.children if node.kind == "list" else [node]
            pairs = [label_of(line) for block in blocks if block.text for line in block.text.split("\n")]
            for pair in pairs:
                if pair and (kind := field_of(pair[0])):
                    draft.fields.append((kind, pair[1]))
            if not _only_fields([node]):
                draft.more.append(self._raw(node))
        self._finish([draft])

    def _take_strays(self, part: Part) -> None:
        for node in part.nodes:
            if node.kind == "table":
                self._take_table(node, sure=False)
            elif node.kind == "list" and _is_checklist(node) and part.own in (Role.OTHER, Role.MAYBE_ACTIONS):
                if not _LABELLED_PART.fullmatch(normal(part.name)):
                    self._take_list(node)
            elif node.kind == "paragraph" or node.kind == "list":
                self._take_stray_lines(node)

    def _take_stray_lines(self, node: Node) -> None:
        drafts: list[Draft] = []
        blocks = [node] if node.kind == "paragraph" else node.children
        for block in blocks:
            if block.kind == "item" and block.children and not _ACTION_LINE.match(block.text):
                continue
            if block.kind == "item" and (found := _ACTION_LINE.match(block.text)):
                drafts.append(Draft(_stray(one_line(block.text), found), list(block.lines)))
            elif block.kind == "paragraph":
                drafts.extend(self._lines(block, labelled=True))
        self._finish(drafts)

    def _take_lines(self, nodes: Iterable[Node]) -> None:
        """Lines of paragraphs that are labelled or numbered as items, or carry an owner."""
        paragraphs = [node for node in nodes if node.kind == "paragraph"]
        drafts = [draft for node in paragraphs for draft in self._lines(node, labelled=False)]
        self._finish(drafts or _told_drafts(paragraphs))

    def _lines(self, node: Node, *, labelled: bool) -> list[Draft]:
        drafts: list[Draft] = []
        for number, line in enumerate(node.text.split("\n")):
            found = _ACTION_LINE.match(line)
            pair = label_of(line)
            if found:
                drafts.append(Draft(_stray(line.strip(), found), [node.start + number]))
            elif not labelled and (box := _CHECKBOX.match(line)):
                drafts.append(Draft(line[box.end() :], [node.start + number], done=_ticked(box["mark"])))
            elif not labelled and (number_found := _NUMBERED.match(line)):
                drafts.append(Draft(line[number_found.end() :].strip(), [node.start + number]))
            elif drafts and pair and (kind := field_of(pair[0])):
                drafts[-1].fields.append((kind, pair[1]))
                drafts[-1].lines.append(node.start + number)
            elif drafts and line.strip():
                drafts[-1].text += " " + line.strip()
                drafts[-1].lines.append(node.start + number)
            elif not labelled and tell(line, self._company([line])).owner and len(line) < 300:
                drafts.append(Draft(line.strip(), [node.start + number]))
        return drafts

    def _take_list(self, node: Node) -> None:
        drafts: list[Draft] = []
        for item in node.children:
            if any(line in self.taken for line in item.lines):
                continue
            if _is_category(item):
                self._finish(drafts)
                drafts = []
                for child in item.children:
                    if child.kind == "list":
                        self._take_list(child)
                continue
            drafts.append(self._draft(item))
        self._finish(drafts)

    def _draft(self, item: Node) -> Draft:
        text = one_line(item.text)
        box = _CHECKBOX.match(text)
        draft = Draft(text[box.end() :] if box else text, list(item.lines), done=_ticked(box["mark"]) if box else False)
        self._take_trailing_fields(draft, item)
        for child in item.children:
            pairs = [label_of(each.text) for each in child.children] if child.kind == "list" else []
            kinds = [field_of(pair[0]) if pair else None for pair in pairs]
            if pairs and any(kinds):
                for each, pair, kind in zip(child.children, pairs, kinds, strict=True):
                    if pair and kind in ("owner", "due", "priority", "status"):
                        draft.fields.append((kind, pair[1]))
                    else:
                        draft.more.append(self._raw(each))
            else:
                draft.more.append(self._raw(child))
        return draft

    def _take_trailing_fields(self, draft: Draft, item: Node) -> None:
        """Wrapped lines of an item that are fields ("Add an alert" / "Owner: Ada" / "Due: 1 May")."""
        lines = item.text.split("\n")
        kept = []
        for place, line in enumerate(lines):
            pair = label_of(line) if place else None
            if pair and (kind := field_of(pair[0])) in ("owner", "due", "priority", "status") and kind:
                draft.fields.append((kind, pair[1]))
            else:
                kept.append(line)
        if len(kept) < len(lines):
            text = one_line("\n".join(kept))
            box = _CHECKBOX.match(text)
            draft.text = text[box.end() :] if box else text

    def _take_table(self, table: Node, *, sure: bool) -> None:
        if len(table.children) < 2 or any(line in self.taken for line in table.lines):
            return
        names = [plain_text(cell) for cell in table.children[0].cells]
        kinds = [field_of(name) for name in names]
        column = _text_column(table, names, kinds, sure=sure)
        if column is None:
            return
        drafts = []
        frame = [table.start, table.start + 1]
        for row in table.children[1:]:
            text = one_line(row.cells[column])
            if not text or _NOTHING.fullmatch(plain_text(text)):
                continue
            box = _CHECKBOX.match(text)
            draft = Draft(
                text[box.end() :] if box else text, [*frame, *row.lines], done=_ticked(box["mark"]) if box else False
            )
            frame = []
            for place, cell in enumerate(row.cells):
                kind = kinds[place]
                if place != column and cell.strip(" -–—"):
                    if kind in ("owner", "due", "priority", "status", "type"):
                        draft.fields.append((kind, cell))
                    elif not (names[place].lower() in _NUMBER_COLUMNS and cell.strip().isdigit()):
                        draft.more.append(f"{names[place]}: {one_line(cell)}" if names[place] else one_line(cell))
            drafts.append(draft)
        self._finish(drafts, in_table="owner" in kinds)

    def _company(self, texts: list[str]) -> Company:
        return company_of(texts, day=self.setting.day, day_first=self.setting.day_first, people=self.setting.people)

    def _finish(self, drafts: list[Draft], *, in_table: bool = False) -> None:
        company = self._company([draft.text for draft in drafts])
        for draft in drafts:
            if _NOTHING.fullmatch(plain_text(draft.text)) or any(line in self.taken for line in draft.lines):
                continue
            told = Told(draft.text) if in_table else tell(draft.text, company)
            for kind, value in draft.fields:
                if not set_field(told, kind, value, company) or "](" in value:  # the address behind a name
                    draft.more.append(f"{kind.capitalize()}: {one_line(value)}")
            if not plain_text(told.text):
                continue
            self.taken.update(draft.lines)
            self.actions.append(_action(draft, told))

    def _raw(self, node: Node) -> str:
        lines = self.source[node.start : node.stop]
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return "\n".join(line[indent:] for line in lines)


def _action(draft: Draft, told: Told) -> Action:
    return Action(
        text=told.text,
        lines=tuple(sorted({line + 1 for line in draft.lines})),
        owner=told.owner,
        due=told.due,
        priority=told.priority,
        done=draft.done or told.done,
        kind=told.kind,
        more="\n\n".join(each for each in draft.more if each.strip()),
    )


def heading_markdown(text: str) -> str:
    """A heading's Markdown without attributes."""
    return re.sub(r"\s*\{[#.:][^{}\n]{0,100}\}\s*$", "", text).strip()


def _stray(line: str, found: re.Match[str]) -> str:
    return line if found[0].upper().startswith("TODO") and "(" in found[0] else line[found.end() :].strip()


def _told_drafts(paragraphs: Sequence[Node]) -> list[Draft]:
    """Items told in paragraphs: with a bold beginning ("**Slower rollouts.** Releases will …"), or "We will …"."""
    for sign in (_BOLD_LEAD, _WE_WILL):
        told = [node for node in paragraphs if sign.match(node.text) and not node.text.rstrip().endswith(":")]
        if len(told) >= _FEW:
            return [Draft(one_line(node.text), list(node.lines)) for node in told]
    return []


def _ticked(mark: str) -> bool:
    return mark.lower() in ("x", "✓", "✔")


def _says_none(part: Part) -> bool:
    """Whether a part says that there is nothing to do ("None (see above)")."""
    texts = [plain_text(node.text) for node in part.nodes if node.text and not is_comment(node)]
    return len(texts) == 1 and bool(_NONE.match(texts[0]))


def _is_checklist(node: Node) -> bool:
    return bool(node.children) and all(_CHECKBOX.match(item.text) for item in node.children)


def _is_category(item: Node) -> bool:
    """An item that only names a group of items ("**Monitoring**", "Prevent:")."""
    nested = [child for child in item.children if child.kind == "list"]
    if not nested or any(child.kind == "paragraph" for child in item.children):
        return False
    labels = [label_of(each.text) for child in nested for each in child.children]
    if any(pair and field_of(pair[0]) for pair in labels):
        return False
    text = item.text.strip()
    bold = _OPEN_BOLD.fullmatch(text)
    return len(plain_text(text).split()) <= 6 and (
        bool(bold)
        or text.endswith(":")
        or (
            any(_CHECKBOX.match(each.text) for child in nested for each in child.children) and not _CHECKBOX.match(text)
        )
    )


def _only_fields(nodes: Sequence[Node]) -> bool:
    """Whether all items of the lists here are fields ("- **Owner**: Ada"), and there is such a list."""
    items = [item for node in nodes if node.kind == "list" for item in node.children]
    pairs = [label_of(item.text) for item in items]
    return bool(pairs) and all(pair and field_of(pair[0]) for pair in pairs)


def _is_item_heading(part: Part) -> bool:
    """Whether the heading is itself an item: numbered, or a sentence, below a heading of actions."""
    if part.heading is None or not part.real or role_of(part.name) is not Role.OTHER:
        return False
    name = heading_text(part.heading.text)
    return bool(_NUMBERED.match(name)) or len(unnumbered(name).split()) >= 3


def _text_column(table: Node, names: list[str], kinds: list[str | None], *, sure: bool) -> int | None:
    free = [place for place, kind in enumerate(kinds) if kind in (None, "type")]
    if not sure:
        marks = sum(kind in ("owner", "due", "status", "priority") for kind in kinds)
        if not (marks and any(_STRICT_COLUMN.fullmatch(names[place]) for place in free)) and not (
            "owner" in kinds and ("due" in kinds or "status" in kinds)
        ):
            return None
    strict = [place for place in free if _STRICT_COLUMN.fullmatch(names[place])]
    named = strict or [place for place in free if _TEXT_COLUMN.fullmatch(names[place])]
    candidates = named or free
    if not candidates:
        return None
    return max(candidates, key=lambda place: sum(len(row.cells[place]) for row in table.children[1:200]))
