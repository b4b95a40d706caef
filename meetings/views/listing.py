"""All meetings: what comes, what was, and a month at a glance."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import current_user
from meetings import month
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from meetings.permissions import can_schedule
from postmortems.access import get_postmortem_for

A_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """``?whose=mine``, ``?view=past`` or ``?view=month&month=2026-11``."""
    user = current_user(request)
    meetings = ReviewMeeting.objects.visible_to(user).for_rows()
    mine = request.GET.get("whose") == "mine"
    if mine:
        meetings = meetings.of(user)
    view = request.GET.get("view", "upcoming")
    context: dict[str, Any] = {"view": view, "mine": mine}
    if view == "month":
        first = month.first_of(request.GET.get("month", ""))
        shown = meetings.exclude(state=State.CANCELLED).filter(starts_at__range=month.span(first)).order_by("starts_at")
        context["month"] = month.month_of(first, shown)
    else:
        rows = meetings.ahead().order_by("starts_at", "pk")
        if view == "past":
            rows = meetings.filter(state__in=(State.HELD, State.CANCELLED)).order_by("-starts_at", "-pk")
        context["page"] = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/list.html", context)


@require_safe
def for_postmortem(request: HttpRequest, number: int) -> HttpResponse:
    """The meetings of a postmortem and the way to call one: a part of its page, fetched by its address."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    context = {
        "postmortem": postmortem,
        "meetings": ReviewMeeting.objects.filter(postmortem=postmortem).exclude(state=State.CANCELLED).for_rows(),
        "may_schedule": can_schedule(user, postmortem),
        "bare": bool(request.headers.get("HX-Request")),
    }
    template = "meetings/_for_postmortem.html" if context["bare"] else "meetings/for_postmortem.html"
    return render(request, template, context)
