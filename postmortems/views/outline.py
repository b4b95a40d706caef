"""The sections of a postmortem, put in order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user
from core.flash import tell
from postmortems.access import get_draft_for
from postmortems.forms.words import HeadingForm
from postmortems.models import Postmortem, Section
from postmortems.outline import add_section, move_section, remove_section, rename_section
from postmortems.views.frame import frame


@require_GET
def outline(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, get_draft_for(current_user(request), number))


def _page(
    request: HttpRequest,
    postmortem: Postmortem,
    *,
    form: HeadingForm | None = None,
    wrong: dict[str, Any] | None = None,
) -> HttpResponse:
    """``form``: a refused new heading; ``wrong``: a refused renaming (key, value, error)."""
    context = {
        **frame(postmortem, current_user(request)),
        "sections": postmortem.sections.all(),
        "form": form or HeadingForm(auto_id="new-%s"),
        "wrong": wrong,
    }
    return render(request, "postmortems/outline.html", context, status=422 if form or wrong else 200)


@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    postmortem = get_draft_for(current_user(request), number)
    form = HeadingForm(request.POST, auto_id="new-%s")
    if not form.is_valid():
        return _page(request, postmortem, form=form)
    section = add_section(postmortem, form.cleaned_data["heading"])
    tell(request, _("“%(heading)s” added.") % {"heading": section.heading})
    return _to_outline(postmortem, section)


@require_POST
def rename(request: HttpRequest, number: int, key: str) -> HttpResponse:
    postmortem = get_draft_for(current_user(request), number)
    section = get_object_or_404(postmortem.sections, key=key)
    form = HeadingForm(request.POST)
    if not form.is_valid():
        wrong = {"key": key, "value": request.POST.get("heading", ""), "error": form.errors["heading"][0]}
        return _page(request, postmortem, wrong=wrong)
    rename_section(section, form.cleaned_data["heading"])
    return _to_outline(postmortem, section)


@require_POST
def move(request: HttpRequest, number: int, key: str, way: str) -> HttpResponse:
    """One place ``up`` or ``down``."""
    postmortem = get_draft_for(current_user(request), number)
    section = get_object_or_404(postmortem.sections, key=key)
    move_section(section, up=way == "up")
    return _to_outline(postmortem, section)


@require_POST
def remove(request: HttpRequest, number: int, key: str) -> HttpResponse:
    postmortem = get_draft_for(current_user(request), number)
    section = get_object_or_404(postmortem.sections, key=key)
    remove_section(section)
    tell(request, _("“%(heading)s” removed.") % {"heading": section.heading})
    return redirect("postmortems:outline", postmortem.key)


def _to_outline(postmortem: Postmortem, section: Section) -> HttpResponse:
    response = redirect("postmortems:outline", postmortem.key)
    response["Location"] += f"#row-{section.key}"
    return response
