"""One search over everything that has a name: keys first, then pages, then what every package finds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.markdown.references import links_for
from core.palette import PAGES, SOURCES, Hit, Page, Source

PREFIXES = {"INC": "lightning-charge", "PM": "journal-text", "ACT": "check2-square"}
NUMBER = re.compile(r"[1-9]\d{0,17}")
LONGEST = 100  # characters that are looked for
RECENT = 8


@dataclass(frozen=True)
class Group:
    """``whole`` is where all of them are shown, or ""."""

    heading: StrOrPromise
    hits: list[Hit]
    whole: str = ""


def find(user: User, text: str, *, at_most: int) -> list[Group]:
    """What ``user`` may jump to by ``text``, ``at_most`` of each kind, without groups that found nothing."""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    named = Group(_("By key"), by_key(user, _keys(text)))
    found = [named, Group(_("Pages"), pages(user, text)), *(_ask(source, user, text, at_most) for source in SOURCES)]
    return [group for group in found if group.hits]


def at_first(user: User, recent: str) -> list[Group]:
    """Before anything is typed: where the reader has been (keys that their browser remembers), and all pages."""
    keys = re.findall(r"[A-Z]+-\d+", recent.upper())[:RECENT]
    groups = (Group(_("Recent"), by_key(user, keys)), Group(_("Pages"), pages(user, "")))
    return [group for group in groups if group.hits]


def by_key(user: User, keys: Iterable[str]) -> list[Hit]:
    """Those of ``keys`` that ``user`` may know of, in their order."""
    keys = list(dict.fromkeys(keys))
    links = links_for([" ".join(keys)], user)
    return [
        Hit(links[key][1], links[key][0], PREFIXES.get(key.partition("-")[0], ""), key) for key in keys if key in links
    ]


def pages(user: User, text: str) -> list[Hit]:
    """The pages ``user`` may open whose names hold every word of ``text``."""
    words = text.casefold().split()
    return [
        Hit(page.title, url, page.icon)
        for page in sorted(PAGES, key=attrgetter("settings"))
        if page.allowed(user) and _holds(page, words) and (url := _address(page))
    ]


def _keys(text: str) -> list[str]:
    """The keys in ``text``; a bare number may be any of them."""
    if NUMBER.fullmatch(text):
        return [f"{prefix}-{text}" for prefix in PREFIXES]
    return re.findall(r"\b(?:INC|PM|ACT)-[1-9]\d{0,17}\b", text.upper())


def _holds(page: Page, words: list[str]) -> bool:
    names = f"{page.title} {page.words} {_('Settings') if page.settings else ''}".casefold()
    return all(word in names for word in words)


def _address(page: Page) -> str:
    try:
        return reverse(page.url_name)
    except NoReverseMatch:  # not part of this installation
        return ""


def _ask(source: Source, user: User, text: str, at_most: int) -> Group:
    hits = list(source.find(user, text, at_most + 1))
    whole = f"{reverse(source.whole)}?{urlencode({'q': text})}" if source.whole and len(hits) > at_most else ""
    return Group(source.heading, hits[:at_most], whole)
