"""``PM-17`` in a request for access stands for the incidents that it tells of."""

from incidents.asking import stands_for
from incidents.models import Incident
from postmortems.models import Postmortem

stands_for(Postmortem.KEY_PREFIX, lambda number: Incident.objects.filter(postmortems=number))
