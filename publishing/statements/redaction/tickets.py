"""Keys and links of tickets: our own, and those of trackers."""

import re
from collections.abc import Iterator
from functools import lru_cache

from publishing.statements.redaction.finding import Surroundings

OWN = r"(?<![\w-])(?:INC|PM|ACT)-[1-9]\d*(?![\w-])"
# JIRA-like keys; what else looks so and is public knowledge is left alone.
PUBLIC = (
    "UTF",
    "ISO",
    "RFC",
    "SHA",
    "CVE",
    "COVID",
    "HTTP",
    "TLS",
    "AES",
    "RSA",
    "MD",
    "IPV",
    "UTC",
    "GMT",
    "SEV",
    "P",
    "H",
)
TICKET = rf"(?<![\w-])(?!(?:{'|'.join(PUBLIC)})-)[A-Z][A-Z0-9]{{1,9}}-[1-9]\d{{0,6}}(?![\w-])"
LINK = (
    r"https?://[^\s<>\"')\]]+/(?:browse/[A-Z][A-Z0-9]+-\d+|issues?/\d+|pull/\d+|merge_requests/\d+|-/issues/\d+|"
    r"tickets?/\d+|work_items/\d+|show_bug\.cgi\?id=\d+)[^\s<>\"')\]]*"
)


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for match in _pattern(around.trackers).finditer(text):
        yield match.span()


@lru_cache(maxsize=32)
def _pattern(hosts: tuple[str, ...]) -> re.Pattern[str]:
    linked = [rf"https?://{re.escape(host)}(?::\d+)?/[^\s<>\"')\]]*" for host in hosts]
    return re.compile("|".join([LINK, *linked, OWN, TICKET]))
