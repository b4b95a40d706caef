"""A lead sends the list of their team around: a page that shows to whom, and one button."""

from uuid import uuid4

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import current_user, get_team_for
from accounts.models import User
from actions.team_list import current_of, send_list
from core.flash import tell


@require_http_methods(["GET", "HEAD", "POST"])
def team_list(request: HttpRequest, slug: str) -> HttpResponse:
    """``occasion`` comes with the page, so a button pressed twice sends once."""
    user = current_user(request)
    team = get_team_for(user, slug, ability="place")
    if request.method == "POST":
        told = send_list(team, occasion=request.POST.get("occasion", "")[:60] or uuid4().hex)
        tell(request, ngettext("%(n)s action is on its way.", "%(n)s actions are on their way.", told) % {"n": told})
        return redirect(team)
    theirs = current_of(team).visible_to(user).filter(owner__is_active=True).values("owner").annotate(n=Count("pk"))
    counts = {row["owner"]: row["n"] for row in theirs.order_by("owner")}
    people = [(person, counts[person.pk]) for person in User.objects.active().filter(pk__in=counts).order_by("name")]
    return render(request, "actions/team_list.html", {"team": team, "people": people, "occasion": uuid4().hex})
