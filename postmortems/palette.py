"""What of postmortems can be jumped to."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import can_administer
from core.palette import Hit, Page, holding, pages, settings_page, source
from postmortems.models import Postmortem


@source(_("Postmortems"), whole="postmortems:list")
def postmortems(user: User, text: str, at_most: int) -> Iterator[Hit]:
    found = Postmortem.objects.visible_to(user).filter(holding(text, "title")).order_by("-pk")
    for postmortem in found[:at_most]:
        url, state = postmortem.get_absolute_url(), postmortem.get_state_display()
        yield Hit(postmortem.title, url, "journal-text", postmortem.key, state)


pages(
    Page(_("Postmortems"), "postmortems:list", "journal-text"),
    Page(_("Start a postmortem"), "postmortems:start", "plus-lg", _("new write"), lambda user: user.is_writer),
    settings_page(_("Templates"), "postmortems:templates", allowed=can_administer),
    settings_page(_("Factor categories"), "postmortems:categories", allowed=can_administer),
)
