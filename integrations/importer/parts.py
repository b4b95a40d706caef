"""A document cut at its headings, and at the lines that serve as headings ("**Timeline**", "Action items:")."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from core.when import header_day, lead
from integrations.importer.headings import Role, is_exactly_known, key_of, role_of
from integrations.importer.inline import plain_text
from integrations.importer.outline import Node

_BOLD_LINE = re.compile(r"(?:\*\*|__)(?P<name>[^*_\n]{1,80})(?:\*\*|__)\s*:?")
_LABEL_LINE = re.compile(r"(?P<name>[A-Za-z][^.:;\n|]{0,60}):")
_ITEM_LABEL = re.compile(r"(?:\*\*|__)(?P<name>[^*_\n]{1,60}?):?(?:\*\*|__)\s*:?\s*")
_SUMMARY = re.compile(r"<summary>(?P<name>[^\n]{3,80}?)</summary>", re.IGNORECASE)
_BELOW_HEADINGS = 7
_ANY_DAY = date(2000, 1, 1)  # only whether it is a day is asked
# Below a heading of these kinds a deeper heading keeps the kind ("Action items" > "Monitoring", "Timeline" > "Day 2").
_INHERITED = (Role.TIMELINE, Role.ACTIONS, Role.MAYBE_ACTIONS, Role.TALK)
_BREAKS = {
    Role.TIMELINE: (Role.ACTIONS, Role.TALK),
    Role.ACTIONS: (Role.TIMELINE, Role.ASIDE, Role.TALK),
    Role.MAYBE_ACTIONS: (Role.ACTIONS, Role.TIMELINE, Role.ASIDE, Role.TALK),
    Role.TALK: (),
}


@dataclass(slots=True, eq=False)
class Part:
    """A heading (None at the top of the document) and the blocks up to the next one.

    ``own``: what its heading announces; ``role``: the same, or what it inherits. ``name``: the heading, plain.
    ``real``: a Markdown heading, not a line that serves as one.
    """

    heading: Node | None
    name: str
    level: int
    own: Role
    role: Role
    nodes: list[Node] = field(default_factory=list)
    real: bool = True


def cut(nodes: Iterable[Node]) -> list[Part]:
    """The parts of a document, in order. Headings that are a time or a day are content of the part they stand in."""
    parts = [Part(None, "", 0, Role.OTHER, Role.OTHER)]
    for node in _split(nodes):
        first = node.level == 1 and len(parts) == 1  # "2020-06: Printers down" on top is a title
        if node.kind == "heading" and not is_time_heading(node.line, or_title=first):
            parts.append(_part(parts, node, plain_text(node.text), node.level, real=True))
        elif name := _serves_as_heading(node) or _summary_of(node):
            parts.append(_part(parts, node, name, _BELOW_HEADINGS, real=False))
        elif node.kind == "list":
            _take_list(parts, node)
        else:
            parts[-1].nodes.append(node)
    return parts


def is_comment(node: Node) -> bool:
    """Whether a block is a comment: what a template says to its writer."""
    return node.kind == "html" and node.text.lstrip().startswith("<!--")


def prose_of(part: Part, *, items: bool = False) -> Iterator[str]:
    """The plain texts of a part's paragraphs and quotes, and of its lists' ``items``, each cut at 1,000 characters."""
    for node in part.nodes:
        if is_comment(node) or node.kind not in ("paragraph", "quote", "html", *(("list",) if items else ())):
            continue
        yield from (plain_text(each.text)[:1000] for each in (node, *node.children) if each.text)


def _split(nodes: Iterable[Node]) -> Iterator[Node]:
    """The blocks, a paragraph cut before and after each of its lines that names a known section."""
    for node in (piece for each in nodes for piece in _split_list(each)):
        lines = node.text.split("\n") if node.kind == "paragraph" else []
        cuts = [place for place, line in enumerate(lines) if len(lines) > 1 and _names_known(line)]
        if len(lines) > 1 and not cuts and _is_bare_name(lines[0]):
            cuts = [0]
        if not cuts:
            yield node
            continue
        bounds = sorted({0, len(lines), *cuts, *(place + 1 for place in cuts)})
        for start, stop in pairwise(bounds):
            yield Node("paragraph", node.start + start, node.start + stop, text="\n".join(lines[start:stop]))


def _names_known(line: str) -> bool:
    if len(line) > 60:
        return False
    name = _serves_as_heading(Node("paragraph", 0, 1, text=line.strip()))
    return name is not None and (role_of(name) is not Role.OTHER or key_of(name) is not None)


def _split_list(node: Node) -> Iterator[Node]:
    """A list cut where the line right below an item names a section: Markdown takes it for the item's, writers not."""
    first = 0
    for place, item in enumerate(node.children if node.kind == "list" else []):
        lines = item.text.split("\n")
        cut_at = next((number for number in range(1, len(lines)) if _names_known(lines[number])), None)
        if cut_at is None or item.children or item.start + len(lines) != item.stop:
            continue
        stop = item.start + cut_at
        short = Node("item", item.start, stop, text="\n".join(lines[:cut_at]))
        yield Node("list", node.start, stop, children=[*node.children[first:place], short], ordered=node.ordered)
        yield Node("paragraph", stop, item.stop, text="\n".join(lines[cut_at:]))
        first = place + 1
    if first == 0:
        yield node
    elif first < len(node.children):
        rest = node.children[first:]
        yield Node("list", rest[0].start, node.stop, children=rest, ordered=node.ordered)


