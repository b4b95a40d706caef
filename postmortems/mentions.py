"""``PM-17`` in a text leads to the postmortem, for those who may know of it."""

from collections.abc import Collection
from typing import Any

from core.markdown import link_keys
from postmortems.models import Postmortem


def postmortems_named(numbers: Collection[int], reader: Any) -> dict[int, tuple[str, str]]:
    """Address and title of each postmortem of ``numbers`` that ``reader`` may see."""
    found = Postmortem.objects.visible_to(reader).filter(pk__in=numbers).only("pk", "title")
    return {postmortem.pk: (postmortem.get_absolute_url(), postmortem.title) for postmortem in found}


link_keys(Postmortem.KEY_PREFIX, postmortems_named)
