"""Incidents without a postmortem: those that need one, those that are late, those that were let off."""

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import current_user
from postmortems.awaiting import late, with_due_dates, without_postmortem
from postmortems.models import Postmortem
from postmortems.models.postmortem import State

PAGE = 25
SHOWN = {"required": _("Required"), "late": _("Late"), "waived": _("Waived")}


@require_GET
def without(request: HttpRequest) -> HttpResponse:
    """``?show=late`` those past their due date, ``?show=waived`` those that somebody decided about."""
    user = current_user(request)
    required = without_postmortem(user)
    are_late = required.filter(late(timezone.localdate()))
    waived = Postmortem.objects.visible_to(user).filter(state=State.WAIVED)
    show = request.GET.get("show", "required")
    show = show if show in SHOWN else "required"
    counts = {"required": required.count(), "late": are_late.count(), "waived": waived.count()}
    context: dict[str, Any] = {"show": show, "ways": [(name, SHOWN[name], counts[name]) for name in SHOWN]}
    if show == "waived":
        rows: QuerySet[Any] = waived.select_related("waived_by").prefetch_related(
            "incidents__severity", "incidents__team"
        )
        page = _page(request, rows.order_by("-pk"))
    else:
        rows = are_late if show == "late" else required
        page = _page(request, rows.order_by("over_at", "pk"))
        context["rows"] = with_due_dates(cast("QuerySet[Any]", page.object_list))
    return render(request, "postmortems/without.html", {**context, "page": page})


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
