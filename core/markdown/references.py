"""``INC-42`` and ``@ada`` as links, for those who may follow them. Packages register who knows a key.

One query per prefix answers for all texts of a page: keys are collected first, asked for together, and then filled in.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.html import format_html

Link = tuple[str, str]  # address, title
Links = Mapping[str, Link]  # by what is written: "INC-42", "@ada"
KeyResolver = Callable[[Collection[int], Any], Mapping[int, Link]]
PeopleResolver = Callable[[Collection[str], Any], Mapping[str, Link]]

KEY = r"(?P<prefix>[A-Z]{2,6})-(?P<number>[1-9]\d{0,17})"
HANDLE = r"@(?P<handle>[A-Za-z0-9](?:[\w-]{0,38}[A-Za-z0-9])?)"
REFERENCE = rf"(?<![\w@/.&#-])(?:{KEY}|{HANDLE})(?![\w-])"
MENTIONED = re.compile(REFERENCE, re.ASCII)
AT_MOST = 1_000  # keys of one kind on one page

_resolvers: dict[str, KeyResolver] = {}
_people: list[PeopleResolver] = []


def link_keys(prefix: str, resolver: KeyResolver) -> None:
    """Let ``resolver(numbers, reader) -> {number: (url, title)}`` say which ``PREFIX-n`` the reader may follow."""
    _resolvers[prefix] = resolver


def link_people(resolver: PeopleResolver) -> None:
    """Let ``resolver(handles, reader) -> {handle: (url, name)}`` say whom an @handle (in lower case) names."""
    _people[:] = [resolver]


def links_for(texts: Iterable[str], reader: Any) -> Links:
    """The links of all keys in ``texts`` that ``reader`` may follow; nobody in particular follows none."""
    if reader is None:
        return {}
    numbers: dict[str, dict[int, None]] = {}
    handles: dict[str, None] = {}
    for text in texts:
        for match in MENTIONED.finditer(text):
            if match["handle"]:
                handles[match["handle"].lower()] = None
            elif match["prefix"] in _resolvers:
                numbers.setdefault(match["prefix"], {})[int(match["number"])] = None
    links: dict[str, Link] = {}
    for prefix, wanted in numbers.items():
        found = _resolvers[prefix](list(wanted)[:AT_MOST], reader)
        links |= {f"{prefix}-{number}": link for number, link in found.items()}
    for resolver in _people if handles else ():
        links |= {f"@{handle}": link for handle, link in resolver(list(handles)[:AT_MOST], reader).items()}
    return links


def handles_in(text: str) -> set[str]:
    """Whom ``text`` names with an @, in lower case."""
    return {match["handle"].lower() for match in MENTIONED.finditer(text) if match["handle"]}


def link_of(match: re.Match[str], links: Links) -> Link | None:
    return links.get(f"@{match['handle'].lower()}" if match["handle"] else f"{match['prefix']}-{match['number']}")


def kind_of(match: re.Match[str]) -> str:
    """The CSS class of the link."""
    return "mention" if match["handle"] else "key-link"


def linked(markup: str, links: Links) -> str:
    """``markup`` (escaped text without tags) with its keys as links."""

    def link(match: re.Match[str]) -> str:
        target = link_of(match, links)
        if target is None:
            return match[0]
        return format_html('<a class="{}" href="{}" title="{}">{}</a>', kind_of(match), *target, match[0])

    return MENTIONED.sub(link, markup) if links else markup
