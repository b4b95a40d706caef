"""Which pages about meetings can be jumped to."""

from django.utils.translation import gettext_lazy as _

from core.palette import Page, pages

pages(
    Page(_("Meetings"), "meetings:list", "people", _("review meeting agenda")),
    Page(_("Calendar of meetings"), "meetings:calendar", "calendar3", _("feed subscribe ics")),
)