def _is_bare_name(line: str) -> bool:
    """Whether a line is the name of a section and nothing else, without any sign ("Timeline", "To do")."""
    words = line.strip()
    return len(words) <= 40 and words[:1].isupper() and words[-1:].isalpha() and is_exactly_known(words)


def _summary_of(node: Node) -> str | None:
    """The name of a block that folds away, if it names a known section: "<summary>Timeline</summary>"."""
    found = _SUMMARY.search(node.text) if node.kind == "html" and not is_comment(node) else None
    name = plain_text(found["name"]) if found else ""
    return name if role_of(name) is not Role.OTHER else None


def is_time_heading(line: str, *, or_title: bool = False) -> bool:
    """Whether a heading is an entry's time, or the day of the entries below it. ``or_title``: then with a day or sign
    for certain."""
    found = lead(line)
    if or_title and found and found.written.loose:
        return False
    return bool(found and found.sure and not found.prose) or header_day(line, near=_ANY_DAY, first=_ANY_DAY) is not None


def _part(parts: list[Part], node: Node, name: str, level: int, *, real: bool) -> Part:
    own = role_of(name)
    return Part(node, name, level, own, _role(parts, level, own), real=real)


def _role(parts: list[Part], level: int, own: Role) -> Role:
    parent = next((part for part in reversed(parts) if part.level < level), None)
    if parent is None or parent.role not in _INHERITED or own in _BREAKS[parent.role]:
        return own
    return parent.role


def _serves_as_heading(node: Node) -> str | None:
    """The name, if a paragraph is one bold line, or one short line that ends in a colon and names a known section."""
    if node.kind != "paragraph" or "\n" in node.text or len(node.text) > 90:
        return None
    if is_time_heading(node.text) or lead(node.text, or_day=True):
        return None
    if found := _BOLD_LINE.fullmatch(node.text.strip()):
        return found["name"].strip(" :")
    found = _LABEL_LINE.fullmatch(node.text.strip())
    if found and role_of(found["name"]) is not Role.OTHER:
        return found["name"]
    if (node.text.isupper() and role_of(node.text) is not Role.OTHER) or _is_bare_name(node.text):
        return node.text.strip()
    return None


def _take_list(parts: list[Part], node: Node) -> None:
    """Lists whose items are sections ("- **Timeline**" with a list below) give a part for each such item."""
    named = {id(item): name for item in node.children if (name := _names_section(item))}
    if not named:
        parts[-1].nodes.append(node)
        return
    around = parts[-1]
    plain_items: list[Node] = []
    for item in node.children:
        if name := named.get(id(item)):
            part = _part(parts, item, name, _BELOW_HEADINGS + 1, real=False)
            part.nodes.extend(item.children)
            parts.append(part)
        else:
            plain_items.append(item)
    if plain_items:
        around.nodes.append(Node("list", node.start, node.stop, children=plain_items, ordered=node.ordered))


def _names_section(item: Node) -> str | None:
    if not any(child.kind in ("list", "table") for child in item.children):
        return None
    found = _ITEM_LABEL.fullmatch(item.text.strip()) or _LABEL_LINE.fullmatch(item.text.strip())
    if found and role_of(found["name"]) in (Role.TIMELINE, Role.ACTIONS):
        return found["name"].strip(" :")
    return None
