"""The list of action items."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import saved_views
from accounts.access import current_user
from accounts.exporting import BATCH, csv_download
from accounts.models import User
from actions.columns import COLUMNS
from actions.figures import by_age, cards, growth, in_time_by_month, overdue_by_team
from actions.filters import ActionFilter, order_in_force, sort_by
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet
from actions.permissions import can_propose
from actions.together_form import TogetherForm
from core.paging import LeanPaginator

PER_PAGE = 50


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    found, rows, order = _chosen(request, user)
    context = {
        "form": found.form,
        "page": LeanPaginator(rows, ActionItem.objects.for_rows(), PER_PAGE).get_page(request.GET.get("page")),
        "sort": order,
        "query": request.GET.urlencode(),
        "columns": COLUMNS.chosen(request.GET),
        "saved": saved_views.beside(request, "actions"),
        "narrowed": saved_views.tidy(
            urlencode([(k, v) for k, v in request.GET.items() if k not in ("sort", "column")])
        ),
        "none_at_all": not ActionItem.objects.visible_to(user).exists(),
        "may_propose": can_propose(user, None),
        "together": TogetherForm(visible=ActionItem.objects.none()) if user.is_writer else None,
    }
    return render(request, "actions/list.html", context, status=200 if found.form.is_valid() else 422)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Large numbers and small charts; to a page that asks for a part of them, that part alone."""
    user, today = current_user(request), timezone.localdate()
    in_page = bool(getattr(request, "htmx", False))
    if in_page and request.GET.get("part") == "cards":
        narrowed = request.GET.get("narrowed", "")
        return render(request, "actions/_cards.html", {"cards": cards(user, today), "query": narrowed})
    charts = [growth(user, today), in_time_by_month(user, today)]
    context = {"ages": by_age(user, today), "teams": overdue_by_team(user, today), "charts": charts}
    if in_page:
        return render(request, "actions/_charts.html", context)
    return render(request, "actions/figures.html", {**context, "cards": cards(user, today)})


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The same items, all pages of them, as CSV; what cannot be read of the address goes back to the list."""
    found, rows, _order = _chosen(request, current_user(request))
    if not found.form.is_valid():
        return redirect(f"{reverse('actions:list')}?{request.GET.urlencode()}")
    return csv_download(request, "actions", COLUMNS.chosen(request.GET), rows.for_rows().iterator(chunk_size=BATCH))


def _chosen(request: HttpRequest, user: User) -> tuple[ActionFilter, ActionItemQuerySet, str]:
    """The filter of the address, the rows it leaves in their order, and that order's name."""
    found = ActionFilter(request.GET, queryset=ActionItem.objects.visible_to(user), request=request)
    order = order_in_force(request.GET.get("sort", ""))
    return found, sort_by(found.qs, order), order
