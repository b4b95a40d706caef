"""The action items of a postmortem in its article, with today's status."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import State
from postmortems.blocks import Shown, live_block
from postmortems.models import Postmortem
from postmortems.reading import ArticlePart, add_part


@add_part
def actions_in_article(postmortem: Postmortem, reader: User) -> ArticlePart | None:
    """What was decided, those that come first on top; what was declined is not part of the story."""
    rows = _rows(postmortem, reader)
    if not rows:
        return None
    return ArticlePart("actions", _("Actions"), render_to_string("actions/_in_article.html", {"items": rows}))


@live_block("actions", _("Actions"))
def actions_in_text(shown: Shown) -> SafeString:
    """The same in the place that the writer chose; also below a stored text the status is today's."""
    rows = _rows(shown.postmortem, shown.reader)
    return render_to_string("actions/_rows.html", {"items": rows}) if rows else SafeString("")


def _rows(postmortem: Postmortem, reader: User) -> list[ActionItem]:
    items = ActionItem.objects.visible_to(reader).of(postmortem).exclude(state=State.DECLINED)
    return list(items.for_rows().order_by("priority", "due_on", "pk"))
