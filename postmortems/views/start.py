"""Starting a postmortem."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.models import User
from core.flash import tell
from incidents.models import Incident
from incidents.permissions import can_write
from postmortems.awaiting import awaiting
from postmortems.forms.start import StartForm
from postmortems.models import Postmortem, Template

SUGGESTED = 8
FALLBACK = "Standard"


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """``?incident=INC-42&incident=INC-43`` says what it is about."""
    user = current_user(request)
    if not user.is_writer:
        raise PermissionDenied
    asked = ", ".join(request.GET.getlist("incident"))
    template = Template.objects.filter(name=FALLBACK).first() or Template.objects.first()
    initial = {"incidents": asked, "owner": user, "template": template}
    form = StartForm(request.POST or None, user=user, initial=initial)
    if form.is_bound and form.is_valid():
        postmortem = form.save()
        tell(request, _("%(key)s is started.") % {"key": postmortem.key})
        return redirect(postmortem)
    suggested = _suggested(user)
    context = {"form": form, "suggested": suggested, "already": _already(user, asked)}
    return render(request, "postmortems/start.html", context, status=422 if form.errors else 200)


def _suggested(user: User) -> list[Incident]:
    """Incidents that still need a postmortem and that ``user`` may write in; after them the newest others."""
    needed = [row.incident for row in awaiting(user)]
    newest = Incident.objects.visible_to(user).exclude(state="cancelled").exclude(pk__in=[one.pk for one in needed])
    without = newest.filter(postmortems=None).select_related("severity", "team")[: 2 * SUGGESTED]
    return [incident for incident in [*needed, *without] if can_write(user, incident)][:SUGGESTED]


def _already(user: User, asked: str) -> list[Postmortem]:
    """The postmortems that the incidents asked for have already, as far as ``user`` may know."""
    numbers = [int(word[4:]) for word in asked.split(", ") if word.startswith("INC-") and word[4:].isdecimal()]
    found = Postmortem.objects.visible_to(user).filter(incidents__in=numbers[:100])
    return list(found.distinct())
