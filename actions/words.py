"""Numbers and choices in words, the same on pages, in mails and in the terminal."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.models import ActionItem, policy_severity
from postmortems.models import Postmortem

PRIORITIES = (
    ("P1", gettext_lazy("P1 – before other work")),
    ("P2", gettext_lazy("P2 – in the next weeks")),
    ("P3", gettext_lazy("P3 – planned with the rest")),
    ("P4", gettext_lazy("P4 – when there is room")),
)
KINDS = (
    (ActionItem.Kind.PREVENT, gettext_lazy("Prevent – it happens less often")),
    (ActionItem.Kind.DETECT, gettext_lazy("Detect – we notice sooner")),
    (ActionItem.Kind.MITIGATE, gettext_lazy("Mitigate – it hurts less, or shorter")),
    (ActionItem.Kind.PROCESS, gettext_lazy("Process – we work together better")),
    (ActionItem.Kind.DOCUMENT, gettext_lazy("Document – others can look it up")),
    (ActionItem.Kind.INVESTIGATE, gettext_lazy("Investigate – we find out more")),
)


def policy_words(postmortem: Postmortem | None) -> str:
    """How many working days the policy gives to each priority, in a sentence; "" if there is no policy."""
    severity = policy_severity(postmortem)
    if severity is None:
        return ""
    days = {f"p{n}": getattr(severity, f"p{n}_days") for n in range(1, 5)}
    words = _("%(whose)s: P1 in %(p1)s working days, P2 in %(p2)s, P3 in %(p3)s, P4 in %(p4)s.")
    return words % {**days, "whose": severity.name if postmortem else _("Without an incident")}


def late_words(due: date, today: date) -> str:
    """``9 days late``; "" for what is not late."""
    days = (today - due).days
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days} if days > 0 else ""


def moved_words(times: int) -> str:
    """How often a date slipped: ``moved once``, ``moved twice``, ``moved 3 times``, or ""."""
    if times < 1:
        return ""
    words = {1: _("moved once"), 2: _("moved twice")}
    return words.get(times) or ngettext("moved %(n)s time", "moved %(n)s times", times) % {"n": times}
