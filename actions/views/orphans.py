"""Items whose owner is gone, for those who answer for them: handed over, one or many at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from accounts.models import User
from actions.forms import HandOverForm
from actions.handing import hand_over
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet
from core.flash import tell

MOST = 200  # on one page; handing over brings up the next


@require_safe
def orphans(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def hand_over_orphans(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = HandOverForm(request.POST, items=_led(user))
    if not form.is_valid():
        return _page(request, form)
    done = hand_over(form.cleaned_data["items"].for_rows(), to=form.cleaned_data["owner"], by=user)
    if done.moved:
        words = ngettext(
            "%(n)s action belongs to %(name)s now.", "%(n)s actions belong to %(name)s now.", len(done.moved)
        )
        tell(request, words % {"n": len(done.moved), "name": form.cleaned_data["owner"].name})
    for item, why in done.refused:
        messages.error(request, _("%(key)s stays as it is: %(why)s") % {"key": item.key, "why": why})
    return redirect("actions:orphans")


def _led(user: User) -> ActionItemQuerySet:
    return ActionItem.objects.visible_to(user).led_by(user).orphaned()


def _page(request: HttpRequest, form: HandOverForm | None = None) -> HttpResponse:
    items = _led(current_user(request)).for_rows().order_by("due_on", "pk")
    context = {
        "items": items[:MOST],
        "form": form or HandOverForm(items=items),
        "chosen": request.POST.getlist("items"),
    }
    return render(request, "actions/orphans.html", context, status=422 if form else 200)
