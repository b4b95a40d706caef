"""Merging a duplicate into the incident that stands: choose, look at what would move, do it, take it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from core.flash import tell
from incidents import merging
from incidents.access import get_incident_for
from incidents.forms.around import MergeForm


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """``?into=INC-3`` shows what would move; a POST does it."""
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    given = request.POST if request.method == "POST" else request.GET if "into" in request.GET else None
    form = MergeForm(given, incident=incident, user=user)
    context: dict[str, Any] = {"incident": incident, "form": form}
    if form.is_bound and form.is_valid():
        survivor = form.cleaned_data["into"]
        if request.method == "POST":
            merging.merge(incident, survivor, by=user)
            undo = reverse("incidents:unmerge", args=[incident.key])
            words = {"own": incident.key, "key": survivor.key}
            tell(request, _("%(own)s is merged into %(key)s.") % words, undo=undo)
            return redirect(survivor)
        context |= {
            "survivor": survivor,
            "plan": (plan := merging.plan_of(incident, survivor)),
            "words": plan.words(incident, user),
            "blockers": [*incident.blockers("merge", by=user), *merging.blockers_of(incident, survivor)],
        }
    return render(request, "incidents/merge.html", context, status=422 if form.errors else 200)


@require_POST
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    merging.unmerge(incident, by=user)
    tell(request, _("%(key)s stands on its own again, and is open.") % {"key": incident.key})
    return redirect(incident)
