"""The postmortems: a board by state, or a list; both narrowed as the address says."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import saved_views
from accounts.access import current_user
from accounts.exporting import BATCH, csv_download
from core.paging import LeanPaginator, in_this_order
from postmortems.awaiting import awaiting, without_postmortem
from postmortems.columns import COLUMNS
from postmortems.filters import PostmortemFilter, in_order
from postmortems.models import Postmortem
from postmortems.models.postmortem import State

PAGE = 25
COLUMN = 12  # cards; the rest is one click away in the list
AWAITING = 6


@dataclass(frozen=True)
class Column:
    state: State
    count: int
    cards: list[Postmortem]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every postmortem the reader may see; ``?view=list`` for the table."""
    user = current_user(request)
    visible = Postmortem.objects.visible_to(user)
    chosen = PostmortemFilter(request.GET, queryset=visible, request=request)
    wrong = not chosen.form.is_valid()
    as_list = request.GET.get("view") == "list"
    waiting = awaiting(user, most=AWAITING)
    context = {
        "form": chosen.form,
        "as_list": as_list,
        "waiting": waiting,
        "waiting_more": without_postmortem(user).count() - AWAITING if len(waiting) == AWAITING else 0,
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
        "columns": COLUMNS.chosen(request.GET),
        "saved": saved_views.beside(request, "postmortems"),
        **(_list(request, chosen.qs) if as_list else _board(chosen.qs)),
    }
    context["none_at_all"] = not context["found"] and not visible.exists()
    return render(request, "postmortems/list.html", context, status=422 if wrong else 200)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The same postmortems, all pages of them, as CSV; what cannot be read of the address goes back to the list."""
    visible = Postmortem.objects.visible_to(current_user(request))
    chosen = PostmortemFilter(request.GET, queryset=visible, request=request)
    if not chosen.form.is_valid():
        return redirect(f"{reverse('postmortems:list')}?{request.GET.urlencode()}")
    found, _sort = in_order(chosen.qs.for_cards(), request.GET.get("sort", ""))
    return csv_download(request, "postmortems", COLUMNS.chosen(request.GET), found.iterator(chunk_size=BATCH))


def _list(request: HttpRequest, postmortems: QuerySet[Postmortem]) -> dict[str, Any]:
    found, sort = in_order(postmortems, request.GET.get("sort", ""))
    page = LeanPaginator(found, Postmortem.objects.for_cards(), PAGE).get_page(request.GET.get("page"))
    return {"page": page, "sort": sort, "found": page.paginator.count}


def _board(postmortems: QuerySet[Postmortem]) -> dict[str, Any]:
    """A column for each state, those that are due first on top; of what is published the newest."""
    counts = dict(postmortems.order_by().values_list("state").annotate(Count("pk")))
    cards = in_this_order(Postmortem.objects.for_cards(), chain(_due_first(postmortems), _newest(postmortems)))
    columns = [Column(state, counts.get(state, 0), [card for card in cards if card.state == state]) for state in State]
    return {"columns": columns, "found": sum(counts.values())}


def _due_first(postmortems: QuerySet[Postmortem]) -> QuerySet[Postmortem, int]:
    """The keys of the cards that are not published, in the order of each column."""
    place = Window(RowNumber(), partition_by="state", order_by=("due_on", "pk"))
    tops = (
        postmortems.filter(state__in=set(State) - {State.PUBLISHED})
        .order_by()
        .annotate(place=place)
        .filter(place__lte=COLUMN)
    )
    return tops.order_by("place").values_list("pk", flat=True)


def _newest(postmortems: QuerySet[Postmortem]) -> QuerySet[Postmortem, int]:
    published = postmortems.filter(state=State.PUBLISHED).order_by("-published_at", "-pk")
    return published.values_list("pk", flat=True)[:COLUMN]
