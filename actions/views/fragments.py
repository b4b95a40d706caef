"""Action items beside what they come from: parts of other packages' pages, fetched by their address."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.middleware import HtmxDetails

from accounts.access import current_user
from actions.forms import QuickForm
from actions.models import ActionItem
from actions.permissions import can_propose
from incidents.access import get_incident_for
from postmortems.access import get_postmortem_for


@require_http_methods(["GET", "HEAD", "POST"])
def for_postmortem(request: HttpRequest, number: int) -> HttpResponse:
    """The items of a postmortem with their states, and a line to propose another."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    may_propose = can_propose(user, postmortem)
    if request.method == "POST" and not may_propose:
        raise PermissionDenied
    item = ActionItem(postmortem=postmortem, created_by=user)
    form = QuickForm(request.POST or None, instance=item)
    added = form.save() if form.is_bound and form.is_valid() else None
    if added:
        form = QuickForm(instance=ActionItem(postmortem=postmortem)).keep_going()
    context = {
        "items": ActionItem.objects.visible_to(user).filter(postmortem=postmortem).for_rows().order_by("pk"),
        "postmortem": postmortem,
        "form": form if may_propose else None,
        "added": added,
    }
    return _part(request, "actions/_for_postmortem.html", context, all_of=f"postmortem={postmortem.key}")


@require_safe
def for_incident(request: HttpRequest, number: int) -> HttpResponse:
    """The items of the postmortems of an incident."""
    user = current_user(request)
    incident = get_incident_for(user, number)
    items = ActionItem.objects.visible_to(user).filter(postmortem__incidents=incident).for_rows().order_by("pk")
    context = {"items": items, "incident": incident}
    return _part(request, "actions/_for_incident.html", context, all_of=f"incident={incident.key}")


def _part(request: HttpRequest, template: str, context: dict[str, Any], *, all_of: str) -> HttpResponse:
    """The fragment; who comes here without a script is sent to the list that shows the same."""
    htmx = getattr(request, "htmx", None)
    if not (isinstance(htmx, HtmxDetails) and htmx):
        return redirect(f"{reverse('actions:list')}?{all_of}&state=any")
    refused = context.get("form") is not None and context["form"].is_bound
    return render(request, template, context, status=422 if refused else 200)
