"""Calling a meeting and changing it; its page before and after."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from core.flash import tell
from core.lifecycle import Blocker, MoveNotAllowed
from core.markdown import render as render_markdown
from meetings import news, running, scheduling
from meetings.access import get_meeting_for
from meetings.agenda import PLANS
from meetings.forms import MeetingForm, OutcomesForm, SurveyForm
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from meetings.people import took_part
from meetings.permissions import abilities, can_schedule
from notifications import outbox
from postmortems.access import get_postmortem_for


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    if not can_schedule(user, postmortem):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, postmortem=postmortem)
    if form.is_valid():
        meeting = scheduling.schedule(postmortem, by=user, **form.given())
        tell(request, _("The invitations are on their way."))
        return redirect(meeting)
    context = {"form": form, "postmortem": postmortem, "took_part": took_part(postmortem)}
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, meeting: int) -> HttpResponse:
    found = get_meeting_for(current_user(request), meeting, ability="change")
    if found.state != State.SCHEDULED:
        words = _("This meeting has begun or is over: it stays as it was.")
        raise MoveNotAllowed("edit", [Blocker("wrong-state", words, found.get_absolute_url())])
    form = MeetingForm(request.POST or None, postmortem=found.postmortem, instance=copy(found))
    if form.is_valid():
        scheduling.change(found, **form.given())
        tell(request, _("Saved."))
        return redirect(found)
    context = {"form": form, "postmortem": found.postmortem, "meeting": found, "took_part": took_part(found.postmortem)}
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def detail(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting)
    outbox.seen(user, found)
    return detail_page(request, found)


def detail_page(
    request: HttpRequest,
    meeting: ReviewMeeting,
    *,
    survey: SurveyForm | None = None,
    outcomes: OutcomesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = current_user(request)
    mine = next((one for one in meeting.attendances.all() if one.user_id == user.pk), None)
    asked = meeting.state == State.HELD and mine is not None and mine.attended and not mine.has_answered
    context: dict[str, Any] = {
        "meeting": meeting,
        "can": abilities(user, meeting),
        "agenda": [(item, PLANS[item.kind].aim) for item in meeting.agenda.all()],
        "was_there": meeting.facilitator_id in took_part(meeting.postmortem).values_list("pk", flat=True),
        "notes": render_markdown(meeting.notes, reader=user) if meeting.notes else "",
        "survey": (survey or SurveyForm()) if asked else None,
        "outcomes": outcomes or OutcomesForm(meeting=meeting),
        "last_move": meeting.moves.last(),
    }
    return render(request, "meetings/detail.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="change")
    scheduling.cancel(found, by=user, reason=request.POST.get("reason", ""))
    tell(request, _("Cancelled; everybody is told."))
    return redirect(found)


@require_POST
def ask_for_facilitator(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="change")
    asked = news.ask_for_facilitator(found, by=user)
    words = ngettext(
        "%(n)s person who offers to facilitate is asked.", "%(n)s people who offer to facilitate are asked.", asked
    )
    tell(request, words % {"n": asked} if asked else _("Nobody who was not in the incident offers to facilitate yet."))
    return redirect(found)


@require_POST
def survey(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting)
    form = SurveyForm(request.POST)
    if not form.is_valid():
        return detail_page(request, found, survey=form, status=422)
    answers = {name: value == "yes" for name, value in form.cleaned_data.items()}
    counted = running.answer(found, user, **answers)
    tell(request, _("Thank you.") if counted else _("Your answers are counted already, or you were not there."))
    return redirect(found)
