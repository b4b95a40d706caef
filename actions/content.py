"""Action items are part of what reviewers approve: that there is one and what it says, not how far it has come."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from actions.models import ActionItem
from actions.models.item import State
from postmortems.content import Contribution, contribute
from postmortems.models import Postmortem

SAID = ("title", "done_when", "kind", "priority")


def said(postmortem: Postmortem) -> list[dict[str, Any]]:
    """The items that were not declined. Owner, date and state may change without anybody reading it all again."""
    items = ActionItem.objects.filter(postmortem=postmortem).exclude(state=State.DECLINED).order_by("pk")
    return [{"id": item.pk, **{name: getattr(item, name) for name in SAID}} for item in items]


def in_words(item: dict[str, Any]) -> str:
    line = f"{item['priority']} {ActionItem.Kind(item['kind']).label}: {item['title']}"
    return f"{line} ({item['done_when']})" if item["done_when"] else line


contribute(Contribution("actions", _("Actions"), said, in_words))
