"""What needs somebody about incidents and action items: to look after, to finish, to decide."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User, lead_team_ids, team_ids
from actions.models import ActionItem
from core.templatetags.ui import duration_words
from home.need import SOON, Need, When, ago_words, due_words, when_due
from incidents.models import Incident, Participant
from meetings.models import ReviewMeeting
from postmortems.models import Postmortem

ENOUGH = 60  # of one kind on the first page


def ongoing(user: User, today: date) -> Iterator[Need]:
    """Incidents that go on, of one's teams or with oneself among those who respond."""
    taking_part = Participant.objects.filter(user=user).values("incident_id")
    theirs = Q(team_id__in=team_ids(user)) | Q(created_by=user) | Q(pk__in=taking_part)
    incidents = Incident.objects.visible_to(user).ongoing().filter(theirs)
    for incident in incidents.select_related("severity", "team").prefetch_related("milestones"):
        lasting = duration_words(timezone.now() - incident.began_at)
        stands = f"{incident.severity.name}, {incident.get_state_display().lower()}"
        going_on = _("going on for %(time)s") % {"time": lasting}
        yield Need(
            when=When.TODAY,
            day=timezone.localdate(incident.began_at),
            icon="lightning-charge",
            key=incident.key,
            title=incident.title,
            url=incident.get_absolute_url(),
            why=(stands, going_on, *([incident.team.name] if incident.team else [])),
            verb=_("See where it stands"),
            verb_url=incident.get_absolute_url(),
        )


def meetings(user: User, today: date) -> Iterator[Need]:
    """The next meeting of one's own within a week, or one that goes on."""
    ahead = ReviewMeeting.objects.visible_to(user).of(user).ahead().select_related("postmortem")
    meeting = ahead.filter(
        starts_at__lt=timezone.now() + SOON, starts_at__gt=timezone.now() - timedelta(hours=8)
    ).first()
    if meeting is None:
        return
    day, running = timezone.localdate(meeting.starts_at), meeting.state == "running"
    at = date_words(timezone.localtime(meeting.starts_at), "D j M, H:i")
    yield Need(
        when=When.TODAY if running or day <= today else When.SOON,
        day=day,
        icon="people",
        key=meeting.key,
        title=meeting.title,
        url=meeting.get_absolute_url(),
        why=(_("going on now") if running else _("your next meeting, %(time)s") % {"time": at},),
        verb=_("Join") if running else _("Prepare"),
        verb_url=reverse("meetings:room", args=[meeting.pk]) if running else meeting.postmortem.get_absolute_url(),
    )


def to_finish(user: User, today: date) -> Iterator[Need]:
    """Own action items that are late, due today or due within a week."""
    due = ActionItem.objects.visible_to(user).unfinished().filter(owner=user, due_on__lte=today + SOON)
    items = list(due.select_related("postmortem").order_by("due_on", "pk")[: ENOUGH + 1])
    if len(items) > ENOUGH:
        yield _the_rest(_("More of your actions are due"), "mine=on&sort=due", items[-1].due_on or today, today)
    for item in items[:ENOUGH]:
        when = when_due(item.due_on, today)
        if item.due_on is None or when is None:
            continue
        blocked = item.state == "blocked"
        from_where = (_("from %(key)s") % {"key": item.postmortem.key},) if item.postmortem else ()
        held_up = (_("blocked: %(reason)s") % {"reason": item.state_reason},) if blocked else ()
        yield Need(
            when=when,
            day=item.due_on,
            icon="check2-square",
            key=item.key,
            title=item.title,
            url=item.get_absolute_url(),
            why=(due_words(item.due_on, today), *held_up, *from_where),
            verb=_("Unblock") if blocked else _("Done"),
            verb_url=reverse("actions:unblock" if blocked else "actions:finish", args=[item.pk]),
            posts=True,
            verb_icon="" if blocked else "check2",
        )


