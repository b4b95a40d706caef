"""Hosts that only the organisation reaches: its own domains, private suffixes, names without a dot in URLs."""

import re
from collections.abc import Iterator
from functools import lru_cache

from publishing.statements.redaction.finding import Surroundings

# RFC 6762, RFC 8375, RFC 2606, and what people use in spite of them.
PRIVATE = (
    "internal",
    "intranet",
    "local",
    "localdomain",
    "lan",
    "corp",
    "home.arpa",
    "svc",
    "svc.cluster.local",
    "test",
    "localhost",
)
URL = re.compile(
    r"(?:https?|wss?|ftp|ssh|git|postgres(?:ql)?|mysql|redis|amqps?|mongodb|jdbc:\w+)://[^\s<>\"')\]]+", re.IGNORECASE
)
SCHEME = re.compile(r"\A[\w:]+://", re.IGNORECASE)
# web-3.prod, db01.eu-west: a machine's name with a number and a place.
MACHINE = re.compile(
    r"(?<![\w.@-])[a-z]+[a-z0-9]*-?\d{1,3}(?:\.(?:prod|stage|staging|dev|test|int|eu|us|ap|dc)[\w-]*)+(?![\w-])",
    re.IGNORECASE,
)
WEB = ("http://", "https://")


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    known = _known(around.domains, around.own_host)
    for match in known.finditer(text):
        yield match.span()
    for match in MACHINE.finditer(text):
        yield match.span()
    for match in URL.finditer(text):
        if _is_internal(match[0], known):
            yield match.span()


def _is_internal(url: str, known: re.Pattern[str]) -> bool:
    rest = SCHEME.sub("", url)
    host = rest.split("/")[0].rpartition("@")[2].partition(":")[0]
    return "." not in host or not url.lower().startswith(WEB) or bool(known.search(host))


@lru_cache(maxsize=32)
def _known(domains: tuple[str, ...], own_host: str) -> re.Pattern[str]:
    listed = [domain.lstrip("*.") for domain in (*domains, own_host) if domain.strip("*. ")]
    suffixes = "|".join(re.escape(suffix) for suffix in PRIVATE)
    choices = [rf"(?:[\w-]+\.)+(?:{suffixes})", *(rf"(?:[\w-]+\.)*{re.escape(domain)}" for domain in listed)]
    return re.compile(rf"(?<![\w.@-])(?:{'|'.join(choices)})(?![\w-]|\.\w)(?::\d+)?(?:/[^\s<>\"')\]]*)?", re.IGNORECASE)
