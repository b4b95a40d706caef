"""Proposing to waive a postmortem, and answering that it is to be written after all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from core.flash import tell
from postmortems import waiving
from postmortems.access import get_postmortem_for
from postmortems.forms.words import ReasonForm
from postmortems.views.workspace import workspace_page


@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="move")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        typed = {"value": request.POST.get("reason", ""), "error": form.errors["reason"][0]}
        return workspace_page(request, postmortem, typed=typed, status=422)
    waiving.propose(postmortem, by=user, reason=form.cleaned_data["reason"])
    tell(request, _("Proposed. A lead of the team decides."))
    return redirect(postmortem)


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="waive")
    waiving.decline(postmortem, by=user)
    tell(request, _("%(key)s is to be written.") % {"key": postmortem.key})
    return redirect(postmortem)
