"""The list of action items."""

from django.db.models import Count, Q
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
from actions.filters import ActionFilter, order_in_force, sort_by, week_of
from actions.models import ActionItem
from actions.models.item import UNFINISHED, ActionItemQuerySet, State
from actions.permissions import can_propose
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
        "counts": counts(user),
        "may_propose": can_propose(user, None),
    }
    return render(request, "actions/list.html", context, status=200 if found.form.is_valid() else 422)


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


def counts(user: User) -> dict[str, int]:
    """How many items that ``user`` may see are open, overdue, due this week, proposed, and how many there are."""
    today = timezone.localdate()
    unfinished = Q(state__in=UNFINISHED)
    return ActionItem.objects.visible_to(user).aggregate(
        unfinished=Count("pk", filter=unfinished),
        overdue=Count("pk", filter=unfinished & Q(due_on__lt=today)),
        week=Count("pk", filter=unfinished & Q(due_on__range=week_of(today))),
        proposed=Count("pk", filter=Q(state=State.PROPOSED)),
        all=Count("pk"),
    )
