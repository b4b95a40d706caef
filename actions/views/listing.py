"""The list of action items."""

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.exporting import BATCH, csv_download
from accounts.models import User
from actions.filters import ActionFilter, order_in_force, sort_by, week_of
from actions.models import ActionItem
from actions.models.item import UNFINISHED, State
from actions.permissions import can_propose

PER_PAGE = 50


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    found, rows, order = _chosen(request, user)
    context = {
        "form": found.form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "sort": order,
        "query": request.GET.urlencode(),
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
    return csv_download(request, "actions", _heading(), map(_cells, rows.iterator(chunk_size=BATCH)))


def _chosen(request: HttpRequest, user: User) -> tuple[ActionFilter, QuerySet[ActionItem], str]:
    """The filter of the address, the rows it leaves in their order, and that order's name."""
    found = ActionFilter(request.GET, queryset=ActionItem.objects.visible_to(user), request=request)
    order = order_in_force(request.GET.get("sort", ""))
    return found, sort_by(found.qs.for_rows(), order), order


def _heading() -> list[str]:
    return [
        _("Key"),
        _("What"),
        _("Done when"),
        _("Kind"),
        _("Priority"),
        _("State"),
        _("Reason"),
        _("Owner"),
        _("Team"),
        _("Due"),
        _("Original due date"),
        _("Times moved"),
        _("Postmortem"),
        _("Ticket"),
    ]


def _cells(item: ActionItem) -> list[object]:
    return [
        item.key,
        item.title,
        item.done_when,
        item.get_kind_display(),
        item.priority,
        item.get_state_display(),
        item.state_reason,
        item.owner.email if item.owner else item.owner_as_written,
        item.team.name if item.team else "",
        item.due_on,
        item.original_due_on,
        item.times_moved or 0,
        item.postmortem.key if item.postmortem else "",
        item.tracker_url,
    ]


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
