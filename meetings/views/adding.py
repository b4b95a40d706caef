"""Adding a line in the room, and putting right afterwards what came of the steps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from accounts.access import current_user
from core.flash import tell
from meetings import running
from meetings.access import get_meeting_for
from meetings.forms import LineForm, OutcomesForm
from meetings.lines import KINDS, line_of
from meetings.lines import add as add_line
from meetings.models import ReviewMeeting
from meetings.views.calling import detail_page
from meetings.views.running import room_page


@require_POST
def add(request: HttpRequest, meeting: int, line: str) -> HttpResponse:
    """A line of a kind of ``KINDS``; refused, it comes back as it was typed, with the reason beside it."""
    user = current_user(request)
    found = get_meeting_for(user, meeting, ability="take_part")
    if line not in KINDS:
        raise Http404
    form = KINDS[line].form(request.POST, meeting=found)
    added = add_line(found, line, form, by=user)
    if request.headers.get("HX-Request"):
        return _line(request, found, line) if added else _line(request, found, line, form=form)
    if added:
        return redirect(f"{reverse('meetings:room', args=[found.pk])}#add")
    return room_page(request, found, refused=line_of(line, found, form), status=422)


def _line(request: HttpRequest, meeting: ReviewMeeting, kind: str, *, form: LineForm | None = None) -> HttpResponse:
    """The line as a part of the page: empty for the next one, or with what was refused."""
    line = line_of(kind, meeting, form or KINDS[kind].form(meeting=meeting))
    response = render(request, "meetings/_add.html", {"line": line}, status=422 if form else 200)
    return response if form else trigger_client_event(response, "changed-agenda")


@require_POST
def outcomes(request: HttpRequest, meeting: int) -> HttpResponse:
    """Put right what came of the steps."""
    found = get_meeting_for(current_user(request), meeting, ability="run")
    form = OutcomesForm(request.POST, meeting=found)
    if not form.is_valid():
        return detail_page(request, found, outcomes=form, status=422)
    running.put_right(found, form.changed())
    tell(request, _("Saved."))
    return redirect(found)
