"""Who may do what to a statement: what holds for its postmortem, and the capability of communications."""

from accounts.models import User
from incidents.models import Visibility
from postmortems import permissions as postmortem_permissions
from postmortems.models import Postmortem
from publishing.models import Statement


def can_start(user: User, postmortem: Postmortem) -> bool:
    """Begin a statement: who writes in the postmortem, and communications."""
    return user.is_writer and (user.may_approve_statements or postmortem_permissions.can_write(user, postmortem))


def can_write(user: User, statement: Statement) -> bool:
    """Write, ask for approval, override a finding: the same, and those who were added as authors."""
    return can_start(user, statement.postmortem) or (user.is_writer and is_author(user, statement))


def is_author(user: User, statement: Statement) -> bool:
    return any(author.pk == user.pk for author in statement.authors.all())


def can_approve(user: User, statement: Statement) -> bool:
    """Decide on the wording: communications, and never of one's own."""
    return user.is_writer and user.may_approve_statements and not is_author(user, statement)


def can_release(user: User, statement: Statement) -> bool:
    """Put live what was approved: those who wrote it, and communications."""
    return can_write(user, statement)


def can_withdraw(user: User, statement: Statement) -> bool:
    """Take back what is live: communications, leads and admins."""
    return user.is_writer and (user.may_approve_statements or postmortem_permissions.leads(user, statement.postmortem))


def may_use_internal_text(postmortem: Postmortem) -> bool:
    """Nothing of a restricted incident is ever copied into what customers read."""
    return not any(incident.visibility == Visibility.RESTRICTED for incident in postmortem.incidents.all())


def abilities(user: User, statement: Statement) -> dict[str, bool]:
    """What ``user`` may do here, for buttons and checks alike."""
    return {
        "write": can_write(user, statement),
        "approve": can_approve(user, statement),
        "release": can_release(user, statement),
        "withdraw": can_withdraw(user, statement),
    }
