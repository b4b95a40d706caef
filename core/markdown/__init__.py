"""What people write, as safe HTML: tables, task lists, footnotes, code, and keys that lead where the reader may go.

``render`` and ``render_all`` never raise and take time in proportion to the text, whatever is in it: what is too long
or too deeply nested is shown as plain text. Nothing that was written is dropped; raw HTML shows as it was typed.
"""

import html
import logging
import re
import threading
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString

from core.markdown.blocks import Fillers, filled
from core.markdown.clean import clean
from core.markdown.dialect import Dialect, TooCostly
from core.markdown.limits import is_reasonable
from core.markdown.references import (
    KeyResolver,
    Links,
    PeopleResolver,
    handles_in,
    link_keys,
    link_people,
    linked,
    links_for,
)

__all__ = [
    "Fillers",
    "KeyResolver",
    "PeopleResolver",
    "count_words",
    "handles_in",
    "link_keys",
    "link_people",
    "plain",
    "render",
    "render_all",
]

logger = logging.getLogger(__name__)
WORD = re.compile(r"\w[\w'’.-]*")
BLOCK = re.compile(r"<(?=/?(?:blockquote|br|d[dt]|div|h\d|li|[ou]l|p|pre|summary|t[dhr])\b)")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
NO_BLOCKS: Fillers = {}
_kept = threading.local()


def render(text: str, *, reader: Any = None, blocks: Fillers = NO_BLOCKS) -> SafeString:
    """``text`` as HTML for ``reader`` (a user): keys and @handles are links only where they may follow them.

    ``blocks`` fill ``{{name}}`` on a line of its own; without them such a line shows as it was typed.
    """
    return render_all([text], reader, blocks=[blocks])[0]


def render_all(texts: Sequence[str], reader: Any = None, *, blocks: Sequence[Fillers] = ()) -> list[SafeString]:
    """``render`` for many texts of one page, with one query per kind of key for all of them together.

    ``blocks`` are those of the first texts; texts beyond them have none.
    """
    links = links_for(texts, reader)
    pairs = zip(texts, chain(blocks, repeat(NO_BLOCKS)), strict=False)
    return [_render(text, links, fillers) for text, fillers in pairs]


def plain(text: str) -> str:
    """The words of ``text`` without its marks, on one line: for excerpts, titles and mails."""
    markup = _render(text, {}).replace("\u21a9\ufe0e", " ")
    return " ".join(html.unescape(nh3.clean(BLOCK.sub(" <", markup), tags=set())).split())


def count_words(text: str) -> int:
    """How many words a reader will read."""
    return len(WORD.findall(plain(text)))


def _render(text: str, links: Links, blocks: Fillers = NO_BLOCKS) -> SafeString:
    if not text.strip():
        return SafeString("")
    if not is_reasonable(text):
        return as_written(text, links)
    try:
        dialect = _dialect()
        markup = clean(dialect.convert_with(text, links, blocks))
    except (TooCostly, RecursionError):
        _forget()
    except Exception:  # whatever the parser trips over, the reader gets the words
        _forget()
        logger.exception("markdown-not-rendered")
    else:
        return SafeString(filled(markup, dialect.mark, blocks))
    return as_written(text, links)


def as_written(text: str, links: Links) -> SafeString:
    """``text`` with its line breaks and its links, and no other mark."""
    paragraphs = BLANK_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return SafeString("\n".join(f"<p>{_lines(paragraph, links)}</p>" for paragraph in paragraphs))


def _lines(paragraph: str, links: Links) -> str:
    return clean(linked(escape(paragraph), links)).replace("\n", "<br>\n")


def _dialect() -> Dialect:
    """This thread's converter: making one costs more than most texts."""
    if not hasattr(_kept, "dialect"):
        _kept.dialect = Dialect()
    return _kept.dialect  # type: ignore[no-any-return]


def _forget() -> None:
    """A converter that stopped half-way may hold on to what it had."""
    _kept.__dict__.pop("dialect", None)
