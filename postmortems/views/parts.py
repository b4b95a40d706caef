"""The parts beside the text as pages of their own, and what is changed in them: factors and the response review."""

from copy import copy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import current_user
from core.flash import tell
from postmortems.access import get_draft_for, get_postmortem_for
from postmortems.beside import PARTS
from postmortems.forms.factor import FactorForm, new_factor
from postmortems.forms.response import ResponseForm
from postmortems.models import ContributingFactor, Postmortem, ResponseReview
from postmortems.views.frame import frame


@require_GET
def timeline(request: HttpRequest, number: int) -> HttpResponse:
    return part_page(request, number, "timeline")


@require_GET
def factors(request: HttpRequest, number: int) -> HttpResponse:
    return part_page(request, number, "factors")


@require_GET
def response(request: HttpRequest, number: int) -> HttpResponse:
    return part_page(request, number, "response")


@require_GET
def actions(request: HttpRequest, number: int) -> HttpResponse:
    return part_page(request, number, "actions")


@require_GET
def history(request: HttpRequest, number: int) -> HttpResponse:
    return part_page(request, number, "history")


def part_page(request: HttpRequest, number: int, part: str) -> HttpResponse:
    return _page(request, get_postmortem_for(current_user(request), number), part)


def _page(request: HttpRequest, postmortem: Postmortem, part: str, **more: Any) -> HttpResponse:
    """The page of ``part``; where ``form`` or one of ``dimensions`` was refused it is answered 422."""
    user = current_user(request)
    refused = any(form.errors for form in (more.get("form"), *more.get("dimensions", ())) if form is not None)
    context = {**frame(postmortem, user), "part": part, **PARTS[part](postmortem, user), **more}
    return render(request, "postmortems/part.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
def add_factor(request: HttpRequest, number: int) -> HttpResponse:
    """``?event=7`` starts with that event as evidence."""
    postmortem = get_draft_for(current_user(request), number)
    initial = {"evidence": request.GET.getlist("event")} if request.method == "GET" else None
    form = FactorForm(request.POST or None, instance=new_factor(postmortem), initial=initial)
    return _save_factor(request, postmortem, form)


@require_http_methods(["GET", "POST"])
def edit_factor(request: HttpRequest, number: int, factor: int) -> HttpResponse:
    postmortem = get_draft_for(current_user(request), number)
    # A copy: a refused form has already written into its instance.
    found = copy(get_object_or_404(postmortem.factors, pk=factor))
    return _save_factor(request, postmortem, FactorForm(request.POST or None, instance=found))


def _save_factor(request: HttpRequest, postmortem: Postmortem, form: FactorForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        form.save()
        return _to_factors(postmortem)
    return _page(request, postmortem, "factors", form=form)


@require_POST
def remove_factor(request: HttpRequest, number: int, factor: int) -> HttpResponse:
    postmortem = get_draft_for(current_user(request), number)
    found = get_object_or_404(postmortem.factors, pk=factor)
    found.remove()
    undo = reverse("postmortems:restore_factor", args=[postmortem.key, found.pk])
    tell(request, _("Factor removed."), undo=undo)
    return _to_factors(postmortem)


@require_POST
def restore_factor(request: HttpRequest, number: int, factor: int) -> HttpResponse:
    postmortem = get_draft_for(current_user(request), number)
    get_object_or_404(ContributingFactor._base_manager.filter(postmortem=postmortem), pk=factor).restore()
    return redirect(f"{postmortem.get_absolute_url()}?part=factors#beside")


@require_POST
def move_factor(request: HttpRequest, number: int, factor: int, way: str) -> HttpResponse:
    """One place ``up`` or ``down``."""
    postmortem = get_draft_for(current_user(request), number)
    get_object_or_404(postmortem.factors, pk=factor).move(up=way == "up")
    return _to_factors(postmortem)


def _to_factors(postmortem: Postmortem) -> HttpResponse:
    return redirect("postmortems:factors", postmortem.key)


@require_POST
def look_at(request: HttpRequest, number: int, dimension: str) -> HttpResponse:
    """Say how one dimension of the response went."""
    postmortem = get_draft_for(current_user(request), number)
    if dimension not in ResponseReview.Dimension.values:
        raise Http404
    row, _created = ResponseReview.objects.get_or_create(postmortem=postmortem, dimension=dimension)
    form = ResponseForm(request.POST, instance=copy(row))
    if form.is_valid():
        form.save()
        return redirect(f"{reverse('postmortems:response', args=[postmortem.key])}#{dimension}")
    others = PARTS["response"](postmortem, current_user(request))["dimensions"]
    forms = [form if other.instance.dimension == dimension else other for other in others]
    return _page(request, postmortem, "response", dimensions=forms)
