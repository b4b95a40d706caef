"""Where admins connect trackers can be jumped to."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import can_administer
from core.palette import pages, settings_page

pages(
    settings_page(_("Trackers"), "trackers:connections", _("integrations github jira issues"), allowed=can_administer)
)
