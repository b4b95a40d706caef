"""The list of incidents."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import current_user
from incidents.filters import IncidentFilter, in_order
from incidents.models import Incident

PAGE = 25


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every incident the reader may know of, narrowed and sorted as the address says."""
    user = current_user(request)
    visible = Incident.objects.visible_to(user)
    chosen = IncidentFilter(request.GET, queryset=visible.with_times(), request=request)
    wrong = not chosen.form.is_valid()
    found, sort = in_order(chosen.qs, request.GET.get("sort", ""))
    rows = found.select_related("severity", "team").prefetch_related("services")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": chosen.form,
        "page": page,
        "sort": sort,
        "none_at_all": not page.paginator.count and not visible.exists(),
    }
    return render(request, "incidents/list.html", context, status=422 if wrong else 200)
