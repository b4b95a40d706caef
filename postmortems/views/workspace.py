"""The workspace: outline, text, and beside it the timeline, factors, response, actions or history."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import current_user
from accounts.models import User
from core.diff import word_diff
from core.flash import tell
from core.lifecycle import MoveNotAllowed
from core.markdown import render as render_markdown
from core.markdown import render_all
from postmortems import text
from postmortems.access import get_draft_for, get_postmortem_for, not_editable
from postmortems.beside import PARTS
from postmortems.blocks import LiveBlocks
from postmortems.forms.words import SectionForm
from postmortems.models import Postmortem, Section
from postmortems.permissions import abilities
from postmortems.views.frame import frame, of_whole_page

WIDE = ("incidents__severity", "incidents__team", "sections__edited_by", "reviewers")


@dataclass(frozen=True)
class Block:
    """A section as the workspace shows it. ``form`` where it is being written; ``preview`` of what was typed."""

    section: Section
    html: SafeString
    guidance: SafeString
    form: SectionForm | None = None
    preview: SafeString | None = None


@require_GET
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """The whole of it; ``?edit=summary`` opens a section, ``?part=factors`` what stands beside the text."""
    postmortem = get_postmortem_for(current_user(request), number)
    return workspace_page(request, postmortem, editing=request.GET.get("edit", ""))


def workspace_page(
    request: HttpRequest,
    postmortem: Postmortem,
    *,
    editing: str = "",
    form: SectionForm | None = None,
    preview: SafeString | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """``editing``: the key of the open section; ``form``: what was typed into it; ``typed``: a refused reason."""
    user = current_user(request)
    text.document_of(postmortem)  # the page joins it
    prefetch_related_objects([postmortem], *WIDE)
    part = request.GET.get("part", "timeline")
    context = {
        **frame(postmortem, user, typed=typed),
        "blocks": blocks_of(postmortem, user, editing=editing, form=form, preview=preview),
        "part": part if part in PARTS else "timeline",
    }
    context |= PARTS[context["part"]](postmortem, user)
    return render(request, "postmortems/detail.html", context, status=status)


def blocks_of(
    postmortem: Postmortem,
    user: User,
    *,
    editing: str = "",
    form: SectionForm | None = None,
    preview: SafeString | None = None,
) -> list[Block]:
    """Every section, rendered for ``user`` in one go; the one called ``editing`` open if they may write in it."""
    sections = list(postmortem.sections.all())
    live = LiveBlocks(postmortem, user).fillers
    words = [part for one in sections for part in (one.markdown, one.guidance)]
    texts = render_all(words, user, blocks=[live, {}] * len(sections))
    may_write = abilities(user, postmortem)["write"]
    blocks = []
    for section, html, guidance in zip(sections, texts[::2], texts[1::2], strict=True):
        is_open = may_write and section.key == editing
        block = Block(section, html, guidance)
        if is_open:
            block = Block(section, html, guidance, form or form_for(section), preview)
        blocks.append(block)
    return blocks


def form_for(section: Section) -> SectionForm:
    return SectionForm(initial={"base": section.version, "markdown": section.markdown}, auto_id=f"{section.key}-%s")


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """A section to write in; saved, it is shown as it reads."""
    user = current_user(request)
    postmortem = get_draft_for(user, number)
    found = get_object_or_404(postmortem.sections, key=key)
    if request.method == "GET":
        return workspace_page(request, postmortem, editing=key)
    form = SectionForm(request.POST, auto_id=f"{key}-%s")
    if not form.is_valid():
        return workspace_page(request, postmortem, editing=key, form=form, status=422)
    try:
        text.write(found, form.cleaned_data["markdown"], base=form.cleaned_data["base"], by=user)
    except text.EditConflict as conflict:
        return _conflict(request, postmortem, found, mine=form.cleaned_data["markdown"], theirs=conflict.current)
    except text.NotEditable:
        raise MoveNotAllowed("write", [not_editable(postmortem)]) from None
    if not request.headers.get("HX-Request"):
        tell(request, _("Saved."))
    return redirect(f"{postmortem.get_absolute_url()}#section-{key}")


def _conflict(
    request: HttpRequest, postmortem: Postmortem, section: Section, *, mine: str, theirs: text.Text
) -> HttpResponse:
    """Both texts, side by side; saving again puts what is then in the field in place of theirs."""
    form = SectionForm(initial={"base": theirs.version, "markdown": mine}, auto_id=f"{section.key}-%s")
    context = {
        **frame(postmortem, current_user(request)),
        "section": section,
        "form": form,
        "theirs": theirs,
        "diff": word_diff(theirs.markdown, mine),
    }
    return of_whole_page(render(request, "postmortems/conflict.html", context, status=409))


@require_POST
def preview(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """What was typed, as it would read; nothing is saved."""
    user = current_user(request)
    postmortem = get_draft_for(user, number)
    get_object_or_404(postmortem.sections, key=key)
    form = SectionForm(request.POST, auto_id=f"{key}-%s")
    if not form.is_valid():
        return workspace_page(request, postmortem, editing=key, form=form, status=422)
    live = LiveBlocks(postmortem, user).fillers
    html = render_markdown(form.cleaned_data["markdown"], reader=user, blocks=live)
    return workspace_page(request, postmortem, editing=key, form=form, preview=html)
