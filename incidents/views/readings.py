"""The reading of a time while somebody types it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import current_user
from incidents.access import get_incident_for
from incidents.readings import Frame, frame_for_new, frame_of, reading_of


@require_GET
def reading(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    return _answer(request, frame_of(get_incident_for(user, number), user))


@require_GET
def reading_for_new(request: HttpRequest) -> HttpResponse:
    return _answer(request, frame_for_new(current_user(request)))


def _answer(request: HttpRequest, frame: Frame) -> HttpResponse:
    text = request.GET.get(request.GET.get("field", ""), "")
    return render(request, "incidents/_reading.html", {"reading": reading_of(text, frame)})
