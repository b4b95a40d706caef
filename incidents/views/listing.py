"""The list of incidents."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts import saved_views
from accounts.access import current_user
from accounts.exporting import BATCH, csv_download
from core.paging import LeanPaginator
from incidents.columns import COLUMNS
from incidents.filters import IncidentFilter, in_order
from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet

PAGE = 25


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every incident the reader may know of, narrowed and sorted as the address says."""
    visible = Incident.objects.visible_to(current_user(request))
    chosen, rows, sort = _chosen(request, visible)
    wrong = not chosen.form.is_valid()
    columns = COLUMNS.chosen(request.GET)
    shown = _shown(["tags"] if columns.shown["tags"] else [])
    page = LeanPaginator(rows, shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": chosen.form,
        "page": page,
        "sort": sort,
        "query": request.GET.urlencode(),
        "columns": columns,
        "saved": saved_views.beside(request, "incidents"),
        "none_at_all": not page.paginator.count and not visible.exists(),
    }
    return render(request, "incidents/list.html", context, status=422 if wrong else 200)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The same incidents, all pages of them, as CSV; what cannot be read of the address goes back to the list."""
    chosen, rows, _sort = _chosen(request, Incident.objects.visible_to(current_user(request)))
    if not chosen.form.is_valid():
        return redirect(f"{reverse('incidents:list')}?{request.GET.urlencode()}")
    rows = rows.select_related("severity", "team").prefetch_related("services", "tags")
    return csv_download(request, "incidents", COLUMNS.chosen(request.GET), rows.iterator(chunk_size=BATCH))


def _chosen(request: HttpRequest, visible: IncidentQuerySet) -> tuple[IncidentFilter, QuerySet[Incident], str]:
    """The filter of the address, the rows it leaves in their order, and that order's name."""
    chosen = IncidentFilter(request.GET, queryset=visible.with_times(), request=request)
    found, sort = in_order(chosen.qs, request.GET.get("sort", ""))
    return chosen, found, sort


def _shown(more: list[str]) -> QuerySet[Incident]:
    """Incidents with what a row shows of them."""
    return Incident.objects.with_times().select_related("severity", "team").prefetch_related("services", *more)
