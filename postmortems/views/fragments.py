"""Postmortems beside their incident: a part of the incident's page, fetched by its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import current_user
from incidents.access import get_incident_for
from incidents.models.incident import State
from incidents.permissions import can_write
from postmortems.models import Postmortem


@require_GET
def for_incident(request: HttpRequest, number: int) -> HttpResponse:
    """Which postmortems an incident has, or the way to start one; a page of its own without a script."""
    user = current_user(request)
    incident = get_incident_for(user, number)
    context = {
        "incident": incident,
        "postmortems": Postmortem.objects.visible_to(user).filter(incidents=incident).for_cards().order_by("pk"),
        "may_start": can_write(user, incident) and incident.state != State.CANCELLED,
        "bare": bool(request.headers.get("HX-Request")),
    }
    template = "postmortems/_for_incident.html" if context["bare"] else "postmortems/for_incident.html"
    return render(request, template, context)
