"""A Markdown text as a tree of blocks that know their source lines.

The tokenizer is markdown-it's, block rules only: it knows that ``# comment`` inside a fence is no heading, where
a list item ends and which lines make up a table, and it keeps to linear time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "list", "item", "table", "row", "quote", "code", "html", "rule"]

_KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}


@dataclass(slots=True, eq=False)
class Node:
    """A block. ``start`` and ``stop`` are line numbers from 0, half open, without blank lines at the end.

    ``text``: the inline Markdown of headings, paragraphs, code. An item's first paragraph is its ``text``, its other
    blocks are ``children``. A row has ``cells``; a table's first row is its header.
    """

    kind: Kind
    start: int
    stop: int
    level: int = 0
    text: str = ""
    children: list["Node"] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    ordered: bool = False
    number: int = 1  # of an ordered list's first item

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    @property
    def lines(self) -> range:
        return range(self.start, self.stop)


def outline(lines: Sequence[str]) -> list[Node]:
    """The blocks of a text, in order."""
    parser = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table")
    # A reference's target is text that must not vanish; inline marks are read where they matter.
    parser.disable(["reference"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    root = Node("quote", 0, len(lines))
    stack = [root]
    for token in parser.parse("\n".join(lines)):
        _take(token, stack, lines)
    return _adopted(root.children, lines)


def _adopted(nodes: list[Node], lines: Sequence[str]) -> list[Node]:
    """The blocks, bullets that belong to the numbered item above them put below it.

    "10. Title" with "   - detail" below, or with "- detail" and then "11. Next title", means bullets of item 10, but
    Markdown asks for one more blank and sees three lists.
    """
    kept: list[Node] = []
    for place, node in enumerate(nodes):
        above = kept[-1] if kept else None
        if above and _belongs(node, above, nodes[place + 1 :], lines):
            above.children[-1].children.append(node)
            above.children[-1].stop = above.stop = node.stop
        elif above and above.ordered and node.ordered and node.number == above.number + len(above.children):
            above.children.extend(node.children)
            above.stop = node.stop
        else:
            kept.append(node)
    return kept


def _belongs(node: Node, above: Node, after: Sequence[Node], lines: Sequence[str]) -> bool:
    if node.kind != "list" or node.ordered or not above.ordered or not above.children:
        return False
    indented = _indent(lines[node.start]) > _indent(lines[above.start])
    following = next((each for each in after if each.kind == "list" and each.ordered), None)
    continued = (
        after[:1] == [following] and following.number == above.number + len(above.children) if following else False
    )
    return indented or continued


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _take(token: Token, stack: list[Node], lines: Sequence[str]) -> None:
    if token.nesting < 0:
        if len(stack) > 1 and _KINDS.get(token.type.replace("_close", "_open")):
            _close(stack.pop(), stack[-1])
        return
    kind = _KINDS.get(token.type)
    if kind:
        node = _node(kind, token, lines)
        stack[-1].children.append(node)
        if token.nesting > 0:
            stack.append(node)
        return
    if token.type == "inline":
        if stack[-1].kind == "row":
            stack[-1].cells.append(token.content)
        else:
            stack[-1].text = token.content


def _node(kind: Kind, token: Token, lines: Sequence[str]) -> Node:
    start, stop = token.map or (0, 0)
    while stop > start + 1 and not lines[stop - 1].strip():
        stop -= 1
    level = int(token.tag[1]) if kind == "heading" else 0
    text = token.content if kind in ("code", "html") else ""
    number = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else 1
    return Node(kind, start, stop, level=level, text=text, ordered=token.type == "ordered_list_open", number=number)


def _close(node: Node, parent: Node) -> None:
    if node.kind == "item" and node.children and node.children[0].kind == "paragraph":
        node.text = node.children.pop(0).text
