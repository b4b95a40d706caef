"""The pages that the public sees, from what is frozen; the preview inside shows the very same."""

from collections.abc import Iterable
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed

from publishing.models import LiveStatement, PublicSite
from publishing.public.words import excerpt, linked_data, parts_of, public_html

A_PAGE = 30
IN_FEED = 30


def list_page(site: PublicSite, number: str) -> HttpResponse:
    page = Paginator(LiveStatement.objects.newest(), A_PAGE).get_page(number)
    rows = [(one, excerpt(one)) for one in page]
    return HttpResponse(render_to_string("public/list.html", {"site": site, "page": page, "rows": rows}))


def statement_page(
    page: LiveStatement, site: PublicSite, *, corrections: Iterable[tuple[str, datetime]]
) -> HttpResponse:
    """``corrections``: text and moment of each, the oldest first."""
    context = {
        "site": site,
        "page": page,
        "lede": public_html(page.summary),
        "excerpt": excerpt(page),
        "parts": parts_of(page),
        "corrections": [(public_html(text), at) for text, at in corrections],
        "linked_data": "" if page.withdrawn_at else linked_data(page, site),
    }
    gone = page.withdrawn_at is not None and site.when_withdrawn == PublicSite.Withdrawn.GONE
    return HttpResponse(render_to_string("public/statement.html", context), status=410 if gone else 200)


def live_page(page: LiveStatement, site: PublicSite) -> HttpResponse:
    return statement_page(page, site, corrections=list(page.corrections.values_list("text", "at")))


def feed(site: PublicSite, *, here: str, address: str) -> HttpResponse:
    """Atom (RFC 4287); a report that was withdrawn stays in it as that."""
    pages = list(LiveStatement.objects.newest().prefetch_related("corrections")[:IN_FEED])
    made = Atom1Feed(
        title=site.name, link=here, description="", feed_url=address, feed_guid=here, author_name=site.logo
    )
    for page in pages:
        content = render_to_string("public/feed_entry.html", {"page": page, **_entry(page)})
        made.add_item(
            title=page.title,
            link=page.full_url,
            description=content,
            unique_id=page.full_url,
            pubdate=page.published_at,
            updateddate=page.changed_at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def _entry(page: LiveStatement) -> dict[str, object]:
    corrections = [(public_html(one.text), one.at) for one in page.corrections.all()]
    return {"lede": public_html(page.summary), "parts": parts_of(page), "corrections": corrections}
