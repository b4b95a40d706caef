"""Who may do what to people and teams. Everybody who is signed in may look."""

from accounts.models import SavedView, Team, User, lead_team_ids


def can_administer(user: User) -> bool:
    """Invite people, change roles, deactivate, make and rename teams."""
    return user.is_admin


def can_place(user: User, team: Team) -> bool:
    """Add and remove people of ``team`` and say who leads it: admins and its leads."""
    return user.is_admin or (user.is_writer and team.pk in lead_team_ids(user))


def can_change_view(user: User, view: SavedView) -> bool:
    """Rename it, share it, take it away: whoever saved it, and admins what others find as well."""
    return view.owner_id == user.pk or user.is_admin


def abilities(user: User, team: Team | None = None) -> dict[str, bool]:
    """What ``user`` may do here (in ``team``, if given), for buttons and checks alike."""
    return {"administer": can_administer(user), "place": team is not None and can_place(user, team)}
