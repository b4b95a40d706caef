"""Rendered texts as plain nodes, for a typesetter that knows no HTML.

What comes in is what ``core.markdown`` made and cleaned, so the tags are few and balanced. A node is a text, or a dict
with its kind ``t`` and what is in it, ``c``. Text never becomes markup of the typesetter: it stays a string.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

Node = Any  # str, or {"t": kind, "c": [nodes], …}
Image = Callable[[str], str]  # from the address of a picture to the name of its file, "" where there is none

VOID = {"br", "hr", "img", "input"}
SILENT = {"svg", "form", "button", "script", "style"}
INLINE = {"strong", "em", "del", "ins", "code", "sub", "sup", "mark", "kbd"}
BLOCKS = {"p", "h", "group", "term", "ul", "ol", "quote", "pre", "hr", "table"}
DEEPEST = 12  # beyond it only the words go on: typst nests no deeper than some eighty calls
SPACE = re.compile(r"[ \t\r\n\f]+")
LONG_WORD = re.compile(r"\S{40}(?=\S)")
HEADING = re.compile(r"h([1-6])")


def nodes_of(markup: str, *, base_url: str, image: Image) -> list[Node]:
    """The nodes of ``markup``. Links to our own pages begin with ``base_url``: they lead there from paper too."""
    tree = _Tree()
    tree.feed(markup)
    tree.close()
    return _Walk(base_url, image).all(tree.root, 0)


def breakable(text: str) -> str:
    """``text`` with places where a very long word (an address, a hash) may go on in the next line."""
    return LONG_WORD.sub("\\g<0>\u200b", text)


class _Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[_Element | str] = []

    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def elements(self, *tags: str) -> "list[_Element]":
        """Those among everything below that have one of ``tags``."""
        below = [child for child in self.children if isinstance(child, _Element)]
        return [found for child in below for found in ([child] if child.tag in tags else child.elements(*tags))]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


class _Walk:
    def __init__(self, base_url: str, image: Image) -> None:
        self.base_url, self.image = base_url, image
        self.level = 1  # of the last heading: the first of a text is one below its section's

    def all(self, element: _Element, depth: int) -> list[Node]:
        if depth > DEEPEST:
            return [breakable(SPACE.sub(" ", element.words()))]
        found = (self._one(child, depth + 1) for child in element.children)
        nodes = [node for node in found if node not in ("", None)]
        if any(isinstance(node, dict) and node["t"] in BLOCKS for node in nodes):  # what parted the tags is no word
            nodes = [node for node in nodes if node != " "]
        return nodes

    def _one(self, child: _Element | str, depth: int) -> Node:
        if isinstance(child, str):
            return breakable(SPACE.sub(" ", child))
        tag = child.tag
        if tag in SILENT:
            return None
        if heading := HEADING.fullmatch(tag):
            self.level = min(max(int(heading[1]) - 1, 2), self.level + 1)  # PDF/UA: no level is left out
            return {"t": "h", "level": self.level, "c": self.all(child, depth)}
        if special := getattr(self, f"_{tag}", None):
            return special(child, depth)
        if tag in INLINE:
            return {"t": tag, "c": self.all(child, depth)}
        kind = {"p": "p", "blockquote": "quote", "dt": "term", "summary": "term", "dd": "p"}.get(tag, "group")
        return {"t": kind, "c": self.all(child, depth)}

    def _br(self, _element: _Element, _depth: int) -> Node:
        return {"t": "br"}

    def _hr(self, _element: _Element, _depth: int) -> Node:
        return {"t": "hr"}

    def _input(self, element: _Element, _depth: int) -> Node:
        return "☑ " if "checked" in element.attributes else "☐ "

    def _pre(self, element: _Element, _depth: int) -> Node:
        code = next(iter(element.elements("code")), None)
        css = code.attributes.get("class", "") if code else ""
        language = next((name.removeprefix("language-") for name in css.split() if name.startswith("language-")), "")
        return {"t": "pre", "text": breakable(element.words().rstrip("\n")), "lang": language}

    def _a(self, element: _Element, depth: int) -> Node:
        href, within = element.attributes.get("href", ""), self.all(element, depth)
        if href.startswith("#") or not element.words().strip():
            return {"t": "group", "c": within}
        return {"t": "a", "href": self.base_url + href if href.startswith("/") else href, "c": within}

    def _img(self, element: _Element, _depth: int) -> Node:
        alt = element.attributes.get("alt", "")
        file = self.image(element.attributes.get("src", ""))
        return {"t": "img", "file": file, "alt": alt or file} if file else f"[{alt}]"

    def _ul(self, element: _Element, depth: int) -> Node:
        return {"t": "ul", "c": self._items(element, depth)}

    def _ol(self, element: _Element, depth: int) -> Node:
        start = element.attributes.get("start", "1")
        number = int(start) if re.fullmatch("[0-9]{1,8}", start) else 1
        return {"t": "ol", "start": number, "c": self._items(element, depth)}

    def _items(self, element: _Element, depth: int) -> list[Node]:
        items = [child for child in element.children if isinstance(child, _Element) and child.tag == "li"]
        return [self.all(item, depth) for item in items]

    def _table(self, element: _Element, depth: int) -> Node:
        rows = [row.elements("td", "th") for row in element.elements("tr")]
        columns = max(map(len, rows), default=0)
        if not columns:
            return None
        cells = [[self.all(row[n], depth) if n < len(row) else [] for n in range(columns)] for row in rows]
        return {"t": "table", "columns": columns, "head": cells[0], "rows": cells[1:]}
