"""One change to all the chosen items, and what became of each."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import current_user
from actions.models import ActionItem
from actions.permissions import can_move
from actions.together import change_together
from actions.together_form import AT_MOST, TogetherForm
from actions.undo import undo_together as take_back_together
from actions.undo import way_back
from core.back import back
from core.flash import tell


@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Back to the list where everything was changed; else a page that says what was not, and why."""
    user = current_user(request)
    if not user.is_writer:
        raise PermissionDenied
    visible = ActionItem.objects.visible_to(user)
    form = TogetherForm(request.POST, visible=visible)
    if not form.is_valid():
        chosen = visible.filter(pk__in=[pk for pk in request.POST.getlist("items") if pk.isdecimal()][:200])
        context = {"form": form, "chosen": chosen, "next": request.POST.get("next", "")}
        return render(request, "actions/together.html", context, status=422)
    items = form.cleaned_data["items"].for_rows().order_by("pk")
    outcome = change_together(items, form.change(), by=user)
    if outcome.done:
        words = ngettext("%(n)s action was changed.", "%(n)s actions were changed.", len(outcome.done))
        tell(request, words % {"n": len(outcome.done)}, undo=_undo_path(request, outcome.done, form.change().verb))
    if outcome.refused:
        context = {"outcome": outcome, "next": back(request, reverse("actions:list")).url}
        return render(request, "actions/together_outcome.html", context)
    return back(request, reverse("actions:list"))


def _undo_path(request: HttpRequest, items: list[ActionItem], verb: str) -> str:
    """Where to take back ``verb`` from ``items``; "" where none of them has a way back."""
    user, now = current_user(request), timezone.now()
    if not any(can_move(user, item) and way_back(item, by=user, at=now, verb=verb) for item in items):
        return ""
    here = back(request, reverse("actions:list")).url
    query = {"verb": verb, "items": [item.pk for item in items], "next": here}
    return f"{reverse('actions:undo_together')}?{urlencode(query, doseq=True)}"


@require_POST
def undo_together(request: HttpRequest) -> HttpResponse:
    """Take back a change of several; what moved on meanwhile stays as it is, and that is said."""
    user = current_user(request)
    if not user.is_writer:
        raise PermissionDenied
    wanted = [pk for pk in request.GET.getlist("items") if pk.isdecimal()][:AT_MOST]
    items = ActionItem.objects.visible_to(user).filter(pk__in=wanted).order_by("pk")
    undone = take_back_together(items, by=user, at=timezone.now(), verb=request.GET.get("verb", "") or "none")
    words = ngettext("Taken back from %(n)s action.", "Taken back from %(n)s actions.", len(undone))
    tell(request, words % {"n": len(undone)})
    if rest := len(wanted) - len(undone):
        words = ngettext("%(n)s has moved on and stays as it is.", "%(n)s have moved on and stay as they are.", rest)
        messages.warning(request, words % {"n": rest})
    return back(request, reverse("actions:list"))
