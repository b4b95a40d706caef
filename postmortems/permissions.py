"""Who may do what to a postmortem (DESIGN §7): what holds for its incidents, and its owner's own rights."""

from accounts.models import User, lead_team_ids
from incidents import permissions as incident_permissions
from postmortems.models import CommentThread, Postmortem


def can_write(user: User, postmortem: Postmortem) -> bool:
    """Write sections, factors, the response review: whoever may write in one of its incidents, and its owner."""
    if not user.is_writer:
        return False
    return postmortem.owner_id == user.pk or any(
        incident_permissions.can_write(user, incident) for incident in postmortem.incidents.all()
    )


def can_comment(user: User, postmortem: Postmortem) -> bool:
    """Comment, also from another team and on what is published: everybody who sees it and does more than read."""
    return user.is_writer


def can_settle(user: User, thread: CommentThread) -> bool:
    """Resolve, reopen, say whether it blocks: who opened it, and those who write."""
    return user.is_writer and (thread.opened_by_id == user.pk or can_write(user, thread.postmortem))


def leads(user: User, postmortem: Postmortem) -> bool:
    """Whether ``user`` answers for it as an admin or as a lead of one of its incidents' teams."""
    return user.is_admin or any(incident.team_id in lead_team_ids(user) for incident in postmortem.incidents.all())


def can_move(user: User, postmortem: Postmortem) -> bool:
    """Ask for review, publish, revise, hand over: its owner, leads and admins."""
    return user.is_writer and (postmortem.owner_id == user.pk or leads(user, postmortem))


def can_waive(user: User, postmortem: Postmortem) -> bool:
    """Decide that nothing will be written: leads and admins only."""
    return user.is_writer and leads(user, postmortem)


def can_decide(user: User, postmortem: Postmortem) -> bool:
    """Give a verdict: those who were asked."""
    return user.pk != postmortem.owner_id and any(reviewer.pk == user.pk for reviewer in postmortem.reviewers.all())


def abilities(user: User, postmortem: Postmortem) -> dict[str, bool]:
    """What ``user`` may do here, for buttons, checks and programs alike."""
    return {
        "write": can_write(user, postmortem) and postmortem.is_editable,
        "comment": can_comment(user, postmortem),
        "move": can_move(user, postmortem),
        "waive": can_waive(user, postmortem),
        "decide": can_decide(user, postmortem),
    }
