"""The evidence of its incidents, as figures at the end of a postmortem's article."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import Evidence
from postmortems.models import Postmortem
from postmortems.reading import ArticlePart, add_part


@add_part
def evidence_in_article(postmortem: Postmortem, reader: User) -> ArticlePart | None:
    """What was collected, in the order of the events it belongs to; what belongs to none comes last."""
    found = Evidence.objects.visible_to(reader).present().filter(incident__postmortems=postmortem)
    pieces = [
        piece
        for piece in found.select_related("incident", "event").order_by("event__occurred_at", "pk")
        if piece.event is None or piece.event.removed_at is None
    ]
    if not pieces:
        return None
    pieces.sort(key=lambda piece: piece.event is None)
    html = render_to_string("postmortems/_evidence.html", {"pieces": pieces})
    return ArticlePart("evidence", _("Evidence"), html)
