"""Everybody here, and what an admin may change about them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user, get_person_for
from accounts.forms import InvitationForm
from accounts.holdings import holdings_of
from accounts.models import OneTimeLink, Role, User
from accounts.permissions import abilities
from core.back import back
from core.flash import tell

PER_PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    return people_page(request)


def people_page(request: HttpRequest, form: InvitationForm | None = None) -> HttpResponse:
    """The list; for admins with the form to invite (as it was refused, if given) and the pending invitations."""
    user, wish = current_user(request), request.GET.get("q", "").strip()
    may = abilities(user)
    found = User.objects.get_queryset().matching(wish).present_first().with_places()
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "wish": wish,
        "here": reverse("accounts:people") if form else request.get_full_path(),
        "may": may,
        "form": (form or InvitationForm()) if may["administer"] else None,
        "invitations": OneTimeLink.objects.pending().select_related("team", "invited_by") if may["administer"] else (),
    }
    return render(request, "accounts/people.html", context, status=422 if form else 200)


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    user = current_user(request)
    whose = get_person_for(user, handle)
    places = whose.memberships.select_related("team").order_by("team__name")
    context = {
        "person": whose,
        "places": places,
        "may": abilities(user),
        "now": timezone.now(),
        # What nobody took over when they left; for those who can hand it over.
        "orphaned": [] if whose.is_active or not abilities(user)["administer"] else holdings_of(whose),
    }
    return render(request, "accounts/person.html", context)


@require_POST
def change_role(request: HttpRequest, handle: str, role: str) -> HttpResponse:
    whose = get_person_for(current_user(request), handle, ability="administer")
    if role not in Role.values:
        raise Http404
    before = whose.role
    whose.change_role(role)
    words = {"name": whose.name, "role": whose.get_role_display()}
    tell(request, _("%(name)s is now: %(role)s.") % words, undo=reverse("accounts:change_role", args=[handle, before]))
    return back(request, reverse("accounts:people"))


@require_POST
def allow_statements(request: HttpRequest, handle: str) -> HttpResponse:
    whose = get_person_for(current_user(request), handle, ability="administer")
    whose.allow_statements(True)
    words = _("%(name)s may approve what customers read.") % {"name": whose.name}
    tell(request, words, undo=reverse("accounts:forbid_statements", args=[handle]))
    return back(request, reverse("accounts:people"))


@require_POST
def forbid_statements(request: HttpRequest, handle: str) -> HttpResponse:
    whose = get_person_for(current_user(request), handle, ability="administer")
    whose.allow_statements(False)
    words = _("%(name)s may no longer approve what customers read.") % {"name": whose.name}
    tell(request, words, undo=reverse("accounts:allow_statements", args=[handle]))
    return back(request, reverse("accounts:people"))


@require_POST
def deactivate(request: HttpRequest, handle: str) -> HttpResponse:
    whose = get_person_for(current_user(request), handle, ability="administer")
    whose.deactivate()
    words = _("%(name)s is signed out everywhere and cannot sign in.") % {"name": whose.name}
    tell(request, words, undo=reverse("accounts:reactivate", args=[handle]))
    return back(request, reverse("accounts:people"))


@require_POST
def reactivate(request: HttpRequest, handle: str) -> HttpResponse:
    whose = get_person_for(current_user(request), handle, ability="administer")
    whose.reactivate()
    words = _("%(name)s can sign in again.") % {"name": whose.name}
    tell(request, words, undo=reverse("accounts:deactivate", args=[handle]))
    return back(request, reverse("accounts:people"))
