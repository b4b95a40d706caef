"""What undecided action items hold up: an incident's end and a postmortem's publication."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import ActionItem
from core.lifecycle import Attempt, Blocker
from incidents.models import Incident
from postmortems.models import Postmortem


@Incident.guard("close")
def no_item_is_undecided(incident: Incident, _attempt: Attempt) -> Iterator[Blocker]:
    yield from _undecided(ActionItem.objects.filter(postmortem__incidents=incident))


@Postmortem.guard("publish")
def every_proposal_is_decided(postmortem: Postmortem, _attempt: Attempt) -> Iterator[Blocker]:
    yield from _undecided(ActionItem.objects.filter(postmortem=postmortem))


def _undecided(items: QuerySet[ActionItem]) -> Iterator[Blocker]:
    for item in items.filter(state="proposed").order_by("pk"):
        message = _("%(key)s “%(title)s” is neither accepted nor declined.") % {"key": item.key, "title": item.title}
        yield Blocker("action-undecided", message, item.get_absolute_url())
