"""The minutes of the meetings in a postmortem's article."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.markdown import render_all
from meetings.models import ReviewMeeting
from meetings.models.meeting import State
from postmortems.models import Postmortem
from postmortems.reading import ArticlePart, add_part


@add_part
def minutes_in_article(postmortem: Postmortem, reader: User) -> ArticlePart | None:
    held = list(ReviewMeeting.objects.filter(postmortem=postmortem, state=State.HELD).with_minutes())
    if not held:
        return None
    texts = render_all([meeting.notes for meeting in held], reader)
    rows = list(zip(held, texts, strict=True))
    return ArticlePart("meetings", _("Review meetings"), render_to_string("meetings/_in_article.html", {"rows": rows}))
