"""Who may do what to an incident (DESIGN §7). Strangers do not get this far: ``visible_to`` came first."""

from accounts.models import User, lead_team_ids, team_ids
from incidents.models import Incident, Participant


def is_named(user: User, incident: Incident) -> bool:
    return any(person.pk == user.pk for person in incident.restricted_to.all())


def can_write(user: User, incident: Incident) -> bool:
    """Add events, fill in, edit: admins, the team, named people, who opened it; all who write where no team is set."""
    if not user.is_writer:
        return False
    if user.is_admin or incident.team_id is None or incident.created_by_id == user.pk:
        return True
    return incident.team_id in team_ids(user) or is_named(user, incident)


def can_comment(user: User, incident: Incident) -> bool:
    return user.is_writer


def can_move(user: User, incident: Incident) -> bool:
    """Change its state: admins, the team's leads, its commander and who opened it."""
    if not can_write(user, incident):
        return False
    return (
        user.is_admin
        or incident.team_id in lead_team_ids(user)
        or incident.created_by_id == user.pk
        or any(p.user_id == user.pk and p.role == Participant.Role.COMMANDER for p in incident.participants.all())
    )


def abilities(user: User, incident: Incident) -> dict[str, bool]:
    """What ``user`` may do here, for buttons, checks and programs alike."""
    return {
        "write": can_write(user, incident),
        "comment": can_comment(user, incident),
        "move": can_move(user, incident),
    }
