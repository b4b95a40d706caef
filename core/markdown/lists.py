"""Lists as people write them: right after a paragraph, nested by two spaces or a tab, with ``1)`` for ``1.``.

The parser wants a blank line before a list and four columns a level; this rewrites lists into that form.
Runs after fenced code was put aside, so code stays as it was typed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markdown.preprocessors import Preprocessor

ITEM = re.compile(r"^(?P<indent> *)(?P<mark>[*+-]|\d{1,9}[.)])(?P<gap> +)(?P<text>\S.*)$")
QUOTE = re.compile(r"^ {0,3}> ?")
RULE = re.compile(r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
TABLE_RULE = re.compile(r"^ {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")
LEVEL = 4  # columns
NEST = 2  # columns that are enough to lie inside the item above


@dataclass
class Outline:
    """Where we are: the columns of the open items' marks and texts, and what the line before was."""

    marks: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    after_blank: bool = True
    in_paragraph: bool = False  # in a further paragraph of an item

    def climb(self, indent: int) -> None:
        """Leave the items that a line at ``indent`` does not lie in."""
        while self.marks and indent < self.marks[-1] + NEST:
            self.marks.pop()
            self.texts.pop()

    @property
    def depth(self) -> int:
        return len(self.marks)


class ListPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return list(_rewritten(lines))


def _rewritten(lines: Sequence[str]) -> Iterator[str]:
    for quoted, group in groupby(lines, key=lambda line: bool(QUOTE.match(line))):
        if quoted:
            yield from (f"> {line}" for line in _rewritten([QUOTE.sub("", line) for line in group]))
        else:
            yield from _lists_in(list(group))


def _lists_in(lines: Sequence[str]) -> Iterator[str]:
    outline = Outline()
    for number, line in enumerate(lines):
        expanded = line.expandtabs(LEVEL)
        if not expanded.strip():
            outline.after_blank = True
            yield ""
            continue
        item = None if RULE.match(expanded) else ITEM.match(expanded)
        if item and (outline.depth or len(item["indent"]) < LEVEL):
            yield from _item(item, outline)
        else:
            if not outline.after_blank and not outline.depth and _starts_table(lines, number):
                yield ""
            yield _other(expanded, line, outline)
        outline.after_blank = False


def _item(item: re.Match[str], outline: Outline) -> Iterator[str]:
    indent, mark = len(item["indent"]), item["mark"].replace(")", ".")
    if not outline.depth and not outline.after_blank and mark not in {"*", "+", "-", "1."}:
        yield item[0]  # a sentence that goes on with a number, such as a year
        return
    if not outline.after_blank and (outline.in_paragraph or not outline.depth):
        yield ""
    outline.climb(indent)
    yield f"{' ' * LEVEL * outline.depth}{mark} {item['text']}"
    outline.in_paragraph = False
    outline.marks.append(indent)
    outline.texts.append(indent + len(mark) + min(len(item["gap"]), LEVEL))


def _other(expanded: str, line: str, outline: Outline) -> str:
    """A line that starts no item: more of the item above, or the end of the list."""
    indent = len(expanded) - len(expanded.lstrip())
    if outline.depth and not outline.after_blank:
        return f"{' ' * LEVEL * outline.depth}{expanded.strip()}" if outline.in_paragraph else expanded.strip()
    outline.climb(indent)
    outline.in_paragraph = bool(outline.depth)
    if not outline.depth:
        return line
    return " " * (LEVEL * outline.depth + max(0, indent - outline.texts[-1])) + expanded.strip()


def _starts_table(lines: Sequence[str], number: int) -> bool:
    return "|" in lines[number] and number + 1 < len(lines) and bool(TABLE_RULE.match(lines[number + 1]))
