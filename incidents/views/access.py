"""Asking for access to what is not there or not one's to see, and deciding about it."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user
from accounts.limits import too_often
from core.flash import tell
from incidents import asking
from incidents.access import get_incident_for
from incidents.models import AccessQuestion, AccessRequest

MOST_AN_HOUR = 10


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Does and says the same whatever the key stands for, if anything: it is looked up later."""
    if refused := too_often(request, "access", most=MOST_AN_HOUR, seconds=3600):
        return refused
    key = request.POST.get("key", "")
    try:
        AccessRequest.ask(current_user(request), key)
    except ValueError:
        raise BadRequest from None
    words = _("If there is a %(key)s, those who answer for it are asked. You are told when you may see it.")
    tell(request, words % {"key": key})
    return redirect("home:home")


@require_GET
def access(request: HttpRequest, number: int) -> HttpResponse:
    incident = get_incident_for(current_user(request), number, ability="move")
    questions = incident.access_questions.undecided()
    return render(request, "incidents/access.html", {"incident": incident, "questions": questions})


@require_POST
def grant(request: HttpRequest, number: int, question: int) -> HttpResponse:
    return _decide(request, number, question, granted=True)


@require_POST
def decline(request: HttpRequest, number: int, question: int) -> HttpResponse:
    return _decide(request, number, question, granted=False)


def _decide(request: HttpRequest, number: int, question: int, *, granted: bool) -> HttpResponse:
    user = current_user(request)
    incident = get_incident_for(user, number, ability="move")
    asked = get_object_or_404(
        AccessQuestion.objects.select_related("request__person", "incident"), incident=incident, pk=question
    )
    if not asking.decide(asked, granted=granted, by=user):
        words = _("Somebody else has decided about %(name)s meanwhile.")
    else:
        words = _("%(name)s may see it now.") if granted else _("%(name)s is not told, and sees nothing of it.")
    tell(request, words % {"name": asked.request.person.name})
    return redirect("incidents:access", incident.key)
