"""How states, kinds and visibilities look: one icon, one tone and one word for each.

Keyed by the stored value, or by ``PREFIX:value`` where two life cycles share a word but not its urgency.
Icons are names of bootstrap-icons; ``frontend/icons.json`` lists them so that the build puts them in the sprite.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Look:
    """``tone`` is one of loud, live, wait, done, quiet: it picks the colours of a chip."""

    icon: str
    tone: str
    label: StrOrPromise


STATES = {
    "open": Look("circle", "live", _("Open")),
    "INC:open": Look("circle-fill", "loud", _("Open")),
    "mitigated": Look("circle-half", "live", _("Mitigated")),
    "resolved": Look("check-circle", "done", _("Resolved")),
    "closed": Look("check-circle-fill", "quiet", _("Closed")),
    "cancelled": Look("slash-circle", "quiet", _("Cancelled")),
    "draft": Look("pencil", "wait", _("Draft")),
    "in_review": Look("circle-half", "live", _("In review")),
    "approved": Look("check2", "done", _("Approved")),
    "published": Look("book", "done", _("Published")),
    "waived": Look("slash-circle", "quiet", _("Waived")),
    "pending": Look("hourglass-split", "wait", _("Asked")),
    "statement:pending": Look("hourglass-split", "live", _("Waits for approval")),
    "statement:approved": Look("check2", "done", _("Approved, not live yet")),
    "live": Look("broadcast", "done", _("Live")),
    "withdrawn": Look("slash-circle", "quiet", _("Withdrawn")),
    "superseded": Look("arrow-repeat", "quiet", _("Superseded")),
    "changes_requested": Look("arrow-repeat", "live", _("Changes requested")),
    "stale": Look("arrow-repeat", "wait", _("Stale")),
    "proposed": Look("question-circle", "wait", _("Proposed")),
    "in_progress": Look("circle-half", "live", _("In progress")),
    "blocked": Look("exclamation-octagon", "loud", _("Blocked")),
    "done": Look("check2", "done", _("Done")),
    "verified": Look("check2-all", "done", _("Verified")),
    "declined": Look("dash-circle", "quiet", _("Declined")),
    "wont_do": Look("dash-circle", "quiet", _("Not going to do it")),
    "organisation": Look("people", "quiet", _("Organisation")),
    "team": Look("people", "quiet", _("Team")),
    "restricted": Look("lock", "loud", _("Restricted")),
}

KINDS = {
    "detection": Look("broadcast", "live", _("Detection")),
    "diagnosis": Look("search", "quiet", _("Diagnosis")),
    "decision": Look("signpost-split", "live", _("Decision")),
    "action": Look("wrench", "quiet", _("Action")),
    "communication": Look("chat", "quiet", _("Communication")),
    "impact": Look("activity", "live", _("Impact change")),
    "repair": Look("bandaid", "done", _("Repair")),
    "note": Look("journal-text", "quiet", _("Note")),
}


def state_look(value: str, prefix: str = "") -> Look:
    """The look of a state; a value nobody has drawn yet gets a plain ring and its own word."""
    return STATES.get(f"{prefix}:{value}") or STATES.get(value) or _plain(value)


def kind_look(value: str) -> Look:
    """The look of a timeline event's kind."""
    return KINDS.get(value) or _plain(value)


def _plain(value: str) -> Look:
    return Look("circle", "quiet", value.replace("_", " ").capitalize())
