"""What one can jump to: every package says which pages it has and how its things are found by name.

The pages and searchers of a package are registered when it loads (``incidents/palette.py``); ``home/search.py`` asks
all of them. A searcher sees what ``visible_to(reader)`` leaves, like any list.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Hit:
    """One thing to jump to; ``note`` is what sets it apart from others of the same name."""

    title: StrOrPromise
    url: str
    icon: str
    key: str = ""
    note: StrOrPromise = ""


Find = Callable[[Any, str, int], Iterable[Hit]]
Allowed = Callable[[Any], bool]


@dataclass(frozen=True)
class Source:
    """``find(reader, text, at_most)`` gives hits in one query; ``whole``: the list that takes ``?q=``, or ""."""

    heading: StrOrPromise
    find: Find
    whole: str = ""


@dataclass(frozen=True)
class Page:
    """``words`` are other names for it, which nobody sees; pages of the ``settings`` stand behind the others."""

    title: StrOrPromise
    url_name: str
    icon: str
    words: StrOrPromise = ""
    allowed: Allowed = lambda _reader: True
    settings: bool = False


def settings_page(
    title: StrOrPromise, url_name: str, words: StrOrPromise = "", *, icon: str = "gear", allowed: Allowed | None = None
) -> Page:
    return Page(title, url_name, icon, words, allowed or Page.allowed, settings=True)


SOURCES: list[Source] = []
PAGES: list[Page] = []


def source(heading: StrOrPromise, *, whole: str = "") -> Callable[[Find], Find]:
    """Ask the decorated function, too; groups stand in the order of the packages."""

    def register(find: Find) -> Find:
        SOURCES.append(Source(heading, find, whole))
        return find

    return register


def pages(*those: Page) -> None:
    PAGES.extend(those)


def holding(text: str, *fields: str) -> Q:
    """Rows that have every word of ``text`` in one of ``fields``."""
    return reduce(and_, (_word(word, fields) for word in text.split()), Q())


def _word(word: str, fields: Iterable[str]) -> Q:
    return reduce(lambda found, field: found | Q(**{f"{field}__icontains": word}), fields, Q())
