"""What the list of incidents shows of each, on the page and as CSV."""

from datetime import UTC

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import saved_views
from core.columns import Column, Columns
from incidents.models import Incident


def _began(incident: Incident) -> object:
    return incident.began.astimezone(UTC)  # type: ignore[attr-defined]  # annotated


def _minutes(incident: Incident) -> object:
    """A number where it is known; an estimate is text, so that no spreadsheet sums it up with the others."""
    lasted = incident.lasted  # type: ignore[attr-defined]  # annotated
    if lasted is None:
        return None
    minutes = round(lasted.total_seconds() / 60)
    return gettext("about %(n)s") % {"n": minutes} if incident.lasted_about else minutes  # type: ignore[attr-defined]


def _services(incident: Incident) -> str:
    return ", ".join(service.name for service in incident.services.all())


COLUMNS = Columns(
    Column("key", _("Key"), lambda incident: incident.key),
    Column("title", _("Title"), lambda incident: incident.title),
    Column("severity", _("Severity"), lambda incident: incident.severity.name),
    Column("state", _("State"), Incident.get_state_display),
    Column("visibility", _("Visible to"), Incident.get_visibility_display, usual=False),
    Column("services", _("Services"), _services),
    Column("team", _("Team"), lambda incident: incident.team.name if incident.team else ""),
    Column("tags", _("Tags"), lambda incident: ", ".join(tag.name for tag in incident.tags.all()), usual=False),
    Column("detection", _("How we found out"), Incident.get_detection_display, usual=False),
    Column("began", _("Began"), _began, heading=_("Began (UTC)")),
    Column("lasted", _("Lasted"), _minutes, heading=_("Lasted (minutes)")),
    Column("customers", _("Customers affected"), lambda incident: incident.customers_affected, usual=False),
    always=("key", "title"),
)

saved_views.offer("incidents", _("Incidents"), "incidents:list")
