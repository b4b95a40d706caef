"""Meeting mode: one page that everybody looks at, and what is done on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from accounts.access import current_user
from accounts.models import User
from actions.forms import QuickForm
from actions.models import ActionItem
from actions.permissions import can_propose
from core.flash import tell
from core.markdown import render as render_markdown
from meetings import notes, running
from meetings.access import get_meeting_for
from meetings.agenda import PLANS
from meetings.forms import FactorLineForm, LineForm, NotesForm
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from meetings.permissions import abilities
from meetings.shown import part_for
from postmortems import permissions as postmortem_permissions
from postmortems.forms.factor import new_factor


@require_safe
def room(request: HttpRequest, meeting: int) -> HttpResponse:
    """The step at which the meeting stands: who comes late lands on it, and who was away comes back to it."""
    user = current_user(request)
    found = get_meeting_for(user, meeting)
    if found.state in (State.SCHEDULED, State.CANCELLED):
        return redirect(found)
    return render(request, "meetings/room.html", _context(user, found))


def _context(user: User, meeting: ReviewMeeting) -> dict[str, Any]:
    steps = list(meeting.agenda.all())
    step = steps[meeting.position]
    written = notes.read(meeting)
    postmortem = meeting.postmortem
    return {
        "meeting": meeting,
        "postmortem": postmortem,
        "can": abilities(user, meeting),
        "steps": steps,
        "step": step,
        "plan": PLANS[step.kind],
        "before": steps[meeting.position - 1] if meeting.position else None,
        "after": steps[meeting.position + 1] if meeting.position + 1 < len(steps) else None,
        "part": part_for(step.kind, postmortem, user),
        "people": list(meeting.attendances.all()),
        "parked": meeting.parked.select_related("by"),
        "written": written,
        "written_html": render_markdown(written, reader=user) if written else "",
        "may_add_factor": postmortem_permissions.can_write(user, postmortem) and postmortem.is_editable,
        "may_propose": can_propose(user, postmortem),
    }


@require_safe
def beat(request: HttpRequest, meeting: int) -> HttpResponse:
    """Asked every second where there is no socket: nothing, or the event that lets the page fetch where it stands."""
    found = get_meeting_for(current_user(request), meeting)
    response = HttpResponse(status=204)
    if request.GET.get("seen") != str(found.changes):
        return trigger_client_event(response, "changed-agenda")
    return response


@require_POST
def start(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="run")
    running.start(found, by=user)
    return redirect("meetings:room", found.pk)


@require_POST
def go(request: HttpRequest, meeting: int, step: int) -> HttpResponse:
    found = get_meeting_for(current_user(request), meeting, ability="run")
    running.go_to(found, get_object_or_404(found.agenda, position=step))
    return redirect("meetings:room", found.pk)


@require_POST
def finish(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="run")
    running.finish(found, by=user)
    tell(request, _("The minutes are part of the postmortem. Those who were there are asked how it was."))
    return redirect(found)


@require_POST
def here(request: HttpRequest, meeting: int) -> HttpResponse:
    """Say that somebody is here or is not: of oneself, and of others for those who run it."""
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="take_part")
    handle = request.POST.get("person", user.handle)
    if handle != user.handle:
        get_meeting_for(user, meeting, ability="run")
    known = [one.user for one in found.attendances.all() if one.user.handle == handle]
    if known or handle == user.handle:
        running.note_presence(found, known[0] if known else user, here=request.POST.get("here") != "no")
    return redirect("meetings:room", found.pk)


@require_POST
def park(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="take_part")
    form = LineForm(request.POST)
    if form.is_valid():
        running.park(found, form.cleaned_data["text"], by=user)
    return _back(found, "parked")


@require_POST
def write_notes(request: HttpRequest, meeting: int) -> HttpResponse:
    """Save the notes as they were typed, where there is no script; what others wrote meanwhile is kept above."""
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="take_part")
    form = NotesForm(request.POST)
    if form.is_valid():
        typed, now = form.cleaned_data["notes"], notes.read(found)
        if request.POST.get("base", "").replace("\r\n", "\n") not in ("", now) and now:
            typed = f"{now}\n\n{typed}"
        notes.write(found, typed, by=user)
        running.changed(found)
    return _back(found, "notes")


@require_POST
def propose(request: HttpRequest, meeting: int) -> HttpResponse:
    """An action item, as proposed: it is decided after the meeting."""
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="take_part")
    form = LineForm(request.POST)
    if form.is_valid() and can_propose(user, found.postmortem):
        item = ActionItem(postmortem=found.postmortem, created_by=user)
        quick = QuickForm({"title": form.cleaned_data["text"], "priority": "P3"}, instance=item)
        if quick.is_valid():
            quick.save()
            running.changed(found)
    return _back(found, "add")


@require_POST
def add_factor(request: HttpRequest, meeting: int) -> HttpResponse:
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="take_part")
    form, postmortem = FactorLineForm(request.POST), found.postmortem
    if form.is_valid() and postmortem_permissions.can_write(user, postmortem) and postmortem.is_editable:
        factor = new_factor(postmortem)
        factor.statement = form.cleaned_data["text"]
        factor.kind = factor.Kind.TECHNICAL
        factor.save()
        running.changed(found)
    return _back(found, "add")


def _back(meeting: ReviewMeeting, place: str) -> HttpResponse:
    return redirect(f"{reverse('meetings:room', args=[meeting.pk])}#{place}")
