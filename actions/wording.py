"""Hints about the words of an item. They never stand in anybody's way: who writes knows better."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _


def _begins_with(words: str) -> re.Pattern[str]:
    return re.compile(rf"\A({words})\b", re.IGNORECASE)


# Words that begin a title without saying what will be different afterwards.
OPEN_ENDED = _begins_with(
    "investigate|look into|look at|consider|improve|explore|think about|review|discuss|analy[sz]e|evaluate|check"
)
# How titles begin that name a thing or a wish, not a deed.
NO_VERB = _begins_with(
    "the|a|an|our|their|this|that|these|more|better|no|some|all|every|we|it|there|need|should|must|to|for|in|on"
)
NOUN = _begins_with(r"\w+(?:tion|sion|ment|ness|ity|ship|ance|ence|ing)")
VERBS_ALL_THE_SAME = _begins_with(
    "mention|position|bring|document|implement|supplement|experiment|balance|finance|reference|partition|provision"
)
SCOPE = re.compile(
    r"\b(everything|everywhere|all (services|teams|systems|alerts|code)|in general|generally|overall|etc)\b",
    re.IGNORECASE,
)
SHORT = 3  # words


def hints(title: str, done_when: str) -> list[str]:
    """What would make an item clearer, in sentences; [] for a title that is still empty."""
    return list(_hints(" ".join(title.split()), done_when.strip())) if title.strip() else []


def _hints(title: str, done_when: str) -> Iterator[str]:
    if NO_VERB.match(title) or (NOUN.match(title) and not VERBS_ALL_THE_SAME.match(title)):
        yield _("Start with a verb: what will somebody do? “Limit the retries”, not “Retry limits”.")
    if (begun := OPEN_ENDED.match(title)) and not done_when:
        words = {"word": begun[0]}
        yield _("“%(word)s” has no end of its own: say in “done when” what will be known or different.") % words
    elif not done_when:
        yield _("Say when it is done, so that everybody sees it the same way.")
    if SCOPE.search(title) or len(title.split()) < SHORT:
        yield _("Name the scope: which service, which alert, how far?")
