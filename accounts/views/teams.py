"""Teams: who is in them and who leads them."""

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user, get_person_for, get_team_for, require_admin
from accounts.forms import AddToTeamForm, TeamForm
from accounts.models import Membership, Team
from accounts.permissions import abilities
from core.flash import tell


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    return _list_page(request)


def _list_page(request: HttpRequest, form: TeamForm | None = None) -> HttpResponse:
    may = abilities(current_user(request))
    context = {"teams": Team.objects.with_people(), "may": may, "form": form or TeamForm()}
    return render(request, "accounts/teams.html", context, status=422 if form else 200)


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    form = TeamForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                return redirect(Team.begin(form.cleaned_data["name"]))
        except IntegrityError:  # made twice at the same moment
            form.add_error("name", _("There is a team with this name already."))
    return _list_page(request, form)


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    return _team_page(request, get_team_for(current_user(request), slug))


def _team_page(request: HttpRequest, which: Team, **refused: TeamForm | AddToTeamForm) -> HttpResponse:
    may = abilities(current_user(request), which)
    context = {
        "team": which,
        "may": may,
        "name_form": TeamForm(team=which, initial={"name": which.name}) if may["administer"] else None,
        "add_form": AddToTeamForm(team=which) if may["place"] else None,
        **refused,
    }
    return render(request, "accounts/team.html", context, status=422 if refused else 200)


@require_POST
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    which = get_team_for(current_user(request), slug, ability="administer")
    form = TeamForm(request.POST, team=which)
    if not form.is_valid():
        return _team_page(request, which, name_form=form)
    which.rename(form.cleaned_data["name"])
    tell(request, _("The team is called %(name)s now.") % {"name": which.name})
    return redirect(which)


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    which = get_team_for(current_user(request), slug, ability="place")
    form = AddToTeamForm(request.POST, team=which)
    if not form.is_valid():
        return _team_page(request, which, add_form=form)
    person = form.cleaned_data["person"]
    which.place(person, Membership.Role.MEMBER)
    words = _("%(name)s is in the team now.") % {"name": person.name}
    tell(request, words, undo=reverse("accounts:remove_from_team", args=[slug, person.handle]))
    return redirect(which)


@require_POST
def place(request: HttpRequest, slug: str, handle: str, role: str) -> HttpResponse:
    """Make somebody a lead or a member of the team, also one who just left it."""
    user = current_user(request)
    which = get_team_for(user, slug, ability="place")
    if role not in Membership.Role.values:
        raise Http404
    person = get_person_for(user, handle)
    which.place(person, role)
    leads = (
        _("%(name)s leads the team now.")
        if role == Membership.Role.LEAD
        else _("%(name)s is a member of the team now.")
    )
    tell(request, leads % {"name": person.name})
    return redirect(which)


@require_POST
def remove(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    which = get_team_for(current_user(request), slug, ability="place")
    membership = get_object_or_404(which.memberships.select_related("user"), user__handle=handle)
    which.remove(membership.user)
    words = _("%(name)s is no longer in the team.") % {"name": membership.user.name}
    tell(request, words, undo=reverse("accounts:place_in_team", args=[slug, handle, membership.role]))
    return redirect(which)
