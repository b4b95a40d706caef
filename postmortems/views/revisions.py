"""Revisions: which there are, what each says, what changed between two, and the way back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user
from core.flash import tell
from postmortems import restoring
from postmortems.access import get_draft_for, get_postmortem_for
from postmortems.article import article_of
from postmortems.changes import changes_between
from postmortems.content import content_of
from postmortems.models import Postmortem, Revision
from postmortems.views.frame import frame

NOW = "now"  # instead of a number: what stands there at this moment


@require_GET
def revisions(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    kept = list(postmortem.revisions.defer("content").prefetch_related("authors"))
    context = {**frame(postmortem, user), "revisions": kept}
    return render(request, "postmortems/revisions.html", context)


@require_GET
def revision(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    """One of them, as it read."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    found = get_object_or_404(postmortem.revisions.prefetch_related("authors"), number=revision)
    context = {
        **frame(postmortem, user),
        "revision": found,
        "article": article_of(found.content, postmortem=postmortem, reader=user),
    }
    return render(request, "postmortems/revision.html", context)


@require_GET
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """``?from=2&to=5`` (or ``to=now``): what changed, in words; without them the last revision against now."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    kept = list(postmortem.revisions.defer("content"))
    last = str(kept[0].number) if kept else NOW
    chosen = {"from": request.GET.get("from", last), "to": request.GET.get("to", NOW)}
    context = {
        **frame(postmortem, user),
        "revisions": kept,
        "chosen": chosen,
        "changes": changes_between(_content(postmortem, chosen["from"]), _content(postmortem, chosen["to"])),
    }
    return render(request, "postmortems/compare.html", context)


def _content(postmortem: Postmortem, name: str) -> dict[str, Any]:
    if name == NOW:
        return content_of(postmortem)
    if not (name.isascii() and name.isdecimal()) or len(name) > 9:
        raise Http404
    found: Revision = get_object_or_404(postmortem.revisions, number=name)
    content: dict[str, Any] = found.content
    return content


@require_POST
def restore(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_draft_for(user, number)
    found = get_object_or_404(postmortem.revisions, number=revision)
    restoring.restore(postmortem, found, by=user)
    words = {"number": found.number, "kept": postmortem.revisions.values_list("number", flat=True)[0]}
    tell(request, _("Revision %(number)s is back. What stood here before is revision %(kept)s.") % words)
    return redirect(postmortem)
