"""``{{timeline}}`` on a line of its own: a place in the text that its page fills with what is true when it is read.

The parser leaves a mark that nobody can guess; what fills it is put there after the last cleaning, so that it may hold
what no writer may write (drawings, forms). Only names that the caller can fill are places: others stay as typed.
"""

import re
import secrets
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.safestring import SafeString
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

Fillers = Mapping[str, Callable[[], SafeString]]  # by name

PLACE = re.compile(r"^ {0,3}\{\{[ \t]?([a-z]{1,20})[ \t]?\}\}[ \t]*$", re.MULTILINE)


def new_mark() -> str:
    return f"live{secrets.token_hex(12)}"


def filled(markup: str, mark: str, blocks: Fillers) -> str:
    """``markup`` with each place filled."""
    if mark not in markup:
        return markup
    return re.sub(rf"<p>{mark}-([a-z]+)</p>", lambda place: blocks[place[1]](), markup)


class BlockPlaces(BlockProcessor):
    """Marks the places of live blocks in running text; in lists, quotes and code the words stay as they are."""

    def __init__(self, md: Any) -> None:
        super().__init__(md.parser)
        self.md = md

    def test(self, parent: etree.Element, block: str) -> bool:
        return parent.tag == self.md.doc_tag and any(self._places(block))

    def _places(self, block: str) -> Iterator[re.Match[str]]:
        return (place for place in PLACE.finditer(block) if place[1] in self.md.blocks)

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block, begin = blocks.pop(0), 0
        for place in self._places(block):
            self._parse(parent, block[begin : place.start()])
            etree.SubElement(parent, "p").text = AtomicString(f"{self.md.mark}-{place[1]}")
            begin = place.end()
        self._parse(parent, block[begin:])

    def _parse(self, parent: etree.Element, words: str) -> None:
        if words.strip("\n"):
            self.parser.parseBlocks(parent, [words.strip("\n")])
