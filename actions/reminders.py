"""Who is told about action items, when, and why: the rows of ``DUTIES``, looked at in everybody's morning.

All of it is decided in SQL for a chunk of people at once: each duty gives pairs of a person and an item that they may
see, the pairs become news in batches. It goes on whatever became of the incident and the postmortem, until the item is
settled, decided, answered or its date is moved. What a person was told of an occasion they are not told again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from accounts.models import Membership, Role, User, closed_days
from actions import links, questions, team_list
from actions.models import ActionItem, ChasingPolicy, Snooze
from actions.models.item import LEAD_DECIDES, ActionItemQuerySet
from actions.words import late_words, moved_words
from core.business_days import add_business_days
from notifications import kinds, outbox, rounds
from notifications.models import Urgency
from postmortems.models import Postmortem

BATCH = 500  # items held in memory at a time
MOST_TO_ADMINS = 100  # the longest overdue, each week
WEEK = 7
OVERDUE_ON = (1, 3, WEEK)  # days after the date, and then every seven

Pairs = Iterable[tuple[int, int]]  # (person, item), primary keys


@dataclass(frozen=True)
class Morning:
    """The people of one chunk, their common date, and the policy in force."""

    people: list[User]
    today: date
    policy: ChasingPolicy
    soon_until: date
    proposed_before: date


@dataclass(frozen=True)
class Duty:
    """A kind of news: whom it concerns, for which ``occasion`` (once each), and what is said."""

    kind: str
    pairs: Callable[[Morning], Pairs]
    occasion: Callable[[ActionItem, Morning], str]
    detail: Callable[[ActionItem, Morning], str]
    urgent: bool = False


def chase(*, at: datetime) -> int:
    """Tell everybody whose morning has come what concerns them; returns how many people were looked at.

    May run as often as one likes, and twice at once.
    """
    questions.ask(at=at)
    policy, closed = ChasingPolicy.get(), closed_days()

    def decide(people: list[User], day: date) -> None:
        outbox.tell(news_for(people, day, policy, closed))
        team_list.post_of_the_day(people, day)

    return rounds.go_round(decide, at=at)


def news_for(people: list[User], today: date, policy: ChasingPolicy, closed: Any) -> Iterator[outbox.News]:
    """What ``people`` are to be told on ``today``, their date, duty by duty; also what they were told before."""
    days = policy.decide_days
    morning = Morning(
        people=people,
        today=today,
        policy=policy,
        soon_until=add_business_days(today, policy.soon_days, closed),
        proposed_before=min(
            d for d in _days_back(today, days * 2 + WEEK) if add_business_days(d, days, closed) >= today
        ),
    )
    by_pk = {person.pk: person for person in people}
    for duty in DUTIES:
        for some in _batches(duty.pairs(morning)):
            items = ActionItem.objects.for_news().in_bulk({item for _person, item in some})
            for person, pk in some:
                yield _news(duty, by_pk[person], items[pk], morning)


def _days_back(today: date, days: int) -> list[date]:
    return [today - timedelta(days=n) for n in range(days)]


def _batches(pairs: Pairs) -> Iterator[list[tuple[int, int]]]:
    rest = iter(pairs)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _news(duty: Duty, person: User, item: ActionItem, morning: Morning) -> outbox.News:
    urgent = duty.urgent and item.priority in LEAD_DECIDES
    return outbox.News(
        recipient=person,
        kind=duty.kind,
        subject=item,
        occasion=duty.occasion(item, morning),
        title=item.title,
        detail=duty.detail(item, morning),
        urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
    )


# -- whom it concerns ------------------------------------------------------------------------------


def _of_owner(items: ActionItemQuerySet, morning: Morning) -> Pairs:
    """Items with the owner as the person; not while they snooze it."""
    asleep = Snooze.objects.filter(item=OuterRef("pk"), person=OuterRef("owner"), until__gt=morning.today)
    mine = items.filter(~Exists(asleep), owner__in=morning.people).seen_by("owner")
    return mine.order_by("due_on", "pk").values_list("owner_id", "pk").iterator(chunk_size=BATCH)


def _of_leads(items: ActionItemQuerySet, morning: Morning) -> Iterator[tuple[int, int]]:
    """Items with the leads of their team, or, without one, of their incidents' teams."""
    by_team = {"item": "team__action_items", "told": "team__action_items__postmortem"}
    by_incident = {"item": "team__incidents__postmortems__action_items", "told": "team__incidents__postmortems"}
    yield from _led(items, morning, **by_team)
    yield from _led(items.filter(team=None), morning, **by_incident)


