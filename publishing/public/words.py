"""Markdown as the public sees it: words, links to the open web, lists and tables; nothing that leads inside."""

import json
from datetime import datetime
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import markdown
from publishing.models import LiveStatement, PublicSite
from publishing.models.statement import PARTS

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "sub",
    "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
OUTWARD = ("https://", "http://", "mailto:")
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def public_html(text: str) -> SafeString:
    """``text`` without pictures, names of anything inside, and links that are not to the web or a mailbox."""

    def outward(_tag: str, _attribute: str, value: str) -> str | None:
        return value if value.lower().startswith(OUTWARD) else None

    clean = nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=lambda tag, name, value: outward(tag, name, value) if name == "href" else value,
        link_rel="nofollow noopener",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def parts_of(page: LiveStatement) -> list[tuple[str, SafeString]]:
    """Heading and HTML of what stands below the summary."""
    return [(str(heading), public_html(getattr(page, name))) for name, heading in PARTS.items() if name != "summary"]


def excerpt(page: LiveStatement, most: int = 260) -> str:
    """The summary's words, ending at a whole one."""
    words = markdown.plain(page.summary)
    return words if len(words) <= most else words[:most].rpartition(" ")[0] + "…"


def linked_data(page: LiveStatement, site: PublicSite, changed_at: datetime | None = None) -> SafeString:
    """The report as schema.org ``Article``, in a block of data that no policy takes for a script."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title,
        "description": excerpt(page),
        "datePublished": page.published_at.isoformat(),
        "dateModified": page.changed_at.isoformat(),
        "url": page.full_url,
        "mainEntityOfPage": page.full_url,
        "publisher": {"@type": "Organization", "name": site.logo, **({"url": site.home_url} if site.home_url else {})},
    }
    data = json.dumps(told, ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(data))  # noqa: S308 - escaped above
