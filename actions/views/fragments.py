"""Action items beside what they come from: parts of other packages' pages, fetched by their address."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.middleware import HtmxDetails

from accounts.access import current_user
from actions.forms import PointForm, QuickForm
from actions.models import ActionItem
from actions.permissions import can_propose
from actions.wording import hints as hints_for
from incidents.access import get_incident_for
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem


@require_http_methods(["GET", "HEAD", "POST"])
def for_postmortem(request: HttpRequest, number: int) -> HttpResponse:
    """The items of a postmortem with their states, and a line to propose another."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    if request.method == "POST" and not can_propose(user, postmortem):
        raise PermissionDenied
    form = QuickForm(request.POST or None, instance=ActionItem(postmortem=postmortem, created_by=user))
    added = form.save() if form.is_bound and form.is_valid() else None
    if added:
        form = QuickForm(instance=ActionItem(postmortem=postmortem)).keep_going()
    return postmortem_part(request, postmortem, form=form, added=added)


def postmortem_part(
    request: HttpRequest,
    postmortem: Postmortem,
    *,
    form: QuickForm | None = None,
    point: PointForm | None = None,
    added: ActionItem | None = None,
) -> HttpResponse:
    """The part, with its two forms for those who may propose; ``form`` and ``point`` as they were refused."""
    user = current_user(request)
    may_propose = can_propose(user, postmortem)
    context = {
        "items": ActionItem.objects.visible_to(user).filter(postmortem=postmortem).for_rows().order_by("pk"),
        "pointers": _pointers(request, postmortem),
        "postmortem": postmortem,
        "form": (form or QuickForm(instance=ActionItem(postmortem=postmortem))) if may_propose else None,
        "point": (point or PointForm(postmortem=postmortem, user=user)) if may_propose else None,
        "added": added,
    }
    return _part(request, "actions/_for_postmortem.html", context, all_of=f"postmortem={postmortem.key}")


def _pointers(request: HttpRequest, postmortem: Postmortem) -> list[tuple[int, ActionItem]]:
    """The items of others that it points at, each with the number of the pointer."""
    numbers = dict(postmortem.pointers.values_list("item_id", "pk"))
    pointed = ActionItem.objects.visible_to(current_user(request)).filter(pk__in=numbers)
    return [(numbers[item.pk], item) for item in pointed.for_rows().order_by("pk")]


@require_safe
def for_incident(request: HttpRequest, number: int) -> HttpResponse:
    """The items of the postmortems of an incident."""
    user = current_user(request)
    incident = get_incident_for(user, number)
    told = Postmortem.objects.filter(incidents=incident)
    items = ActionItem.objects.visible_to(user).of(told).for_rows().order_by("pk")
    context = {"items": items, "incident": incident}
    return _part(request, "actions/_for_incident.html", context, all_of=f"incident={incident.key}")


@require_safe
def hints(request: HttpRequest) -> HttpResponse:
    """What would make the words typed so far clearer."""
    found = hints_for(request.GET.get("title", ""), request.GET.get("done_when", ""))
    return render(request, "actions/_hints.html", {"hints": found})


def _part(request: HttpRequest, template: str, context: dict[str, Any], *, all_of: str) -> HttpResponse:
    """The fragment; who comes here without a script is sent to the list that shows the same."""
    refused = any(form.is_bound for form in (context.get("form"), context.get("point")) if form is not None)
    htmx = getattr(request, "htmx", None)
    if not refused and not (isinstance(htmx, HtmxDetails) and htmx):
        return redirect(f"{reverse('actions:list')}?{all_of}&state=any")
    return render(request, template, context, status=422 if refused else 200)
