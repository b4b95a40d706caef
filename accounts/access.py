"""Fetching is authorising: what is not there is 404, what is not one's to change 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import OneTimeLink, Team, User
from accounts.permissions import abilities


def current_user(request: HttpRequest) -> User:
    """The person who is signed in; for views behind sign-in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require_admin(user: User) -> None:
    if not abilities(user)["administer"]:
        raise PermissionDenied


def get_person_for(user: User, handle: str, *, ability: str = "") -> User:
    """The person called ``handle``. Raises ``Http404``, or ``PermissionDenied`` for a verb that ``user`` lacks."""
    person = get_object_or_404(User, handle=handle)
    if ability and not abilities(user)[ability]:
        raise PermissionDenied
    return person


def get_team_for(user: User, slug: str, *, ability: str = "") -> Team:
    """The team ``slug``. Raises ``Http404``, or ``PermissionDenied`` for a verb that ``user`` lacks there."""
    team = get_object_or_404(Team.objects.with_people(), slug=slug)
    if ability and not abilities(user, team)[ability]:
        raise PermissionDenied
    return team


def get_invitation_for(user: User, number: int) -> OneTimeLink:
    """An invitation that is not accepted yet, for an admin."""
    require_admin(user)
    invitation = OneTimeLink.objects.invitations().filter(used_at=None, pk=number).first()
    if invitation is None:
        raise Http404
    return invitation
