"""The review of a postmortem: who is asked, by when, what they said, and asking again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.models import User
from core.flash import tell
from core.lifecycle import Blocker, MoveNotAllowed
from postmortems import review as reviewing
from postmortems import verdicts
from postmortems.access import get_postmortem_for
from postmortems.forms.review import ReviewForm
from postmortems.models import Postmortem
from postmortems.models.postmortem import State
from postmortems.suggesting import suggested
from postmortems.verbs import DONE
from postmortems.views.frame import frame


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for review; while one is under way: ask others as well, or instead."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    if not postmortem.is_editable:
        return redirect(postmortem)
    form = ReviewForm(request.POST or None, postmortem=postmortem, suggestions=suggested(postmortem))
    if request.method == "GET" or not form.is_valid():
        return _page(request, postmortem, form, user)
    reviewing.ask(postmortem, form.cleaned_data["reviewers"], due_on=form.cleaned_data["due_on"], by=user)
    if postmortem.state != State.DRAFT:
        tell(request, _("Saved. Who is new has been asked."))
        return redirect("postmortems:review", postmortem.key)
    try:
        reviewing.submit(postmortem, by=user, due_on=form.cleaned_data["due_on"])
    except MoveNotAllowed as refused:
        return _page(request, postmortem, form, user, blockers=refused.blockers)
    tell(request, DONE["submit"] % {"key": postmortem.key})
    return redirect(postmortem)


@require_POST
def ask_again(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    asked = verdicts.ask_again(postmortem, by=user)
    words = ngettext("%(n)d person is asked again.", "%(n)d people are asked again.", len(asked)) % {"n": len(asked)}
    tell(request, words if asked else _("Everybody was asked already."))
    return redirect("postmortems:review", postmortem.key)


def _page(
    request: HttpRequest, postmortem: Postmortem, form: ReviewForm, user: User, *, blockers: tuple[Blocker, ...] = ()
) -> HttpResponse:
    is_draft = postmortem.state == State.DRAFT
    missing = [one for one in postmortem.blockers("submit", by=user) if one.code != "reviewer"] if is_draft else []
    context: dict[str, Any] = {
        **frame(postmortem, user),
        "form": form,
        "is_draft": is_draft,
        "missing": missing,
        "standing": None if is_draft else reviewing.standing_of(postmortem),
    }
    status = 409 if blockers else 422 if form.errors else 200
    return render(request, "postmortems/review.html", context, status=status)
