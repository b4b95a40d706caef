"""``INC-42`` in a text leads to the incident, for those who may know of it."""

from collections.abc import Collection
from typing import Any

from core.markdown import link_keys
from incidents.models import Incident


def incidents_named(numbers: Collection[int], reader: Any) -> dict[int, tuple[str, str]]:
    """Address and title of each incident of ``numbers`` that ``reader`` may see."""
    found = Incident.objects.visible_to(reader).filter(pk__in=numbers).only("pk", "title")
    return {incident.pk: (incident.get_absolute_url(), incident.title) for incident in found}


link_keys(Incident.KEY_PREFIX, incidents_named)
