"""Teams that a person leads, as something to hand over."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import holdings
from accounts.models import Membership, Team, User


def led_by(person: User) -> QuerySet[Team]:
    return Team.objects.filter(memberships__user=person, memberships__role=Membership.Role.LEAD)


def give(team: Team, to: User, before: User, _by: User) -> None:
    """``to`` leads it; ``before`` stays a member, as far as they are here at all."""
    team.place(to, Membership.Role.LEAD)
    team.place(before, Membership.Role.MEMBER)


holdings.register("teams", label=_("Teams led"), icon="people", held=led_by, give=give)
