"""Services: everybody sees who runs what; admins and the leads of a team keep the list."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import current_user
from core.flash import tell
from incidents.catalogue import (
    can_add_service,
    can_delete_service,
    can_edit_service,
    get_service_for,
    with_counts,
)
from incidents.forms.catalogue import ServiceForm
from incidents.models import Service

PAGE = 25


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """``?q=`` narrows to those whose name or team holds it."""
    user = current_user(request)
    wish = request.GET.get("q", "").strip()
    found = Service.objects.filter(Q(name__icontains=wish) | Q(team__name__icontains=wish)) if wish else Service.objects
    page = Paginator(with_counts(found.select_related("team"), user), PAGE).get_page(request.GET.get("page"))
    rows = [(service, can_edit_service(user, service)) for service in page]
    context = {"page": page, "rows": rows, "wish": wish, "may_add": can_add_service(user)}
    return render(request, "incidents/services.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if not can_add_service(current_user(request)):
        raise PermissionDenied
    return _form_page(request, Service())


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, service: int) -> HttpResponse:
    return _form_page(request, get_service_for(current_user(request), service))


def _form_page(request: HttpRequest, service: Service) -> HttpResponse:
    user, name = current_user(request), service.name  # the form writes into the object, also what it then refuses
    form = ServiceForm(request.POST or None, user=user, instance=service)
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("%(name)s is saved.") % {"name": service.name})
        return redirect("incidents:services")
    deletable = bool(service.pk) and can_delete_service(user)
    context = {
        "form": form,
        "name": name,
        "pk": service.pk,
        "deletable": deletable,
        "blockers": service.blockers() if deletable else [],
    }
    return render(request, "incidents/service.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, service: int) -> HttpResponse:
    if not can_delete_service(current_user(request)):
        raise PermissionDenied
    found = get_object_or_404(Service, pk=service)
    found.remove()
    tell(request, _("%(name)s is deleted.") % {"name": found.name})
    return redirect("incidents:services")
