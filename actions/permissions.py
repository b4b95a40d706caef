"""Who may do what to an action item (DESIGN §7)."""

from accounts.models import User, team_ids
from actions.models import ActionItem
from actions.models.item import leads
from postmortems import permissions as postmortem_permissions
from postmortems.models import Postmortem


def can_write(user: User, item: ActionItem) -> bool:
    """Edit its words: its owner and maker, its team, and whoever writes in its postmortem."""
    if not user.is_writer:
        return False
    if user.is_admin or user.pk in (item.owner_id, item.created_by_id) or item.team_id in team_ids(user):
        return True
    return item.postmortem is not None and postmortem_permissions.can_write(user, item.postmortem)


def can_move(user: User, item: ActionItem) -> bool:
    """Change its state, owner or date: its owner, the postmortem's owner, leads, admins; its maker if alone."""
    if not user.is_writer:
        return False
    if item.owner_id == user.pk or leads(user, item):
        return True
    if item.postmortem is None:
        return item.created_by_id == user.pk
    return item.postmortem.owner_id == user.pk


def can_snooze(user: User, item: ActionItem) -> bool:
    """Not to be reminded for a while: its owner, who alone is reminded of it as theirs."""
    return user.is_writer and item.owner_id == user.pk


def abilities(user: User, item: ActionItem) -> dict[str, bool]:
    """What ``user`` may do here, for buttons, checks and programs alike."""
    return {"write": can_write(user, item), "move": can_move(user, item), "snooze": can_snooze(user, item)}


def can_propose(user: User, postmortem: Postmortem | None) -> bool:
    """Suggest an item: whoever writes in the postmortem; alone, everybody who writes at all."""
    if postmortem is None:
        return user.is_writer
    return postmortem_permissions.can_write(user, postmortem)
