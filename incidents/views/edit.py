"""Writing an incident down, and editing it."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from core.flash import tell
from incidents.access import get_incident_for
from incidents.forms.incident import EditForm, OpenForm


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    if not user.is_writer:
        raise PermissionDenied
    form = OpenForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid() and not form.wants_a_look(request):
        incident = form.save()
        tell(request, _("%(key)s is open.") % {"key": incident.key})
        return redirect(incident)
    return render(request, "incidents/create.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="write")
    # A copy: a refused form has already written into its instance.
    form = EditForm(request.POST or None, user=user, instance=copy(incident))
    if request.method == "POST" and form.is_valid() and not form.wants_a_look(request):
        form.save()
        tell(request, _("Saved."))
        return redirect(incident)
    context = {"form": form, "incident": incident}
    return render(request, "incidents/edit.html", context, status=422 if form.errors else 200)
