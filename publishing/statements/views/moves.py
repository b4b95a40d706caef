"""The other moves of a statement, each from its button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from core.flash import tell
from core.lifecycle import Blocker, MoveNotAllowed
from publishing.models import Statement
from publishing.models.statement import State
from publishing.statements import approval, releasing, starting
from publishing.statements.access import get_statement_for
from publishing.statements.forms import WithdrawForm


@require_POST
def submit(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = get_statement_for(user, number, ability="write")
    approval.submit(statement, by=user)
    tell(request, _("Communications is asked to approve it."))
    return redirect(statement)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = get_statement_for(user, number, ability="write")
    statement.take_back(by=user)
    return redirect(statement)


@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = get_statement_for(user, number, ability="release")
    releasing.release(statement, by=user)
    tell(request, _("It is live. Subscribers get a mail."))
    return redirect(statement)


@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    statement = get_statement_for(user, number, ability="write")
    if statement.state != State.LIVE:
        raise MoveNotAllowed("correct", [_not_live(statement)])
    return redirect(starting.correct(statement, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Of what is live, also while a correction is in the making."""
    user = current_user(request)
    shown = get_statement_for(user, number, ability="withdraw")
    live = Statement.objects.live().filter(postmortem=shown.postmortem_id).for_rows().first()
    if live is None:
        raise MoveNotAllowed("withdraw", [_not_live(shown)])
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        notice = form.cleaned_data["notice"]
        found = releasing.found_in_notice(live, notice)
        if not found:
            releasing.withdraw(live, by=user, reason=form.cleaned_data["reason"], notice=notice)
            tell(request, _("Withdrawn. Its address says so from now on."))
            return redirect(live)
        words = ", ".join(f"“{one.words}” ({one.detector.title})" for one in found)
        form.add_error("notice", _("This should not be public: %(words)s.") % {"words": words})
    context = {"form": form, "statement": live, "postmortem": live.postmortem}
    return render(request, "statements/withdraw.html", context, status=422 if form.is_bound else 200)


def _not_live(statement: Statement) -> Blocker:
    return Blocker("not-live", _("Nothing of it is live."), statement.get_absolute_url())
