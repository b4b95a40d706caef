"""What the list of postmortems shows of each, on the page and as CSV."""

from datetime import UTC

from django.utils.translation import gettext_lazy as _

from accounts import saved_views
from core.columns import Column, Columns
from postmortems.models import Postmortem


def _published(postmortem: Postmortem) -> object:
    return postmortem.published_at and postmortem.published_at.astimezone(UTC)


def _incidents(postmortem: Postmortem) -> str:
    return ", ".join(incident.key for incident in postmortem.incidents.all())


COLUMNS = Columns(
    Column("key", _("Key"), lambda postmortem: postmortem.key),
    Column("title", _("Title"), lambda postmortem: postmortem.title),
    Column("severity", _("Severity"), lambda postmortem: postmortem.severity().name),
    Column("state", _("State"), Postmortem.get_state_display),
    Column("incidents", _("Incidents"), _incidents, usual=False),
    Column("written", _("Sections"), lambda pm: pm.written_count, heading=_("Sections written")),
    Column("sections", _("All sections"), lambda pm: pm.section_count, usual=False, heading=_("Sections")),
    Column("owner", _("Owner"), lambda postmortem: postmortem.owner.email if postmortem.owner else ""),
    Column("due", _("Due"), lambda postmortem: postmortem.due_on),
    Column("changed", _("Changed"), lambda pm: pm.updated_at.astimezone(UTC), heading=_("Changed (UTC)")),
    Column("published", _("Published"), _published, usual=False, heading=_("Published (UTC)")),
    always=("key", "title"),
)

saved_views.offer("postmortems", _("Postmortems"), "postmortems:list")
