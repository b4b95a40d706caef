"""Approval: what exactly would be public, what differs from what is live, and the verdict."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from core.diff import word_diff
from core.flash import tell
from publishing.public.words import public_html
from publishing.statements import approval
from publishing.statements.access import get_statement_for, live_of
from publishing.statements.content import FIELDS, approved, content_of
from publishing.statements.overriding import check
from publishing.statements.permissions import abilities


@require_safe
def review(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = get_statement_for(user, number)
    content, live = content_of(statement), live_of(statement.postmortem)
    before = approved(live) if live is not None and live.pk != statement.pk else None
    texts = content.texts()
    context = {
        "statement": statement,
        "postmortem": statement.postmortem,
        "content": content,
        "can": abilities(user, statement),
        "live": live if before else None,
        "read": [(FIELDS[name], public_html(texts[name])) for name in texts if name != "title" and texts[name]],
        "differences": _differences(before.texts() if before else None, texts),
        "checked": check(statement),
        "blockers": statement.blockers("approve", by=user) if statement.state == "pending" else [],
    }
    return render(request, "statements/review.html", context)


def _differences(before: dict[str, str] | None, now: dict[str, str]) -> list[tuple[object, str]]:
    """By field, what is another than in the live wording."""
    if before is None:
        return []
    changed = [name for name in FIELDS if before[name] != now[name] and name != "correction"]
    return [(FIELDS[name], word_diff(before[name], now[name])) for name in changed]


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Of the text that the page showed (``seen``); the guards say who may."""
    user = current_user(request)
    statement = get_statement_for(user, number, ability="approve")
    approval.approve(statement, by=user, seen=request.POST.get("seen", ""))
    tell(request, _("Approved. It can go live now."))
    return redirect(statement)


@require_POST
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = get_statement_for(user, number, ability="approve")
    approval.send_back(statement, by=user, reason=request.POST.get("reason", ""))
    tell(request, _("Sent back; its authors are told."))
    return redirect(statement)
