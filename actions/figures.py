"""How it stands, in figures that one reads from the back of the room: each leads to the items behind it.

Everything is counted by the database over what the reader may see, in a number of queries that never grows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.translation import gettext as _

from accounts.models import User
from actions.filters import AGES, aged, in_time, moved_often, week_of
from actions.models import ActionItem, ActionMove
from actions.models.item import UNFINISHED, State

YEAR = timedelta(days=365)
WEEK = timedelta(days=7)
WEEKS = 12
MONTHS = 12
TEAMS = 8
HIGH = 56  # of a chart's columns, in its own units


@dataclass(frozen=True)
class Card:
    """One large number; ``query`` narrows the list to what it counts."""

    number: str
    label: str
    query: str
    late: bool = False

    @property
    def url(self) -> str:
        return f"{reverse('actions:list')}?{self.query}"


def cards(user: User, today: date) -> list[Card]:
    """Six figures, and what waits for a decision."""
    items = ActionItem.objects.visible_to(user)
    unfinished = Q(state__in=UNFINISHED)
    done = _done_within(today - YEAR, today)
    n = items.aggregate(
        unfinished=Count("pk", filter=unfinished),
        overdue=Count("pk", filter=unfinished & Q(due_on__lt=today)),
        week=Count("pk", filter=unfinished & Q(due_on__range=week_of(today))),
        proposed=Count("pk", filter=Q(state=State.PROPOSED)),
        moved=Count("pk", filter=unfinished & moved_often()),
        done=Count("pk", filter=done),
        in_time=Count("pk", filter=done & in_time()),
    )
    orphaned = items.orphaned().count()
    return [
        Card(str(n["unfinished"]), _("Open"), "state=unfinished"),
        Card(str(n["overdue"]), _("Overdue"), "due=overdue", late=n["overdue"] > 0),
        Card(str(n["week"]), _("Due this week"), "due=week"),
        Card(str(n["moved"]), _("Moved twice or more"), "only=moved"),
        Card(str(orphaned), _("Without an owner who is here"), "only=orphaned"),
        Card(_percent(n["in_time"], n["done"]), _("Done by their first date, 12 months"), "only=done"),
        Card(str(n["proposed"]), _("To decide"), "state=proposed"),
    ]


@dataclass(frozen=True)
class Bar:
    """A part of a whole: ``width`` in percent of the longest."""

    label: str
    number: int
    width: int
    url: str


@dataclass(frozen=True)
class Column:
    """A week or a month: two columns beside each other, ``x`` and heights in the chart's units."""

    label: str
    first: int
    second: int
    x: int
    first_height: int
    second_height: int

    @property
    def first_y(self) -> int:
        return HIGH - self.first_height

    @property
    def second_y(self) -> int:
        return HIGH - self.second_height


@dataclass(frozen=True)
class Chart:
    """``words`` says in a sentence what the columns show."""

    title: str
    first: str
    second: str
    words: str
    columns: list[Column]


def by_age(user: User, today: date) -> list[Bar]:
    """Unfinished items by how long ago they were written down."""
    counted = ActionItem.objects.visible_to(user).unfinished()
    n = counted.aggregate(**{name: Count("pk", filter=aged(name, today)) for name in AGES})
    return _bars((str(AGES[name].label), n[name], f"only={name}") for name in AGES)


def overdue_by_team(user: User, today: date) -> list[Bar]:
    """The teams with most overdue items; what no team has stands under its own name."""
    late = ActionItem.objects.visible_to(user).overdue(today)
    rows = late.order_by().values_list("team", "team__name").annotate(n=Count("pk")).order_by("-n", "team__name")
    return _bars((name or _("No team"), n, f"due=overdue&team={pk or 'null'}") for pk, name, n in rows[:TEAMS])


def growth(user: User, today: date) -> Chart:
    """Written down against finished or given up, by week."""
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - WEEK * back for back in range(WEEKS - 1, -1, -1)]
    items = ActionItem.objects.visible_to(user)
    start = _midnight(weeks[0])
    opened = _in_each(items.filter(created_at__gte=start), "created_at", weeks, WEEK)
    finished = _in_each(items.filter(done_at__gte=start), "done_at", weeks, WEEK)
    given_up = ActionMove.objects.filter(target__in=(State.WONT_DO, State.DECLINED), at__gte=start, item__in=items)
    dropped = _in_each(given_up, "at", weeks, WEEK)
    closed = [one + other for one, other in zip(finished, dropped, strict=True)]
    words = _("In twelve weeks %(opened)s were written down, %(closed)s were finished or given up.")
    return Chart(
        _("Written down and closed, by week"),
        _("Written down"),
        _("Finished or given up"),
        words % {"opened": sum(opened), "closed": sum(closed)},
        _columns([date_words(week, "j M") for week in weeks], opened, closed),
    )


def in_time_by_month(user: User, today: date) -> Chart:
    """Of what was finished in each of twelve months: all, and what was done by its first date."""
    firsts = _firsts(today)
    items = ActionItem.objects.visible_to(user).filter(done_at__gte=_midnight(firsts[0]))
    done = _in_each(items, "done_at", firsts, None)
    good = _in_each(items.filter(in_time()), "done_at", firsts, None)
    words = _("In twelve months %(good)s of %(done)s were done by the date that was agreed first.")
    return Chart(
        _("Finished, and by their first date, by month"),
        _("Finished"),
        _("By their first date"),
        words % {"good": sum(good), "done": sum(done)},
        _columns([date_words(first, "M") for first in firsts], done, good),
    )


def _done_within(first: date, last: date) -> Q:
    return Q(done_at__gte=_midnight(first), done_at__lt=_midnight(last + timedelta(days=1)))


def _in_each(rows: QuerySet[Any], moment: str, starts: list[date], length: timedelta | None) -> list[int]:
    """How many of ``rows`` have their ``moment`` in each period: from each start to the next, the last without end."""
    ends = [*starts[1:], starts[-1] + (length or timedelta(days=32))]
    counts = {
        f"n{place}": Count("pk", filter=Q(**{f"{moment}__gte": _midnight(start), f"{moment}__lt": _midnight(end)}))
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    }
    found = rows.aggregate(**counts)
    return [found[name] for name in counts]


def _firsts(today: date) -> list[date]:
    """The first days of this month and of the eleven before."""
    months = [today.year * 12 + today.month - 1 - back for back in range(MONTHS - 1, -1, -1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def _bars(rows: Iterator[tuple[str, int, str]]) -> list[Bar]:
    told = list(rows)
    most = max((number for _label, number, _query in told), default=0) or 1
    url = reverse("actions:list")
    return [Bar(label, n, round(100 * n / most), f"{url}?{query}") for label, n, query in told]


def _columns(labels: list[str], first: list[int], second: list[int]) -> list[Column]:
    most = max([*first, *second, 1])
    return [
        Column(label, one, other, 30 * place, round(HIGH * one / most), round(HIGH * other / most))
        for place, (label, one, other) in enumerate(zip(labels, first, second, strict=True))
    ]
