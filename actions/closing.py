"""What undecided action items hold up: an incident's end and a postmortem's publication."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet
from core.lifecycle import Attempt, Blocker
from incidents.models import Incident
from postmortems.models import Postmortem


@Incident.guard("close")
def no_item_is_undecided(incident: Incident, attempt: Attempt) -> Iterator[Blocker]:
    yield from _undecided(ActionItem.objects.of(Postmortem.objects.filter(incidents=incident)), attempt)


@Postmortem.guard("publish")
def every_proposal_is_decided(postmortem: Postmortem, attempt: Attempt) -> Iterator[Blocker]:
    yield from _undecided(ActionItem.objects.of(postmortem), attempt)


def _undecided(items: ActionItemQuerySet, attempt: Attempt) -> Iterator[Blocker]:
    """One blocker for each; those of a postmortem that also tells of a hidden incident are not named."""
    proposed = items.proposed()
    visible = proposed.visible_to(attempt.by) if attempt.by else proposed.none()
    for item in visible.order_by("pk"):
        message = _("%(key)s “%(title)s” is neither accepted nor declined.") % {"key": item.key, "title": item.title}
        yield Blocker("action-undecided", message, item.get_absolute_url())
    if proposed.exclude(pk__in=visible.values("pk")).exists():
        yield Blocker("action-undecided", _("Something that was proposed waits for a decision of somebody else."))
