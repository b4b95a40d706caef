"""By when: the due date that a severity's policy gives to an action item."""

from datetime import date

from incidents.models import Severity
from postmortems.models import Postmortem


def policy_severity(postmortem: Postmortem | None) -> Severity | None:
    """Whose policy holds: that of the worst severity among its incidents; alone, of the mildest there is."""
    return postmortem.severity() if postmortem else Severity.objects.order_by("rank").last()


def due_by_policy(priority: str, *, postmortem: Postmortem | None, start: date) -> date | None:
    """The day an item of ``priority`` (``"P1"`` to ``"P4"``) agreed on ``start`` is due; None if no policy says."""
    severity = policy_severity(postmortem)
    return severity.action_due(priority, start) if severity else None
