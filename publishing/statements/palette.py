"""What of statements can be jumped to."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import can_administer
from core.palette import Hit, Page, holding, pages, settings_page, source
from publishing.models import Statement


@source(_("Statements"))
def statements(user: User, text: str, at_most: int) -> Iterator[Hit]:
    rows = Statement.objects.visible_to(user).exclude(state="superseded").select_related("postmortem")
    for one in rows.filter(holding(text, "title")).order_by("-pk")[:at_most]:
        yield Hit(one.title, one.get_absolute_url(), "megaphone", one.key, one.get_state_display())


pages(
    Page(_("Statements to customers"), "statements:list", "megaphone", _("public customers communications")),
    Page(_("Public site"), "public:list", "globe", _("status reports")),
    settings_page(_("Public site"), "statements:site", _("branding redaction customers"), allowed=can_administer),
)
