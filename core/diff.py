"""What changed between two texts, in words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
AFFORDABLE = 200_000  # pairs of equal pieces; beyond it (two seconds) a passage counts as replaced as a whole
CONTEXT = 2  # unchanged lines that are kept around a change

Change = tuple[str, str]  # "same", "removed", "added" or "skipped", and the text


def word_diff(before: str, after: str) -> SafeString:
    """``after`` with what is new in ``<ins>`` and what is gone in ``<del>``; long unchanged stretches are left out."""
    return mark_safe("".join(_markup(kind, text) for kind, text in changes(before, after)))  # noqa: S308 (escaped)


def changes(before: str, after: str) -> Iterator[Change]:
    """Line by line, and word by word within lines that changed."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    steps = _steps(old, new)
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            yield from _unchanged(old[a:b], first=number == 0, last=number == len(steps) - 1)
        elif step == "replace":
            yield from _words("".join(old[a:b]), "".join(new[c:d]))
        else:
            yield ("removed", "".join(old[a:b])) if step == "delete" else ("added", "".join(new[c:d]))


def edits(before: str, after: str) -> Iterator[Change]:
    """Like ``changes``, with everything that stayed: the pieces but the added ones make up ``before``."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    end, new_end = len(before) - tail, len(after) - tail
    yield "same", before[:head]
    yield from _lines(before[head:end].splitlines(keepends=True), after[head:new_end].splitlines(keepends=True))
    yield "same", before[end:]


def _common(one: str, other: str) -> int:
    """How many characters they begin alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for step, a, b, c, d in _steps(old, new):
        if step == "equal":
            yield "same", "".join(old[a:b])
        else:
            yield from _words("".join(old[a:b]), "".join(new[c:d]))


def _words(before: str, after: str) -> Iterator[Change]:
    old, new = WORD.findall(before), WORD.findall(after)
    for step, a, b, c, d in _steps(old, new):
        if step == "equal":
            yield "same", "".join(old[a:b])
            continue
        if a < b:
            yield "removed", "".join(old[a:b])
        if c < d:
            yield "added", "".join(new[c:d])


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    in_new = Counter(new)
    if sum(count * in_new[piece] for piece, count in Counter(old).items()) > AFFORDABLE:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _unchanged(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Change]:
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(lines) <= head + tail + 1:
        yield "same", "".join(lines)
        return
    yield "same", "".join(lines[:head])
    yield "skipped", ""
    yield "same", "".join(lines[len(lines) - tail :])


def _markup(kind: str, text: str) -> str:
    pattern = {
        "removed": "<del>{}</del>",
        "added": "<ins>{}</ins>",
        "skipped": '<span class="diff-skipped" aria-hidden="true">⋯\n</span>',
    }.get(kind, "{}")
    return format_html(pattern, text) if text or kind == "skipped" else ""
