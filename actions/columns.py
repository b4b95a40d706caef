"""What the list of action items shows of each, on the page and as CSV."""

from datetime import UTC

from django.utils.translation import gettext_lazy as _

from accounts import saved_views
from actions.models import ActionItem
from core.columns import Column, Columns


def _owner(item: ActionItem) -> str:
    return item.owner.email if item.owner else item.owner_as_written


def _severity(item: ActionItem) -> str:
    return item.worst_severity.name if item.worst_severity else ""


def _done(item: ActionItem) -> object:
    return item.done_at and item.done_at.astimezone(UTC)


COLUMNS = Columns(
    Column("key", _("Key"), lambda item: item.key),
    Column("title", _("What"), lambda item: item.title),
    Column("done_when", _("Done when"), lambda item: item.done_when, usual=False),
    Column("kind", _("Kind"), ActionItem.get_kind_display),
    Column("postmortem", _("Postmortem"), lambda item: item.postmortem.key if item.postmortem else ""),
    Column("severity", _("Severity"), _severity),
    Column("state", _("State"), ActionItem.get_state_display),
    Column("reason", _("Reason"), lambda item: item.state_reason, usual=False),
    Column("priority", _("Priority"), lambda item: item.priority),
    Column("owner", _("Owner"), _owner),
    Column("team", _("Team"), lambda item: item.team.name if item.team else ""),
    Column("due", _("Due"), lambda item: item.due_on),
    Column("first_due", _("Original due date"), lambda item: item.original_due_on, usual=False),
    Column("moved", _("Times moved"), lambda item: item.times_moved or 0, usual=False),
    Column("done", _("Done on"), _done, usual=False, heading=_("Done (UTC)")),
    Column("ticket", _("Ticket"), lambda item: item.tracker_url, usual=False),
    always=("key", "title"),
)

saved_views.offer("actions", _("Actions"), "actions:list")
