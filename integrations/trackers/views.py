"""The door of trackers' webhooks, their connections in the settings, and the part of an item's page about its issue."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_admin
from actions.access import get_action_for
from actions.models import ActionItem
from actions.permissions import abilities
from core.flash import tell
from core.outbound import Unreachable
from integrations.trackers import deliveries, links
from integrations.trackers.forms import ConnectionForm, LinkForm, MakeForm
from integrations.trackers.kinds import TRACKERS
from integrations.trackers.models import Connection

# -- what trackers send ----------------------------------------------------------------------------


@csrf_exempt
@login_not_required
@require_POST
def hook(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Stored before it is answered, worked on afterwards. Whoever cannot sign gets one and the same answer."""
    try:
        deliveries.take(kind, token, request.headers, request.body)
    except RequestDataTooBig:
        return JsonResponse({"error": "too large"}, status=413)
    except deliveries.NotOurs:
        return JsonResponse({"error": "unknown address or wrong signature"}, status=401)
    except deliveries.Unreadable:
        return JsonResponse({"error": "not a JSON object"}, status=400)
    return JsonResponse({"status": "taken"}, status=202)


# -- connections -----------------------------------------------------------------------------------


@require_GET
def connections(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    context = {"connections": Connection.objects.all(), "kinds": TRACKERS.values()}
    return render(request, "trackers/connections.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    require_admin(current_user(request))
    if kind not in TRACKERS:
        raise Http404
    form = ConnectionForm(request.POST or None, instance=Connection(kind=kind))
    if form.is_bound and form.is_valid():
        return _page(request, form.save(), shown=True)
    context = {"form": form, "tracker": TRACKERS[kind]}
    return render(request, "trackers/connection.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, connection: int) -> HttpResponse:
    found = _get(request, connection)
    form = ConnectionForm(request.POST or None, instance=found)
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("%(name)s is saved.") % {"name": found.name})
        return redirect("trackers:edit", connection)
    return _page(request, found, form=form)


@never_cache
@require_POST
def renew_secret(request: HttpRequest, connection: int) -> HttpResponse:
    """Another secret; the answer is the only page that shows it."""
    found = _get(request, connection)
    found.renew_secret()
    return _page(request, found, shown=True)


@require_POST
def check(request: HttpRequest, connection: int) -> HttpResponse:
    """Ask the tracker with the stored token, and say what it says."""
    found = _get(request, connection)
    try:
        said, good = _("It works: %(name)s answers.") % {"name": found.tracker.check(found)}, True
    except Unreachable as error:
        said, good = str(error), False
    except (KeyError, ValueError, TypeError):
        said, good = _("Something answers there, but not as this tracker does. Look at the address."), False
    return _page(request, found, said=said, good=good)


@require_POST
def remove(request: HttpRequest, connection: int) -> HttpResponse:
    found = _get(request, connection)
    found.delete()
    tell(request, _("%(name)s is deleted. Items keep the addresses of their issues.") % {"name": found.name})
    return redirect("trackers:connections")


def _get(request: HttpRequest, pk: int) -> Connection:
    require_admin(current_user(request))
    return get_object_or_404(Connection, pk=pk, kind__in=TRACKERS)


def _page(
    request: HttpRequest, which: Connection, *, form: ConnectionForm | None = None, shown: bool = False, **more: Any
) -> HttpResponse:
    context = {
        "connection": which,
        "tracker": which.tracker,
        "form": form or ConnectionForm(instance=which),
        "secret": which.webhook_secret if shown else "",
        "failed": which.deliveries.exclude(given_up_at=None).count(),
        **more,
    }
    wrong = form is not None and form.is_bound
    return render(request, "trackers/connection.html", context, status=422 if wrong else 200)


# -- an item's issue -------------------------------------------------------------------------------


@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """The part of an item's page about its issue, fetched from there."""
    return _part(request, get_action_for(current_user(request), number))


def _part(request: HttpRequest, item: ActionItem, **refused: LinkForm | MakeForm) -> HttpResponse:
    may = abilities(current_user(request), item)
    context = {
        "item": item,
        "link": links.follow(item),
        "may": may,
        "form": LinkForm(),
        "make_form": MakeForm() if may["write"] and Connection.objects.exists() else None,
        "draft": links.draft_of(item),
        "restricted": item.postmortem is not None
        and any(one.visibility == "restricted" for one in item.postmortem.incidents.all()),
        **refused,
    }
    return render(request, "trackers/_issue.html", context, status=422 if refused else 200)


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    item = get_action_for(current_user(request), number, ability="write")
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "trackers/issue.html", {"item": item, "form": form}, status=422)
    row = links.link(item, form.cleaned_data["url"])
    tell(request, _("%(issue)s tracks %(key)s now.") % {"issue": row.name, "key": item.key})
    return redirect(item)


@require_POST
def unlink(request: HttpRequest, number: int) -> HttpResponse:
    item = get_action_for(current_user(request), number, ability="write")
    links.unlink(item)
    tell(request, _("No issue tracks %(key)s any more. The issue itself is as it was.") % {"key": item.key})
    return redirect(item)


@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    item = get_action_for(user, number, ability="write")
    form = MakeForm(request.POST)
    if not form.is_valid():
        return render(request, "trackers/issue.html", {"item": item, "form": form}, status=422)
    where = form.cleaned_data["connection"]
    links.ask_to_make(item, where, by=user)
    tell(request, _("An issue is being made in %(name)s.") % {"name": where.name})
    return redirect(item)