def _led(items: ActionItemQuerySet, morning: Morning, *, item: str, told: str) -> Pairs:
    leads = Membership.objects.leads().filter(user__in=morning.people)
    pairs = leads.order_by().annotate(item=F(item), told=F(told)).filter(item__in=items.values("pk"))
    hidden = Exists(Postmortem.objects.hidden_from("user_id", postmortem="told"))
    seen = pairs.filter(Q(user__role=Role.ADMIN) | ~hidden)
    return seen.values_list("user_id", "item").distinct().iterator(chunk_size=BATCH)


def _of_admins(items: ActionItemQuerySet, morning: Morning) -> Iterator[tuple[int, int]]:
    """The longest overdue of the items, with each admin."""
    admins = [person.pk for person in morning.people if person.role == Role.ADMIN]
    if admins:
        longest = list(items.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST_TO_ADMINS])
        yield from ((admin, pk) for admin in admins for pk in longest)


def _without_leads(items: ActionItemQuerySet) -> ActionItemQuerySet:
    """Those that no active lead answers for."""
    leads = Membership.objects.leads().filter(user__is_active=True)
    of_team = leads.filter(team=OuterRef("team"))
    of_incident = leads.filter(team__incidents__postmortems=OuterRef("postmortem"))
    return items.filter(Q(Q(team=None), ~Exists(of_incident)) | Q(~Q(team=None), ~Exists(of_team)))


def _of_decider(items: ActionItemQuerySet, morning: Morning) -> Iterator[tuple[int, int]]:
    """Items with their postmortem's owner; without a postmortem, with who wrote them down."""
    for person in ("postmortem__owner", "created_by"):
        some = items if person != "created_by" else items.filter(postmortem=None)
        mine = some.filter(**{f"{person}__in": morning.people}).seen_by(person)
        yield from mine.order_by("pk").values_list(f"{person}_id", "pk").iterator(chunk_size=BATCH)


# -- which items -----------------------------------------------------------------------------------


def _late_by(days: int, morning: Morning) -> ActionItemQuerySet:
    return ActionItem.objects.overdue(morning.today - timedelta(days=days - 1))


def _soon(m: Morning) -> Pairs:
    return _of_owner(ActionItem.objects.due_between(m.today + timedelta(days=1), m.soon_until), m)


def _today(m: Morning) -> Pairs:
    return _of_owner(ActionItem.objects.due_between(m.today, m.today), m)


def _overdue(m: Morning) -> Pairs:
    return _of_owner(_late_by(1, m), m)


def _to_leads(m: Morning) -> Pairs:
    return _of_leads(_late_by(m.policy.lead_days, m), m)


def _to_admins(m: Morning) -> Iterator[tuple[int, int]]:
    late = _late_by(m.policy.lead_days, m)
    long_late = Q(due_on__lte=m.today - timedelta(days=m.policy.admin_days))
    return _of_admins(late.filter(long_late | Q(pk__in=_without_leads(late).values("pk"))), m)


def _undecided(m: Morning) -> Pairs:
    return _of_decider(ActionItem.objects.proposed().filter(created_at__date__lt=m.proposed_before), m)


def _in_question(m: Morning) -> Pairs:
    return _of_decider(ActionItem.objects.in_question(), m)


def _orphaned(m: Morning) -> Iterator[tuple[int, int]]:
    orphans = ActionItem.objects.orphaned()
    yield from _of_leads(orphans, m)
    yield from _of_admins(_without_leads(orphans), m)


# -- how often, and in which words -----------------------------------------------------------------


def step(days_late: int) -> int:
    """The last day of the schedule (1, 3, 7, then every 7) that has come: 5 days late is step 3."""
    if days_late >= WEEK:
        return days_late // WEEK * WEEK
    return max((day for day in OVERDUE_ON if day <= days_late), default=0)


def _days_late(item: ActionItem, m: Morning) -> int:
    return (m.today - (item.due_on or m.today)).days


def _week_of(m: Morning) -> str:
    return "{}-W{:02}".format(*m.today.isocalendar())


