"""Every URL of the application with an address to try it at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


@dataclass(frozen=True)
class Route:
    """`name` with its namespaces, `address` with a sample for every variable part, `is_open` as declared."""

    name: str
    address: str
    is_open: bool


def routes(resolver: URLResolver | None = None, prefix: str = "", namespace: str = "") -> Iterator[Route]:
    """Walk the URL map."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + sample(str(entry.pattern))
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, address, inner)
        elif isinstance(entry, URLPattern):
            is_open = not getattr(entry.callback, "login_required", True)
            yield Route(f"{namespace}{entry.name}", "/" + address, is_open)


def sample(pattern: str) -> str:
    """An address that a pattern (a route or a regular expression) matches."""
    plain = REGEX_GROUP.sub("x", pattern).strip("^$").replace("\\", "")
    return CONVERTER.sub(lambda found: _value(found["kind"] or "str"), plain)


def _value(kind: str) -> str:
    if kind in SAMPLES:
        return SAMPLES[kind]
    return str(get_converters()[kind].to_url(1))
