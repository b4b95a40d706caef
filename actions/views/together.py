"""One change to all the chosen items, and what became of each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import current_user
from actions.models import ActionItem
from actions.together import change_together
from actions.together_form import TogetherForm
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
    if outcome.refused:
        context = {"outcome": outcome, "next": back(request, reverse("actions:list")).url}
        return render(request, "actions/together_outcome.html", context)
    words = ngettext("%(n)s action was changed.", "%(n)s actions were changed.", len(outcome.done))
    tell(request, words % {"n": len(outcome.done)})
    return back(request, reverse("actions:list"))
