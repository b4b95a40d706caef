"""“Already planned, also prevents this”: postmortems point at items of others, and leave them again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from accounts.models import User
from actions.forms import PointForm
from actions.permissions import can_propose
from actions.views.fragments import postmortem_part
from core.flash import tell
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem


@require_POST
def point(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = _writable(user, number)
    form = PointForm(request.POST, postmortem=postmortem, user=user)
    if not form.is_valid():
        return postmortem_part(request, postmortem, point=form)
    item = form.cleaned_data["item"]
    item.also_prevents(postmortem, factor=form.cleaned_data["factor"], by=user)
    tell(request, _("%(key)s counts for this postmortem, too.") % {"key": item.key})
    return _answer(request, postmortem)


@require_POST
def unpoint(request: HttpRequest, number: int, pointer: int) -> HttpResponse:
    postmortem = _writable(current_user(request), number)
    get_object_or_404(postmortem.pointers, pk=pointer).delete()
    return _answer(request, postmortem)


def _writable(user: User, number: int) -> Postmortem:
    postmortem = get_postmortem_for(user, number)
    if not can_propose(user, postmortem):
        raise PermissionDenied
    return postmortem


def _answer(request: HttpRequest, postmortem: Postmortem) -> HttpResponse:
    """The part anew for a script, else the page it belongs to."""
    if getattr(request, "htmx", False):
        return postmortem_part(request, postmortem)
    return redirect(reverse("postmortems:actions", args=[postmortem.key]))
