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
from core.flash import tell
from core.markdown import render as render_markdown
from meetings import notes, running
from meetings.access import get_meeting_for
from meetings.agenda import PLANS
from meetings.forms import NotesForm
from meetings.lines import Line, lines_for
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from meetings.permissions import abilities
from meetings.shown import part_for


@require_safe
def room(request: HttpRequest, meeting: int) -> HttpResponse:
    """The step at which the meeting stands: who comes late lands on it, and who was away comes back to it."""
    user = current_user(request)
    found = get_meeting_for(user, meeting)
    if found.state in (State.SCHEDULED, State.CANCELLED):
        return redirect(found)
    return room_page(request, found)


def room_page(
    request: HttpRequest, meeting: ReviewMeeting, *, refused: Line | None = None, status: int = 200
) -> HttpResponse:
    """``refused``: a line that could not be added, with what was typed."""
    context = _context(current_user(request), meeting)
    if refused:
        context["lines"] = [*(one for one in context["lines"] if one.name != refused.name), refused]
    return render(request, "meetings/room.html", context, status=status)


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
        "lines": lines_for(user, meeting),
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
    return redirect(f"{reverse('meetings:room', args=[found.pk])}#notes")
