"""The list of incidents."""

from datetime import UTC

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import current_user
from accounts.exporting import BATCH, csv_download
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
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": chosen.form,
        "page": page,
        "sort": sort,
        "query": request.GET.urlencode(),
        "none_at_all": not page.paginator.count and not visible.exists(),
    }
    return render(request, "incidents/list.html", context, status=422 if wrong else 200)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The same incidents, all pages of them, as CSV; what cannot be read of the address goes back to the list."""
    chosen, rows, _sort = _chosen(request, Incident.objects.visible_to(current_user(request)))
    if not chosen.form.is_valid():
        return redirect(f"{reverse('incidents:list')}?{request.GET.urlencode()}")
    return csv_download(request, "incidents", _heading(), map(_cells, rows.iterator(chunk_size=BATCH)))


def _chosen(request: HttpRequest, visible: IncidentQuerySet) -> tuple[IncidentFilter, QuerySet[Incident], str]:
    """The filter of the address, the rows it leaves in their order, and that order's name."""
    chosen = IncidentFilter(request.GET, queryset=visible.with_times(), request=request)
    found, sort = in_order(chosen.qs, request.GET.get("sort", ""))
    return chosen, found.select_related("severity", "team").prefetch_related("services"), sort


def _heading() -> list[str]:
    return [
        _("Key"),
        _("Title"),
        _("Severity"),
        _("State"),
        _("Visible to"),
        _("Team"),
        _("Services"),
        _("Began (UTC)"),
        _("Lasted (minutes)"),
        _("Customers affected"),
    ]


def _cells(incident: Incident) -> list[object]:
    lasted = incident.lasted  # type: ignore[attr-defined]  # annotated
    return [
        incident.key,
        incident.title,
        incident.severity.name,
        incident.get_state_display(),
        incident.get_visibility_display(),
        incident.team.name if incident.team else "",
        ", ".join(service.name for service in incident.services.all()),
        incident.began.astimezone(UTC),  # type: ignore[attr-defined]  # annotated
        None if lasted is None else round(lasted.total_seconds() / 60),
        incident.customers_affected,
    ]
