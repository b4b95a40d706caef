"""The action items of a postmortem in its article, with today's status."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import State
from postmortems.models import Postmortem
from postmortems.reading import ArticlePart, add_part


@add_part
def actions_in_article(postmortem: Postmortem, reader: User) -> ArticlePart | None:
    """What was decided, those that come first on top; what was declined is not part of the story."""
    items = ActionItem.objects.visible_to(reader).filter(postmortem=postmortem).exclude(state=State.DECLINED)
    rows = list(items.for_rows().order_by("priority", "due_on", "pk"))
    if not rows:
        return None
    return ArticlePart("actions", _("Actions"), render_to_string("actions/_in_article.html", {"items": rows}))
