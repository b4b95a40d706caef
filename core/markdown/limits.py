"""Which texts are worth parsing: the parser takes quadratic time over a few things that nobody means."""

import re

MAX_LENGTH = 200_000  # characters; a long book chapter
MAX_BACKTICKS = 8_000
MAX_HEADINGS = 1_000
MAX_FENCES = 1_000
MAX_FOOTNOTES = 1_000

# Twenty quotes or lists inside each other.
DEEP = re.compile(r"^(?:[ \t]{0,40}(?:>|(?:[*+-]|\d{1,9}[.)])(?=[ \t]))){20}", re.MULTILINE)
FAR_IN = re.compile(r"^[ \t]{120}", re.MULTILINE)
HEADING = re.compile(r"^[ \t>]*(?:#|[=-]+[ \t]*$)", re.MULTILINE)
LONG_RUN = re.compile(r"[*_]{400}")
FENCE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)


def is_reasonable(text: str) -> bool:
    """Whether ``text`` is short and flat enough to be parsed as Markdown."""
    return (
        len(text) <= MAX_LENGTH
        and text.count("`") <= MAX_BACKTICKS
        and text.count("[^") <= MAX_FOOTNOTES
        and not DEEP.search(text)
        and not FAR_IN.search(text)
        and not LONG_RUN.search(text)
        and len(HEADING.findall(text)) <= MAX_HEADINGS
        and len(FENCE.findall(text)) <= MAX_FENCES
    )