def to_decide(user: User, today: date) -> Iterator[Need]:
    """Proposed items that ``user`` decides, one row for those of one postmortem."""
    led = Postmortem.objects.filter(incidents__team_id__in=lead_team_ids(user)).values("pk")
    theirs = Q(owner=user) | Q(postmortem__owner=user) | Q(team_id__in=lead_team_ids(user)) | Q(postmortem__in=led)
    alone = Q(postmortem=None, created_by=user)
    proposed = ActionItem.objects.visible_to(user).proposed().filter(theirs | alone).select_related("postmortem")
    items = list(proposed.order_by("postmortem_id", "pk")[: ENOUGH + 1])
    if len(items) > ENOUGH:
        yield _the_rest(_("More proposals wait for a decision"), "state=proposed", today, today)
    for _number, together in groupby(items[:ENOUGH], key=attrgetter("postmortem_id")):
        yield from _decision(list(together), today)


def _the_rest(title: str, query: str, day: date, today: date) -> Need:
    """Where somebody has more than a page can say: the way to the list that has them all."""
    url = f"{reverse('actions:list')}?{query}"
    when = when_due(day, today) or When.SOON
    return Need(when, day, "list-ul", "", title, url, (_("the list has all of them"),), _("See all"), url)


def _decision(items: list[ActionItem], today: date) -> Iterable[Need]:
    postmortem = items[0].postmortem
    if postmortem is None or len(items) == 1:
        return [_one_to_decide(item, today) for item in items]
    words = {"n": len(items), "title": postmortem.title}
    proposed_on = timezone.localdate(min(item.created_at for item in items))
    return [
        Need(
            when=_when_to_decide(items[0]),
            day=proposed_on,
            icon="question-circle",
            key=postmortem.key,
            title=ngettext("%(n)s proposed action: %(title)s", "%(n)s proposed actions: %(title)s", len(items)) % words,
            url=postmortem.get_absolute_url(),
            why=(_("proposed %(ago)s, yours to decide") % {"ago": ago_words(proposed_on, today)},),
            verb=_("Decide"),
            verb_url=reverse("postmortems:actions", args=[postmortem.key]),
        )
    ]


def _one_to_decide(item: ActionItem, today: date) -> Need:
    proposed_on = timezone.localdate(item.created_at)
    return Need(
        when=_when_to_decide(item),
        day=proposed_on,
        icon="question-circle",
        key=item.key,
        title=item.title,
        url=item.get_absolute_url(),
        why=(_("proposed %(ago)s, yours to decide") % {"ago": ago_words(proposed_on, today)},),
        verb=_("Decide"),
        verb_url=item.get_absolute_url(),
    )


def _when_to_decide(item: ActionItem) -> When:
    """Today where an approved postmortem can only be published once it is decided."""
    waits = item.postmortem is not None and item.postmortem.state == "approved"
    return When.TODAY if waits else When.SOON


def to_hand_over(user: User, today: date) -> Iterator[Need]:
    """One row for the items that ``user`` answers for and whose owner is gone."""
    leads = user.is_admin or lead_team_ids(user)
    count = ActionItem.objects.visible_to(user).led_by(user).orphaned().count() if leads else 0
    if count:
        words = ngettext("%(n)s action has lost its owner", "%(n)s actions have lost their owner", count)
        yield Need(
            when=When.TODAY,
            day=today,
            icon="person-plus",
            key="",
            title=words % {"n": count},
            url=reverse("actions:orphans"),
            why=(_("nothing moves until somebody takes over"),),
            verb=_("Hand over"),
            verb_url=reverse("actions:orphans"),
        )


def did_it_work(user: User, today: date) -> Iterator[Need]:
    """Items that were done some time ago, or whose trouble came back, for whom they are asked of."""
    theirs = Q(postmortem__owner=user) | Q(postmortem=None, created_by=user)
    for item in ActionItem.objects.visible_to(user).in_question().filter(theirs).order_by("done_at", "pk"):
        done_on = timezone.localdate(item.done_at) if item.done_at else today
        yield Need(
            when=When.SOON,
            day=done_on,
            icon="question-circle",
            key=item.key,
            title=item.title,
            url=item.get_absolute_url(),
            why=(_("done %(ago)s: did it work?") % {"ago": ago_words(done_on, today)},),
            verb=_("It worked"),
            verb_url=reverse("actions:confirm", args=[item.pk]),
            posts=True,
            verb_icon="check2",
        )
