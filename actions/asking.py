"""``ACT-103`` in a request for access stands for the incidents of its postmortem."""

from actions.models import ActionItem
from incidents.asking import stands_for
from incidents.models import Incident

stands_for(ActionItem.KEY_PREFIX, lambda number: Incident.objects.filter(postmortems__action_items=number).distinct())
