"""Saved views of lists: save, rename, share, remove."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.models import SavedView
from accounts.permissions import can_change_view
from accounts.saved_views import LISTS, choices_of
from accounts.view_forms import NewViewForm, ViewForm
from core.flash import tell


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """All views that the reader finds, by list."""
    user = current_user(request)
    groups = [(place, choices_of(user, name)) for name, place in LISTS.items()]
    return render(request, "accounts/saved_views.html", {"groups": [group for group in groups if group[1]]})


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """The form alone for who has no script to show it beside the list; a POST from there comes here, too."""
    user = current_user(request)
    form = NewViewForm(request.POST if request.method == "POST" else None, user=user)
    if not form.is_bound:
        form.initial.update({name: request.GET.get(name, "") for name in ("list_name", "query")})
        if form.initial["list_name"] not in LISTS:
            raise Http404
    elif form.is_valid():
        replaced = form.save()
        words = _("“%(name)s” was replaced.") if replaced else _("“%(name)s” was saved.")
        tell(request, words % form.cleaned_data)
        return redirect(LISTS[form.cleaned_data["list_name"]].address(form.cleaned_data["query"]))
    return render(request, "accounts/save_view.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    view = _changeable(request, number)
    form = ViewForm(request.POST if request.method == "POST" else None, user=view.owner, view=view)
    if form.is_valid():
        form.change(view)
        tell(request, _("Saved."))
        return redirect("accounts:saved_views")
    context = {"form": form, "view": view, "place": LISTS[view.list_name]}
    return render(request, "accounts/saved_view.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    view = _changeable(request, number)
    view.remove()
    undo = reverse("accounts:restore_view", args=[number])
    tell(request, _("“%(name)s” was removed.") % {"name": view.name}, undo=undo)
    return redirect("accounts:saved_views")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    view = get_object_or_404(SavedView, owner=current_user(request), pk=number)
    back = view.restore()
    words = _("“%(name)s” is back.") if back else _("You have another view called “%(name)s” now.")
    tell(request, words % {"name": view.name})
    return redirect("accounts:saved_views")


def _changeable(request: HttpRequest, number: int) -> SavedView:
    """One that the reader finds; it is its owner's to change, and an admin's: people leave."""
    user = current_user(request)
    view = get_object_or_404(SavedView.objects.visible_to(user).select_related("owner"), pk=number)
    if not can_change_view(user, view):
        raise PermissionDenied
    return view
