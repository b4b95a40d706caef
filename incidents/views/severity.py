"""Severities and their policies, for admins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import current_user, require_admin
from core.flash import tell
from incidents.catalogue import with_counts
from incidents.forms.catalogue import SeverityForm
from incidents.models import Severity


@require_GET
def severities(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    require_admin(user)
    return render(request, "incidents/severities.html", {"severities": with_counts(Severity.objects.all(), user)})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    return _form_page(request, Severity())


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, severity: int) -> HttpResponse:
    return _form_page(request, _get(request, severity))


def _get(request: HttpRequest, pk: int) -> Severity:
    require_admin(current_user(request))
    return get_object_or_404(Severity, pk=pk)


def _form_page(request: HttpRequest, severity: Severity) -> HttpResponse:
    name = severity.name  # the form writes into the object, also what it then refuses
    form = SeverityForm(request.POST or None, instance=severity)
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("%(name)s is saved.") % {"name": severity.name})
        return redirect("incidents:severities")
    context = {"form": form, "name": name, "pk": severity.pk, "blockers": severity.blockers() if severity.pk else []}
    return render(request, "incidents/severity.html", context, status=422 if form.errors else 200)


@require_POST
def move(request: HttpRequest, severity: int, way: str) -> HttpResponse:
    """One place ``up`` (worse) or ``down``."""
    _get(request, severity).change_places(up=way == "up")
    return redirect("incidents:severities")


@require_POST
def remove(request: HttpRequest, severity: int) -> HttpResponse:
    found = _get(request, severity)
    found.remove()
    tell(request, _("%(name)s is deleted.") % {"name": found.name})
    return redirect("incidents:severities")
