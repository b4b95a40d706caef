"""The first page, and the search over everything."""

from datetime import date
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.models import User
from home import beside, doing, first_hour, telling, writing
from home.need import grouped
from home.search import at_first, find
from incidents.models import Incident

IN_PALETTE, ON_PAGE = 5, 20  # hits of each kind
DRAFTS = 6  # of one's own, beside what is due


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs the reader, the longest waiting first; in an organisation without incidents, how to begin."""
    user, today = current_user(request), timezone.localdate()
    if not Incident.objects.visible_to(user).exists():
        return render(request, "home/first_hour.html", {"steps": first_hour.steps(user)})
    return render(request, "home/home.html", {"today": today, **_for(user, today)})


def _for(user: User, today: date) -> dict[str, object]:
    mine = list(writing.own(user))
    drafts = [draft for draft in mine if draft.state == "draft"]
    needs = chain(
        writing.reviews(user, today),
        writing.drafts(mine, today),
        writing.to_start(user, today),
        writing.late_ones(user, today),
        telling.statements(user, today),
        telling.to_begin(user, today),
        doing.ongoing(user, today),
        doing.meetings(user, today),
        doing.to_finish(user, today),
        doing.to_decide(user, today),
        doing.to_hand_over(user, today),
        doing.did_it_work(user, today),
    )
    return {
        "groups": grouped(needs),
        "drafts": drafts[:DRAFTS],
        "more_drafts": max(0, len(drafts) - DRAFTS),
        "published": list(beside.newly_published(user)),
        "remembered": beside.on_this_day(user, today),
    }


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the palette shows while one types; without a script, or with Enter, a page of its own."""
    user, text = current_user(request), request.GET.get("q", "").strip()
    in_palette = bool(getattr(request, "htmx", False))
    at_most = IN_PALETTE if in_palette else ON_PAGE
    groups = find(user, text, at_most=at_most) if text else at_first(user, request.GET.get("recent", ""))
    template = "home/_palette_hits.html" if in_palette else "home/search.html"
    return render(request, template, {"groups": groups, "text": text})
