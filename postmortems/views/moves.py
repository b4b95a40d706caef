"""The moves: POST alone; what the domain refuses, the middleware answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from core.flash import tell
from postmortems import review, waiving
from postmortems.access import get_postmortem_for
from postmortems.content import keep_revision
from postmortems.forms.words import ChangesForm, ReasonForm, VerdictForm
from postmortems.models import Postmortem, ReviewDecision, Revision
from postmortems.verbs import DONE
from postmortems.views.read import reading_page
from postmortems.views.workspace import workspace_page

Verdict = ReviewDecision.Verdict


@require_POST
def submit(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    review.submit(postmortem, by=user)
    return _done(request, postmortem, "submit")


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    review.withdraw(postmortem, by=user)
    return _done(request, postmortem, "withdraw")


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    return _decide(request, number, Verdict.APPROVED, VerdictForm(request.POST))


@require_POST
def request_changes(request: HttpRequest, number: int) -> HttpResponse:
    return _decide(request, number, Verdict.CHANGES_REQUESTED, ChangesForm(request.POST))


def _decide(request: HttpRequest, number: int, verdict: Verdict, form: VerdictForm) -> HttpResponse:
    """Whether this reader was asked is the domain's to say."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    if not form.is_valid():
        return reading_page(request, postmortem, verdict=form, status=422)
    review.decide(postmortem, by=user, verdict=verdict, **form.cleaned_data)
    return _done(request, postmortem, verdict)


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    review.publish(postmortem, by=user)
    tell(request, DONE["publish"] % {"key": postmortem.key})
    return redirect("postmortems:read", postmortem.key)


@require_POST
def revise(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    postmortem.revise(by=user)
    return _done(request, postmortem, "revise")


@require_POST
def waive(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="waive")
    form = ReasonForm(request.POST)
    form.fields["reason"].required = not postmortem.waiver_proposal  # then its words will do
    if not form.is_valid():
        typed = {"value": request.POST.get("reason", ""), "error": form.errors["reason"][0]}
        return workspace_page(request, postmortem, typed=typed, status=422)
    waiving.waive(postmortem, by=user, reason=form.cleaned_data["reason"])
    return _done(request, postmortem, "waive")


@require_POST
def unwaive(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="waive")
    postmortem.unwaive(by=user)
    return _done(request, postmortem, "unwaive")


@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what stands now as a revision of its own."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="write")
    revision = keep_revision(postmortem, why=Revision.Why.SAVED, by=user)
    tell(request, _("Kept as revision %(number)s.") % {"number": revision.number})
    return redirect("postmortems:revisions", postmortem.key)


def _done(request: HttpRequest, postmortem: Postmortem, verb: str) -> HttpResponse:
    tell(request, DONE[verb] % {"key": postmortem.key})
    return redirect(postmortem)
