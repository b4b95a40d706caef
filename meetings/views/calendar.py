"""One's own calendar address, and whether one offers to facilitate."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from core.back import back
from core.flash import tell
from meetings.feed import feed_of
from meetings.models import CalendarFeed, Facilitating

MADE = "calendar-made"


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    context = {
        "feed": CalendarFeed.objects.filter(user=user).first(),
        "address": request.session.pop(MADE, ""),
        "offers": Facilitating.objects.filter(user=user).exists(),
    }
    return render(request, "meetings/calendar.html", context)


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    token = CalendarFeed.renew(current_user(request))
    request.session[MADE] = f"{settings.BASE_URL}{reverse('meetings:feed', args=[token])}"
    return redirect("meetings:calendar")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    CalendarFeed.objects.filter(user=current_user(request)).delete()
    tell(request, _("The address opens nothing any more."))
    return redirect("meetings:calendar")


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Whether one offers to facilitate: the switch as a part of other pages, and what it does."""
    user = current_user(request)
    if request.method == "POST":
        if request.POST.get("offer") == "yes":
            Facilitating.objects.get_or_create(user=user)
        else:
            Facilitating.objects.filter(user=user).delete()
        tell(request, _("Saved."))
        return back(request, reverse("meetings:calendar"))
    if not request.headers.get("HX-Request"):
        return redirect("meetings:calendar")
    context = {"offers": Facilitating.objects.filter(user=user).exists(), "next": reverse("accounts:profile")}
    return render(request, "meetings/_offer.html", context)


@login_not_required
@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The token in the address is the key; it opens one person's calendar and nothing else."""
    user = CalendarFeed.owner_of(token)
    if user is None:
        raise Http404
    with timezone.override(user.zone):
        return HttpResponse(feed_of(user), content_type="text/calendar; charset=utf-8")
