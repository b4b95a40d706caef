"""The leadership brief of one postmortem."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from core.flash import tell
from postmortems.access import get_postmortem_for
from postmortems.permissions import abilities
from publishing.brief import brief_of, rewrite
from publishing.models import BriefPart

LONGEST = 4000  # characters of one part


@require_safe
def brief(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    context = {
        "postmortem": postmortem,
        "severity": postmortem.severity(),
        "title": (
            postmortem.published_revision.content["title"] if postmortem.published_revision else postmortem.title
        ),
        "parts": brief_of(postmortem, reader=user),
        "can": abilities(user, postmortem),
        "longest": LONGEST,
    }
    return render(request, "publishing/brief.html", context)


@require_POST
def edit(request: HttpRequest, number: int, passage: str) -> HttpResponse:
    """Its owner's words for one part; nothing at all brings the generated ones back."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    if passage not in BriefPart.Key.values:
        raise Http404
    rewrite(postmortem, passage, request.POST.get("markdown", "")[:LONGEST], by=user)
    tell(request, _("Saved."))
    return redirect("publishing:brief", postmortem.key)
