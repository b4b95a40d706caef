"""The list of action items."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.models import User
from actions.filters import ActionFilter, order_in_force, sort_by, week_of
from actions.models import ActionItem
from actions.models.item import UNFINISHED, State
from actions.permissions import can_propose

PER_PAGE = 50


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    found = ActionFilter(request.GET, queryset=ActionItem.objects.visible_to(user), request=request)
    order = order_in_force(request.GET.get("sort", ""))
    rows = sort_by(found.qs.for_rows(), order)
    context = {
        "form": found.form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "sort": order,
        "counts": counts(user),
        "may_propose": can_propose(user, None),
    }
    return render(request, "actions/list.html", context, status=200 if found.form.is_valid() else 422)


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
