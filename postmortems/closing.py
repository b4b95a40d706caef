"""What an incident's end has to do with its postmortem."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Attempt, Blocker
from incidents.models import Incident
from postmortems.models.postmortem import SETTLED


@Incident.guard("close")
def postmortem_is_settled(incident: Incident, _attempt: Attempt) -> Iterator[Blocker]:
    """Where the severity asks for a postmortem, one is published, or waived with a reason."""
    if not incident.severity.postmortem_required:
        return
    postmortems = list(incident.postmortems.all())
    if not postmortems:
        url = f"{reverse('postmortems:start')}?incident={incident.key}"
        yield Blocker(
            "postmortem-missing", _("%(severity)s asks for a postmortem.") % {"severity": incident.severity}, url
        )
    elif not any(postmortem.state in SETTLED for postmortem in postmortems):
        postmortem = postmortems[0]
        message = _("%(key)s is neither published nor waived.") % {"key": postmortem.key}
        yield Blocker("postmortem-unsettled", message, postmortem.get_absolute_url())
