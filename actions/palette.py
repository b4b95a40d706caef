"""What of action items can be jumped to."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import ActionItem
from core.palette import Hit, Page, holding, pages, source


@source(_("Actions"), whole="actions:list")
def items(user: User, text: str, at_most: int) -> Iterator[Hit]:
    found = ActionItem.objects.visible_to(user).filter(holding(text, "title")).order_by("-pk")
    for item in found.select_related("owner")[:at_most]:
        note = " · ".join(filter(None, (item.get_state_display(), item.owner.name if item.owner else "")))
        yield Hit(item.title, item.get_absolute_url(), "check2-square", item.key, note)


pages(
    Page(_("Actions"), "actions:list", "check2-square"),
    Page(_("Board of actions"), "actions:board", "kanban"),
    Page(_("Actions in figures"), "actions:figures", "bar-chart", _("dashboard charts overdue backlog")),
    Page(_("New action"), "actions:create", "plus-lg", _("propose add"), lambda user: user.is_writer),
)
