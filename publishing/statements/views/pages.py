"""The workspace: the internal text beside the three parts that customers read, and how they will read them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.models import User
from core.markdown import render_all
from notifications import outbox
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem
from publishing.models import LiveStatement, PublicSite, Statement
from publishing.models.statement import State
from publishing.public.answers import POLICY
from publishing.public.pages import statement_page
from publishing.public.words import public_html
from publishing.statements.access import current_of, get_statement_for
from publishing.statements.content import content_of
from publishing.statements.forms import AboutForm, AuthorForm, StartForm
from publishing.statements.overriding import check
from publishing.statements.permissions import abilities, can_start, may_use_internal_text


@require_safe
def workspace(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    statement = current_of(postmortem)
    if statement is None:
        return start_page(request, postmortem)
    outbox.seen(user, statement)
    return workspace_page(request, statement)


def start_page(
    request: HttpRequest, postmortem: Postmortem, *, form: StartForm | None = None, status: int = 200
) -> HttpResponse:
    free = may_use_internal_text(postmortem)
    context = {
        "postmortem": postmortem,
        "form": form or StartForm(summary=free and bool(postmortem.summary)),
        "restricted": not free,
        "may_start": can_start(current_user(request), postmortem),
    }
    return render(request, "statements/start.html", context, status=status)


def workspace_page(request: HttpRequest, statement: Statement, *, status: int = 200, **typed: Any) -> HttpResponse:
    """``typed``: bound forms that were refused, in the place of fresh ones."""
    context = {**frame(statement, current_user(request)), **typed}
    return render(request, "statements/workspace.html", context, status=status)


def frame(statement: Statement, user: User) -> dict[str, Any]:
    postmortem = statement.postmortem
    sections = [section for section in postmortem.sections.all() if section.is_written]
    can = abilities(user, statement)
    may_write = can["write"] and statement.is_editable
    verb = "submit" if statement.state == "draft" else ""
    return {
        "statement": statement,
        "postmortem": postmortem,
        "can": can | {"edit": may_write},
        "internal": list(zip(sections, render_all([one.markdown for one in sections], user), strict=True)),
        "parts": [(name, heading, written, public_html(written)) for name, heading, written in statement.parts],
        "checked": check(statement) if statement.is_editable else None,
        "blockers": statement.blockers(verb, by=user) if verb else [],
        "about": AboutForm(instance=Statement.objects.get(pk=statement.pk)) if may_write else None,
        "author_form": AuthorForm(statement=statement) if may_write else None,
        "moves": [(one, State(one.target).label) for one in statement.moves.select_related("by").order_by("-pk")],
        "earlier": Statement.objects.filter(postmortem=postmortem).exclude(pk=statement.pk).for_rows(),
    }


@require_safe
def findings(request: HttpRequest, number: int) -> HttpResponse:
    """A part of the workspace, fetched anew when somebody has written."""
    user = current_user(request)
    statement = get_statement_for(user, number)
    can = abilities(user, statement)
    context = {
        "statement": statement,
        "checked": check(statement) if statement.is_editable else None,
        "can": can | {"edit": can["write"] and statement.is_editable},
    }
    return render(request, "statements/_findings.html", context)


@require_safe
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What the public would see if this were live now: the same page, made by the same code."""
    statement = get_statement_for(current_user(request), number)
    if not statement.is_editable:
        raise Http404
    content, now = content_of(statement), timezone.now()
    live = statement.page
    page = LiveStatement(
        slug=live.slug if live else "preview",
        published_at=live.published_at if live else now,
        changed_at=now,
        **{name: getattr(content, name) for name in ("title", "began_at", "ended_at", "summary", "happened", "doing")},
    )
    corrections = list(live.corrections.values_list("text", "at")) if live else []
    corrections += [(content.correction, now)] if content.correction else []
    with timezone.override(None), translation.override(None):
        response = statement_page(page, PublicSite.get(), corrections=corrections)
    response["Content-Security-Policy"] = POLICY
    return response
