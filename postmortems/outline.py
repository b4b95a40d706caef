"""The sections of one postmortem: added, renamed, put in order, and taken away while they are empty."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.lifecycle import Blocker, MoveNotAllowed
from postmortems import live_pages, text
from postmortems.models import Postmortem, Section
from postmortems.models.template import free_key


@transaction.atomic
def add_section(postmortem: Postmortem, heading: str) -> Section:
    """An empty section at the end, under a key of its own."""
    Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    last = postmortem.sections.aggregate(last=Max("position"))["last"]
    taken = set(postmortem.sections.values_list("key", flat=True))
    section: Section = postmortem.sections.create(
        key=free_key(heading, taken), heading=heading, position=0 if last is None else last + 1
    )
    live_pages.tell("outline", pk=postmortem.pk)
    return section


def rename_section(section: Section, heading: str) -> None:
    section.heading = heading
    section.save(update_fields=["heading"])
    live_pages.tell("outline", pk=section.postmortem_id)


@transaction.atomic
def move_section(section: Section, *, up: bool) -> None:
    """One place up or down; at the end of the list it stays."""
    Postmortem.objects.select_for_update().get(pk=section.postmortem_id)
    order = list(Section.objects.filter(postmortem_id=section.postmortem_id).values_list("pk", flat=True))
    place = order.index(section.pk)
    order.insert(max(0, place - 1) if up else place + 1, order.pop(place))
    for position, pk in enumerate(order):
        Section.objects.filter(pk=pk).update(position=position)
    live_pages.tell("outline", pk=section.postmortem_id)


@transaction.atomic
def remove_section(section: Section) -> None:
    """Take away a section that is neither required nor written. Raises ``MoveNotAllowed``."""
    text.hold(section.postmortem)
    section.refresh_from_db()
    if section.required or section.is_written:
        message = _("Only an empty section that is not required can go: its text would be lost.")
        raise MoveNotAllowed("remove", [Blocker("section-in-use", message, section.postmortem.get_absolute_url())])
    section.delete()
    live_pages.tell("outline", pk=section.postmortem_id)
