"""IP addresses and networks, v4 and v6."""

import re
from collections.abc import Iterator
from ipaddress import ip_network

from publishing.statements.redaction.finding import Surroundings

V4 = r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w/]|\.\d)"
V6 = r"(?<![\w:.])(?=[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:)[0-9a-fA-F:]+(?:\d{1,3}(?:\.\d{1,3}){3})?(?:/\d{1,3})?(?![\w:])"
CANDIDATE = re.compile(f"{V4}|{V6}")
VERSION = re.compile(r"(?:\bversions?|\brelease|\bv)\s*\Z", re.IGNORECASE)
CLOCK = re.compile(r"\A\d{1,2}(?::\d{2}){1,2}\Z")


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for match in CANDIDATE.finditer(text):
        if _is_address(match[0]) and not VERSION.search(text[: match.start()]):
            yield match.span()


def _is_address(words: str) -> bool:
    """``14:05:00`` is a time; ``::`` and ``C::D`` are code."""
    if CLOCK.match(words) or not (re.search(r"\d", words) or words.count(":") > 2):
        return False
    try:
        ip_network(words, strict=False)
    except ValueError:
        return False
    return True
