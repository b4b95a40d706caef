"""The passage that a comment is about: found in the text when only its words are known, and again after edits."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from collab import anchors
from postmortems import text
from postmortems.comments import Passage
from postmortems.models import CommentThread, Postmortem, Section

WORD = re.compile(r"[^\W_]+")
BETWEEN = r"[\W_]{1,40}?"  # spaces, line breaks and marks of Markdown


def find(quote: str, markdown: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``markdown``, if its words do: what was selected on a page has no marks."""
    exact = markdown.find(quote)
    if quote.strip() and exact >= 0:
        return exact, exact + len(quote)
    words = WORD.findall(quote)
    found = re.search(BETWEEN.join(map(re.escape, words)), markdown) if words else None
    return found.span() if found else None


def anchored(postmortem: Postmortem, about: Passage) -> Passage:
    """``about`` with its positions, where the words can be found in the text as it stands now."""
    if about.start or not about.quote:
        return about
    section = postmortem.sections.filter(key=about.section).first()
    place = find(about.quote, text.read(section).markdown) if section else None
    if section is None or place is None:
        return about
    ends = anchors.anchor(text.document_of(postmortem), section.key, *place)
    return replace(about, start=ends.start, end=ends.end)


def removed_passages(
    postmortem: Postmortem, threads: Collection[CommentThread], sections: Iterable[Section]
) -> set[int]:
    """Of which ``threads`` nothing is left in the text. ``sections`` are those of ``postmortem``, up to date."""
    written = {section.key: section.markdown for section in sections}
    quoted = [thread for thread in threads if thread.quote]
    ends = {
        thread.pk: (thread.section, anchors.Anchor(thread.anchor_start, thread.anchor_end))
        for thread in quoted
        if thread.anchor_start
    }
    places = anchors.places(text.document_of(postmortem), ends) if ends else {}
    return {thread.pk for thread in quoted if _is_gone(thread, places, written)}


def _is_gone(thread: CommentThread, places: dict[int, tuple[int, int] | None], written: dict[str, str]) -> bool:
    """Words that were cut out and put in elsewhere in the section are still there."""
    if places.get(thread.pk):
        return False
    return find(thread.quote, written.get(thread.section, "")) is None
