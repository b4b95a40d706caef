"""What of a Markdown text is its author's own prose, and where its sentences are.

Offsets are those of the text itself: what does not count is blanked, character for character.
"""

import re
from collections.abc import Iterator

THING = "¤"  # stands where code, a quotation or an address was: a noun that is nobody
LONGEST = 1000  # characters that are looked at as one sentence

_BLOCK = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,20}(?!`)|~{3,20}(?!~))[^\n]*\n (?:.*?^[ ]{0,3}(?P=fence)[`~]*[ ]*$|.*\Z)  # fenced code
    | <!--.*?(?:-->|\Z)
    | ^[ ]{0,3}>[^\n]*$                                                     # quoted by a block
    | ^(?:[ ]{4,}|\t)(?![ \t]*(?:[-*+•]|\d+[.)])[ ])[^\n]*$                  # code by indentation, but no deeper item
    | ^[ ]*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*[ ]+\[?
      (?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b[^\n]*
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_PIECE = re.compile(
    r"""
    (?P<ticks>`{1,2})(?!`)[^\n`]{1,400}(?P=ticks)      # code
    | \bhttps?://[^\s)>\]]+
    | (?<=\])\([^()\s]{1,500}\)                        # where a link leads
    | “[^”\n]{1,600}” | «[^»\n]{1,600}»
    | (?<!\w)"[^"\n]{1,600}"(?!\w)
    | (?<![\w’'])'(?=\S)[^'\n]{2,300}(?<=\S)'(?!\w)
    | (?<!\w)‘[^’\n]{2,300}’(?!\w)
    """,
    re.VERBOSE,
)
_MARKS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_END = re.compile(
    r"""
    [.!?]+["'”’)\]]*(?=\s)
    | \n[ \t]*(?=\n)
    | \n(?=[ \t]*(?:[-*+•]|\d{1,3}[.)]|\#{1,6}|\|)[ \t])   # the next item, heading or row
    | (?<=\n)\#{1,6}[^\n]*\n
    | [|]
    """,
    re.VERBOSE,
)


def prose(text: str) -> str:
    """``text`` with everything blanked that its author did not say themselves."""
    text = _BLOCK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    text = _PIECE.sub(lambda found: THING * len(found[0]), text)
    return _MARKS.sub(lambda found: " " * len(found[0]), text).replace("’", "'")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of ``prose(…)``, none longer than ``LONGEST``."""
    start = 0
    for found in _END.finditer(text):
        yield from _cut(start, found.end())
        start = found.end()
    yield from _cut(start, len(text))


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, LONGEST):
        yield at, min(at + LONGEST, end)
