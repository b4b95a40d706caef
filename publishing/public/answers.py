"""How the public side answers: sealed, cacheable, and for what is not there always the same."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publishing.models import LiveStatement, PublicSite

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
MAX_AGE = 60  # seconds that browsers and proxies may show a page without asking
MOST_KEPT = 500
_kept: dict[tuple[str, "Stamp"], "Page"] = {}


@dataclass(frozen=True)
class Stamp:
    """All that public pages depend on: how many reports, the latest change, and the settings."""

    reports: int
    changed_at: datetime | None
    site: tuple[Any, ...]
    noindex: bool


@dataclass(frozen=True)
class Page:
    body: bytes
    content_type: str
    status: int
    etag: str
    stamp: Stamp


def sealed(response: HttpResponse) -> HttpResponse:
    """With the headers that every public answer has."""
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "DENY"
    response.setdefault("Cache-Control", "no-store")
    return response


def kept(request: HttpRequest, make: Callable[[PublicSite], HttpResponse], *, variant: str = "") -> HttpResponse:
    """What ``make`` answers, made once for each change, with a tag to ask again by (RFC 9110).

    ``variant`` is what of the query makes it another page.
    """
    stamp = _stamp()
    key = (f"{request.path_info}?{variant}", stamp)
    page = _kept.get(key)
    if page is None:
        made = make(PublicSite.get())
        tag = hashlib.sha256(made.content).hexdigest()[:32]
        page = Page(made.content, made["Content-Type"], made.status_code, f'"{tag}"', stamp)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = page
    return _answer(request, page)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    response = HttpResponse(page.body, content_type=page.content_type, status=page.status)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["ETag"] = page.etag
    changed = page.stamp.changed_at
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    if page.stamp.noindex:
        response["X-Robots-Tag"] = "noindex"
    if page.status != 200:
        return response
    when = int(changed.timestamp()) if changed else None
    return get_conditional_response(request, page.etag, when, response) or response


def _stamp() -> Stamp:
    """Looked up at most once in ``PUBLIC_PAGES_KEPT_SECONDS``."""
    seconds = settings.PUBLIC_PAGES_KEPT_SECONDS
    return _look(int(time.monotonic() / seconds)) if seconds else _look.__wrapped__(0)


@lru_cache(maxsize=1)
def _look(_moment: int) -> Stamp:
    there = LiveStatement.objects.aggregate(reports=Count("pk"), changed_at=Max("changed_at"))
    site = PublicSite.get()
    values = tuple(getattr(site, field.attname) for field in PublicSite._meta.concrete_fields)
    return Stamp(**there, site=values, noindex=site.noindex)


def nothing_here() -> HttpResponse:
    """The same for every address that leads nowhere, whatever it looks like."""
    return HttpResponse(render_to_string("public/nothing.html", {"site": PublicSite.get()}), status=404)
