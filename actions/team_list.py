"""The list of a team: posted to its chat each morning, and sent to its people when a lead asks for it.

A chat has readers whom nobody here knows, so it is told only of what the whole organisation may see.
"""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Team, User
from actions import links
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet
from actions.words import late_words
from notifications import chat, kinds, outbox
from notifications.chat import Text, compose_list_with

SOON = timedelta(days=7)
MOST = 20  # lines of a post

LISTED = kinds.register(
    "action-listed",
    label=gettext_lazy("A lead sends the list of a team"),
    why=gettext_lazy("You own it, and the lead of its team sends the list around."),
    icon="check2-square",
    visible=ActionItem.objects.visible_to,
    links=lambda row: links.offered(row, ("finish", "move_due", "give_up", "snooze")),
)


def current_of(team: Team) -> ActionItemQuerySet:
    """What the team has agreed to do and has not finished."""
    return ActionItem.objects.unfinished().filter(team=team)


def send_list(team: Team, *, occasion: str) -> int:
    """Mail its people their unfinished items of the team, and post the list to its chat, once for each ``occasion``."""
    items = current_of(team).filter(owner__is_active=True).seen_by("owner")
    told = outbox.tell(_news(item, occasion) for item in items.for_news().order_by("pk").iterator(chunk_size=500))
    chat.plan([team], occasion)
    return told


def _news(item: ActionItem, occasion: str) -> outbox.News:
    owner = item.owner or item.created_by
    return outbox.News(
        recipient=owner,
        kind=LISTED,
        subject=item,
        occasion=occasion,
        title=item.title,
        detail=_when(item, timezone.localdate()),
    )


def _when(item: ActionItem, today: date) -> str:
    due = item.due_on or today
    return late_words(due, today) or _("due on %(day)s") % {"day": due.isoformat()}


def post_of_the_day(people: list[User], day: date) -> None:
    """The chat of each team that one of ``people`` leads gets its list, once a day."""
    led = Membership.objects.leads().filter(user__in=people, team__chat__isnull=False)
    chat.plan(list(Team.objects.filter(pk__in=led.values("team"))), day.isoformat())


@compose_list_with
def compose(team: Team) -> Text | None:
    """Overdue and soon due items of ``team`` that everybody may see; None where there are none."""
    today = timezone.localdate()
    items = (
        current_of(team)
        .for_everybody()
        .filter(due_on__lte=today + SOON)
        .select_related("owner")
        .order_by("due_on", "pk")
    )
    lines = [_line(item, today) for item in items[:MOST]]
    if not lines:
        return None
    rest = items.count() - len(lines)
    more = (
        [_("… and %(n)s more: %(url)s") % {"n": rest, "url": f"{settings.BASE_URL}/actions/?team={team.pk}"}]
        if rest
        else []
    )
    return Text(_("Actions of %(team)s: overdue and due this week") % {"team": team.name}, "\n".join(lines + more))


def _line(item: ActionItem, today: date) -> str:
    who = item.owner.name if item.owner else "–"
    return f"{item.key} {item.title} ({who}, {_when(item, today)}) {settings.BASE_URL}{item.get_absolute_url()}"
