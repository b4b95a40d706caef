"""What an incident's end has to do with its postmortem."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Attempt, Blocker
from incidents.models import Incident
from postmortems.models import Postmortem
from postmortems.models.postmortem import SETTLED


@Incident.guard("close")
def postmortem_is_settled(incident: Incident, attempt: Attempt) -> Iterator[Blocker]:
    """Where the severity asks for a postmortem, one is published, or waived with a reason.

    One that also tells of an incident hidden from whoever asks is not named to them.
    """
    if not incident.severity.postmortem_required:
        return
    told = incident.postmortems.all()
    if any(postmortem.state in SETTLED for postmortem in told):
        return
    seen = told if attempt.by is None else told & Postmortem.objects.visible_to(attempt.by)
    postmortem = seen.first()
    if postmortem is None:
        url = f"{reverse('postmortems:start')}?incident={incident.key}"
        message = _("%(severity)s asks for a postmortem.") % {"severity": incident.severity}
        yield Blocker("postmortem-missing", message, url)
    else:
        message = _("%(key)s is neither published nor waived.") % {"key": postmortem.key}
        yield Blocker("postmortem-unsettled", message, postmortem.get_absolute_url())
