"""The board of action items."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import current_user
from actions.board import columns
from actions.filters import BoardFilter
from actions.models import ActionItem
from actions.permissions import can_propose


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every state that the filters leave, side by side."""
    user = current_user(request)
    found = BoardFilter(request.GET, queryset=ActionItem.objects.visible_to(user), request=request)
    wrong = not found.form.is_valid()
    context = {
        "form": found.form,
        "columns_of_states": columns(found.qs, user),
        "query": request.GET.urlencode(),
        "may_propose": can_propose(user, None),
    }
    return render(request, "actions/board.html", context, status=422 if wrong else 200)
