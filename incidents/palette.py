"""What of incidents can be jumped to."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import can_administer
from core.palette import Hit, Page, holding, pages, settings_page, source
from incidents.models import Incident, Service


@source(_("Incidents"), whole="incidents:list")
def incidents(user: User, text: str, at_most: int) -> Iterator[Hit]:
    found = Incident.objects.visible_to(user).filter(holding(text, "title")).order_by("-pk")
    for incident in found.select_related("severity")[:at_most]:
        note = f"{incident.severity.name} · {incident.get_state_display()}"
        yield Hit(incident.title, incident.get_absolute_url(), "lightning-charge", incident.key, note)


@source(_("Services"))
def services(_user: User, text: str, at_most: int) -> Iterator[Hit]:
    found = Service.objects.filter(holding(text, "name")).select_related("team").order_by("name")
    for service in found[:at_most]:
        url = f"{reverse('incidents:list')}?service={service.pk}"
        yield Hit(service.name, url, "boxes", note=service.team.name if service.team else "")


pages(
    Page(_("Incidents"), "incidents:list", "lightning-charge"),
    Page(_("New incident"), "incidents:create", "plus-lg", _("open report add"), lambda user: user.is_writer),
    settings_page(_("Services"), "incidents:services"),
    settings_page(_("Severities"), "incidents:severities", _("policy"), allowed=can_administer),
    settings_page(_("Tags"), "incidents:tags", allowed=can_administer),
)
