"""Our Markdown: Python-Markdown with tables, footnotes, fenced code, task lists, strikethrough and plain addresses.

Close to what people know from code hosts: a list may follow a paragraph directly and nests by two spaces
(``core.markdown.lists``), raw HTML is shown as typed but for a few harmless tags, images come from our own storage.
"""

import re
import xml.etree.ElementTree as etree
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.inlinepatterns import (
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from core.markdown.blocks import BlockPlaces, Fillers, new_mark
from core.markdown.lists import ListPreprocessor
from core.markdown.references import REFERENCE, Links, kind_of, link_of

EXTENSIONS = [
    "tables",
    "footnotes",
    "sane_lists",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.magiclink",
]
OPTIONS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "\u21a9\ufe0e"},  # the arrow as text, not as a picture
    "pymdownx.highlight": {"use_pygments": False},
}
HARMLESS_TAG = r"</?(?:br|kbd|sub|sup|ins|mark|details|summary)\s{0,3}/?>"
STRUCK = r"(~~)(?=[^\s~])([^~]{1,2000}?)(?<=\S)~~"
COMMENT = r"<!--(?:(?!<!--).)*?-->"
BRACKET_BUDGET = 6_000_000  # characters looked at in search of closing brackets: well under a second
OWN_FILES = "/evidence/"  # where what people uploaded is served, to those who may see it
TOP_LEVEL = 3  # the page has the h1, its sections the h2
DEEPEST = 6


class TooCostly(Exception):
    """The text makes the parser look at itself over and over."""


class Dialect(Markdown):
    """A converter; not shared between threads."""

    budget = BRACKET_BUDGET
    links: Links
    blocks: Fillers
    mark = ""  # stands before the name of a live block in what ``convert_with`` returns; nobody can type it

    def __init__(self) -> None:
        self.links, self.blocks = {}, {}
        super().__init__(extensions=EXTENSIONS, extension_configs=OPTIONS, output_format="html")
        self.preprocessors.deregister("html_block")
        self.preprocessors.register(ListPreprocessor(self), "lists", 22)
        self.parser.blockprocessors.register(BlockPlaces(self), "live_blocks", 75)
        self.inlinePatterns.deregister("html")
        self.inlinePatterns.register(SimpleTagInlineProcessor(STRUCK, "del"), "struck", 65)
        self.inlinePatterns.register(RawInlineProcessor(HARMLESS_TAG, self), "harmless_tag", 90)
        self.inlinePatterns.register(CommentInlineProcessor(COMMENT, self), "comment", 89)
        self.inlinePatterns.register(ReferencesInlineProcessor(REFERENCE, self), "references", 70)
        self.treeprocessors.register(PageTreeprocessor(self), "page", 18)
        for name, processor, priority in BOUNDED:
            self.inlinePatterns.register(processor(self.inlinePatterns[name].pattern, self), name, priority)

    def convert_with(self, text: str, links: Links, blocks: Fillers) -> str:
        """HTML of ``text``, not yet cleaned, its ``blocks`` not yet filled in (``core.markdown.blocks.filled``).

        Raises ``TooCostly`` and whatever the parser raises.
        """
        self.reset()
        self.budget, self.links, self.blocks, self.mark = BRACKET_BUDGET, links, blocks, new_mark()
        return self._label_checkboxes(self.convert(text))

    def _label_checkboxes(self, markup: str) -> str:
        # Typed angle brackets are escaped by now: only the task lists' own boxes look like this.
        for state, label in (("", _("To do")), (" checked", _("Done"))):
            markup = markup.replace(
                f'<input type="checkbox" disabled{state}/>',
                f'<input type="checkbox" disabled{state} aria-label="{label}"/>',
            )
        return markup


class BoundedSearch:
    """Keeps count of what the search for closing brackets and parentheses has looked at."""

    md: Any

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        text, end, handled = super().getText(data, index)  # type: ignore[misc]
        self._pay((end if handled else len(data)) - index)
        return text, end, handled

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        href, title, end, handled = super().getLink(data, index)  # type: ignore[misc]
        self._pay(2 * ((end if handled else len(data)) - index))
        return href, title, end, handled

    def _pay(self, characters: int) -> None:
        self.md.budget -= characters
        if self.md.budget < 0:
            raise TooCostly


class BoundedReference(BoundedSearch, ReferenceInlineProcessor):
    pass


class BoundedLink(BoundedSearch, LinkInlineProcessor):
    pass


class BoundedImage(BoundedSearch, ImageInlineProcessor):
    pass


class BoundedImageReference(BoundedSearch, ImageReferenceInlineProcessor):
    pass


class BoundedShortReference(BoundedSearch, ShortReferenceInlineProcessor):
    pass


class BoundedShortImageReference(BoundedSearch, ShortImageReferenceInlineProcessor):
    pass


BOUNDED: tuple[tuple[str, Any, int], ...] = (
    ("reference", BoundedReference, 170),
    ("link", BoundedLink, 160),
    ("image_link", BoundedImage, 150),
    ("image_reference", BoundedImageReference, 140),
    ("short_reference", BoundedShortReference, 130),
    ("short_image_ref", BoundedShortImageReference, 125),
)


class RawInlineProcessor(InlineProcessor):
    """A harmless tag goes through as it is."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return self.md.htmlStash.store(m[0]), m.start(0), m.end(0)


class CommentInlineProcessor(InlineProcessor):
    """An HTML comment was a note to the writer, not to the reader."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return "", m.start(0), m.end(0)


class ReferencesInlineProcessor(InlineProcessor):
    """``INC-42`` and ``@ada``, outside code and other links, where the reader may follow them."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | None, int | None, int | None]:  # type: ignore[override]
        link = link_of(m, self.md.links)  # type: ignore[attr-defined]
        if link is None:
            return None, None, None
        element = etree.Element("a", {"class": kind_of(m), "href": link[0], "title": link[1]})
        element.text = AtomicString(m[0])
        return element, m.start(0), m.end(0)


class PageTreeprocessor(Treeprocessor):
    """Fits the text into a page: headings below the page's own, images of our own, no styles in line."""

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        levels = {
            tag: min(TOP_LEVEL + n, DEEPEST) for n, tag in enumerate(sorted({element.tag for element in headings}))
        }
        for heading in headings:
            heading.tag = f"h{levels[heading.tag]}"
        for element in [*root.iter("td"), *root.iter("th")]:
            align = element.attrib.pop("align", "")
            if align in {"right", "center"}:
                element.set("class", f"align-{align}")
            if element.tag == "th" and not len(element) and not (element.text or "").strip():
                element.tag = "td"  # a corner that heads nothing
        for image in root.iter("img"):
            self._own_image_or_link(image)

    def _own_image_or_link(self, image: etree.Element) -> None:
        source = image.get("src", "")
        if source.startswith((settings.MEDIA_URL, OWN_FILES)) and ".." not in source:
            image.set("loading", "lazy")
            return
        name = image.get("alt") or source
        image.attrib.clear()
        image.tag = "a"
        image.set("href", source)
        image.text = AtomicString(_("Image: %(name)s") % {"name": name})
