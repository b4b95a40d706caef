"""Every URL of the application with an address to try it at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")
Known = Mapping[str, object]
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


@dataclass(frozen=True)
class Route:
    """`name` with its namespaces, `address` with a sample for every variable part, `is_open` as declared."""

    name: str
    address: str
    is_open: bool


def routes(known: Known | None = None) -> Iterator[Route]:
    """Walk the URL map; `known` gives real values for variable parts, by their name or their converter's."""
    return _below(get_resolver(), "", "", known or {})


def _below(resolver: URLResolver, prefix: str, namespace: str, known: Known) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        address = prefix + sample(str(entry.pattern), known)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _below(entry, address, inner, known)
        elif isinstance(entry, URLPattern):
            is_open = not getattr(entry.callback, "login_required", True)
            yield Route(f"{namespace}{entry.name}", "/" + address, is_open)


def sample(pattern: str, known: Known | None = None) -> str:
    """An address that a pattern (a route or a regular expression) matches."""
    plain = REGEX_GROUP.sub("x", pattern).strip("^$").replace("\\", "")
    return CONVERTER.sub(lambda found: _value(found["kind"] or "str", found["name"], known or {}), plain)


def _value(kind: str, name: str, known: Known) -> str:
    if name in known:
        return str(known[name])
    if kind in SAMPLES:
        return SAMPLES[kind]
    return str(get_converters()[kind].to_url(known.get(kind, 1)))
