"""``ACT-103`` in a text leads to the action item, for those who may know of it."""

from collections.abc import Collection
from typing import Any

from actions.models import ActionItem
from core.markdown import link_keys
from postmortems.completion import complete_keys


def items_named(numbers: Collection[int], reader: Any) -> dict[int, tuple[str, str]]:
    """Address and title of each item of ``numbers`` that ``reader`` may see."""
    found = ActionItem.objects.visible_to(reader).filter(pk__in=numbers).only("pk", "title")
    return {item.pk: (item.get_absolute_url(), item.title) for item in found}


complete_keys(ActionItem.KEY_PREFIX, ActionItem.objects.visible_to)
link_keys(ActionItem.KEY_PREFIX, items_named)
