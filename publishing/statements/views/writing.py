"""What changes a statement: beginning it, its text without scripts, its title and times, its authors, overrides."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from core.flash import tell
from core.lifecycle import Blocker, MoveNotAllowed
from postmortems.access import get_postmortem_for
from publishing.models import Statement
from publishing.models.statement import PARTS
from publishing.statements import overriding, starting, text
from publishing.statements.access import get_statement_for
from publishing.statements.forms import AboutForm, AuthorForm, OverrideForm, PartForm, StartForm
from publishing.statements.permissions import can_start, may_use_internal_text
from publishing.statements.redaction.checking import BY_NAME
from publishing.statements.views.pages import frame, start_page, workspace_page


@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    if not can_start(user, postmortem):
        raise PermissionDenied
    form = StartForm(request.POST, summary=may_use_internal_text(postmortem) and bool(postmortem.summary))
    if not form.is_valid():
        return start_page(request, postmortem, form=form, status=422)
    # A restricted incident's summary is not offered; who asks for it all the same is told why.
    wanted = request.POST.get("begin") == StartForm.SUMMARY
    starting.start(postmortem, by=user, title=form.cleaned_data["title"], from_summary=wanted)
    return redirect("statements:workspace", postmortem.key)


def _editable(request: HttpRequest, number: int) -> Statement:
    """The statement to write in. Raises ``MoveNotAllowed`` past its life as a draft, so that nothing typed is lost."""
    statement = get_statement_for(current_user(request), number, ability="write")
    if not statement.is_editable:
        words = _("This wording has been live: begin a correction to change it.")
        raise MoveNotAllowed("write", [Blocker("not-editable", words, statement.get_absolute_url())])
    return statement


@require_POST
def part(request: HttpRequest, number: int, part: str) -> HttpResponse:
    """Save a part as it was typed, where there is no script."""
    statement = _editable(request, number)
    if part not in PARTS:
        raise Http404
    form = PartForm(request.POST)
    if not form.is_valid():
        return workspace_page(request, statement, status=422, part_errors={part: form.errors["markdown"]})
    typed, base = form.cleaned_data["markdown"], form.cleaned_data["base"]
    text.write(statement, part, typed, base=base, by=current_user(request))
    tell(request, _("Saved."))
    return redirect(f"{statement.get_absolute_url()}#section-{part}")


@require_POST
def about(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = _editable(request, number)
    form = AboutForm(request.POST, instance=copy(statement))
    if not form.is_valid():
        return workspace_page(request, statement, status=422, about=form)
    saved = form.save()
    saved.add_authors([user.pk])
    text.settle(saved)
    tell(request, _("Saved."))
    return redirect(f"{saved.get_absolute_url()}#about")


@require_POST
def add_author(request: HttpRequest, number: int) -> HttpResponse:
    """Who is an author once stays one: nobody steps aside in order to approve."""
    statement = _editable(request, number)
    form = AuthorForm(request.POST, statement=statement)
    if not form.is_valid():
        return workspace_page(request, statement, status=422, author_form=form)
    statement.add_authors([form.cleaned_data["person"].pk])
    return redirect(f"{statement.get_absolute_url()}#authors")


@require_POST
def override(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = _editable(request, number)
    form = OverrideForm(request.POST)
    if form.is_valid() and form.cleaned_data["detector"] not in BY_NAME:
        raise Http404
    if not form.is_valid():
        context = frame(statement, user) | {"refused": form}
        return render(request, "statements/workspace.html", context, status=422)
    overriding.override(statement, by=user, **form.cleaned_data)
    return redirect(f"{statement.get_absolute_url()}#findings")


@require_POST
def take_back_override(request: HttpRequest, number: int, override: int) -> HttpResponse:
    statement = _editable(request, number)
    overriding.take_back(statement, override)
    return redirect(f"{statement.get_absolute_url()}#findings")