def _lateness(item: ActionItem, m: Morning) -> str:
    late = late_words(item.due_on or m.today, m.today)
    return ", ".join(filter(None, (late, moved_words(item.times_moved)))) + f" · {item.priority}"


def _lateness_of_owner(item: ActionItem, m: Morning) -> str:
    name = item.owner.name if item.owner else _("nobody")
    return _("%(name)s: %(lateness)s") % {"name": name, "lateness": _lateness(item, m)}


def _due_words(item: ActionItem, m: Morning) -> str:
    days = -_days_late(item, m)
    words = _("due today") if days == 0 else ngettext("due in %(n)s day", "due in %(n)s days", days) % {"n": days}
    return f"{words} · {item.priority}"


def _waiting_words(item: ActionItem, m: Morning) -> str:
    days = (m.today - item.created_at.date()).days
    return ngettext("proposed %(n)s day ago", "proposed %(n)s days ago", days) % {"n": days}


def _question_words(item: ActionItem, m: Morning) -> str:
    days = (m.today - item.done_at.date()).days if item.done_at else 0
    return ngettext("done for %(n)s day", "done for %(n)s days", days) % {"n": days}


def _left_words(item: ActionItem, _m: Morning) -> str:
    return _("was with %(name)s") % {"name": item.owner.name if item.owner else _("nobody")}


def _kind(name: str, label: StrOrPromise, why: StrOrPromise, icon: str = "check2-square", *offers: str) -> str:
    return kinds.register(
        name,
        label=label,
        why=why,
        icon=icon,
        visible=ActionItem.objects.visible_to,
        daily=True,
        links=lambda row: links.offered(row, offers),
    )


TO_OWNER = ("finish", "move_due", "give_up", "snooze")
SOON = _kind(
    "action-soon",
    gettext_lazy("An action of mine is due soon"),
    gettext_lazy("You own it."),
    "hourglass-split",
    *TO_OWNER,
)
TODAY = _kind(
    "action-today",
    gettext_lazy("An action of mine is due today"),
    gettext_lazy("You own it."),
    "check2-square",
    *TO_OWNER,
)
OVERDUE = _kind(
    "action-overdue",
    gettext_lazy("An action of mine is overdue"),
    gettext_lazy("You own it and its date has passed."),
    "check2-square",
    *TO_OWNER,
)
TO_LEAD = _kind(
    "action-late-in-team",
    gettext_lazy("An action of my team is long overdue"),
    gettext_lazy("You lead its team."),
    "people",
)
TO_ADMIN = _kind(
    "action-late-anywhere",
    gettext_lazy("An action is very long overdue (admins)"),
    gettext_lazy("Nobody nearer has moved it."),
    "people",
)
UNDECIDED = _kind(
    "action-undecided",
    gettext_lazy("A proposal waits for my decision"),
    gettext_lazy("It is yours to accept or to decline."),
    "question-circle",
)
UNVERIFIED = _kind(
    "action-unverified",
    gettext_lazy("Did an action work?"),
    gettext_lazy("You answer for it: did it work?"),
    "question-circle",
    "confirm",
    "reopen",
)
ORPHANED = _kind(
    "action-orphaned",
    gettext_lazy("An action that I answer for has lost its owner"),
    gettext_lazy("Its owner is gone: hand it over."),
    "person-plus",
)
DUTIES = (
    Duty(OVERDUE, _overdue, lambda i, m: f"{i.due_on}+{step(_days_late(i, m))}", _lateness, urgent=True),
    Duty(TODAY, _today, lambda i, _m: f"{i.due_on}", _due_words, urgent=True),
    Duty(SOON, _soon, lambda i, _m: f"{i.due_on}", _due_words),
    Duty(ORPHANED, _orphaned, lambda _i, m: _week_of(m), _left_words, urgent=True),
    Duty(TO_LEAD, _to_leads, lambda i, m: f"{i.due_on}+{step(_days_late(i, m))}", _lateness_of_owner, urgent=True),
    Duty(TO_ADMIN, _to_admins, lambda i, m: f"{i.due_on}+{step(_days_late(i, m))}", _lateness_of_owner, urgent=True),
    Duty(UNVERIFIED, _in_question, lambda _i, m: _week_of(m), _question_words),
    Duty(UNDECIDED, _undecided, lambda _i, m: _week_of(m), _waiting_words),
)
