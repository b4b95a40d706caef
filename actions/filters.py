"""What the list of action items can be narrowed to, and in which orders; all of it lives in the address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import LessThanOrEqual
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Team, User
from actions.models import ActionItem, DueDateChange
from actions.models.item import UNFINISHED, ActionItemQuerySet, Priority, State
from core.keys import KEY
from incidents.models import Service, Severity, Tag
from postmortems.models import Postmortem

STATES = (("unfinished", _("Agreed, not finished")), *State.choices, ("any", _("All")))
DUE = (
    ("overdue", _("Overdue")),
    ("week", _("This week")),
    ("month", _("In the next 30 days")),
    ("none", _("No date yet")),
)


def week_of(today: date) -> tuple[date, date]:
    """From ``today`` to the Sunday of its week."""
    return today, today + timedelta(days=6 - today.weekday())


@dataclass(frozen=True)
class Age:
    """How long ago something was written down, in days: at least ``least``, less than ``most`` (None: any)."""

    label: StrOrPromise
    least: int
    most: int | None


AGES = {
    "new": Age(_("up to 30 days"), 0, 30),
    "quarter": Age(_("30 to 90 days"), 30, 90),
    "half": Age(_("90 to 180 days"), 90, 180),
    "old": Age(_("longer than 180 days"), 180, None),
}
ONLY = (
    ("moved", _("Moved twice or more")),
    ("orphaned", _("Without an owner who is here")),
    *((name, _("Open %(age)s") % {"age": age.label}) for name, age in AGES.items()),
    ("done", _("Done in the last 12 months")),
    ("done_late", _("… after their first date")),
)
YEAR = timedelta(days=365)


def aged(name: str, today: date) -> Q:
    """Unfinished and of that age."""
    age = AGES[name]
    found = Q(state__in=UNFINISHED)
    if age.least:
        found &= Q(created_at__lt=_days_ago(age.least, today))
    return found if age.most is None else found & Q(created_at__gte=_days_ago(age.most, today))


def moved_often() -> Q:
    """Whose date moved twice or more."""
    often = DueDateChange.objects.order_by().values("item").annotate(n=Count("pk")).filter(n__gte=2)
    return Q(pk__in=often.values("item"))


def in_time() -> Q:
    """Done (by UTC's calendar) by the day that was agreed first; compared as text, which both databases do fast."""
    day = Substr(Cast("done_at", TextField()), 1, 10)
    return Q(original_due_on__isnull=False) & Q(LessThanOrEqual(day, Cast("original_due_on", TextField())))


def _days_ago(days: int, today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days - 1), time.min))


def _visible_tags(request: HttpRequest) -> QuerySet[Tag]:
    return Tag.objects.visible_to(request.user)  # type: ignore[arg-type]  # the page is behind sign-in


class ActionFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Bound to the address; ``request.user`` says whose "mine" is. Without a state it keeps to what is current."""

    q = django_filters.CharFilter(
        label=_("Text or key"), method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=_("To decide or to do"), method="in_state"
    )
    due = django_filters.ChoiceFilter(label=_("Due"), choices=DUE, empty_label=_("Any time"), method="due_in")
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=User.objects.active(), empty_label=_("Anybody"), null_label=_("Nobody yet")
    )
    mine = django_filters.BooleanFilter(label=_("Mine"), method="only_mine", widget=forms.CheckboxInput)
    priority = django_filters.ChoiceFilter(label=_("Priority"), choices=Priority.choices, empty_label=_("Any"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ActionItem.Kind.choices, empty_label=_("Any"))
    team = django_filters.ModelChoiceFilter(
        label=_("Team"), queryset=Team.objects.all(), empty_label=_("Any"), null_label=_("No team")
    )
    service = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=Service.objects.all(), empty_label=_("Any"), method="of_service"
    )
    severity = django_filters.ModelChoiceFilter(
        label=_("Severity"), queryset=Severity.objects.all(), empty_label=_("Any"), method="of_severity"
    )
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"), queryset=_visible_tags, to_field_name="name", empty_label=_("Any"), method="of_tag"
    )
    only = django_filters.ChoiceFilter(label=_("Only"), choices=ONLY, empty_label=_("All of them"), method="only_those")
    factor = django_filters.NumberFilter(label=_("Factor"), method="of_factor", widget=forms.HiddenInput)
    postmortem = django_filters.CharFilter(label=_("Postmortem"), method="of_postmortem", widget=forms.HiddenInput)
    incident = django_filters.CharFilter(label=_("Incident"), method="of_incident", widget=forms.HiddenInput)

    keeps_to_current = True

    class Meta:
        model = ActionItem
        fields = ()

    def filter_queryset(self, queryset: ActionItemQuerySet) -> ActionItemQuerySet:
        chosen = self.form.cleaned_data
        if self.keeps_to_current and not chosen.get("state") and chosen.get("only") not in ("done", "done_late"):
            queryset = queryset.current()
        found: ActionItemQuerySet = super().filter_queryset(queryset)
        return found

    def search(self, items: ActionItemQuerySet, _name: str, text: str) -> ActionItemQuerySet:
        found = Q(title__icontains=text) | Q(done_when__icontains=text)
        for prefix, number in KEY.findall(text.upper()):
            found |= Q(pk=number) if prefix == "ACT" else Q()
        return items.filter(found)

    def only_mine(self, items: ActionItemQuerySet, _name: str, wanted: bool) -> ActionItemQuerySet:
        return items.filter(owner=self.request.user) if wanted else items

    def in_state(self, items: ActionItemQuerySet, _name: str, state: str) -> ActionItemQuerySet:
        if state == "any":
            return items
        return items.unfinished() if state == "unfinished" else items.filter(state=state)

    def due_in(self, items: ActionItemQuerySet, _name: str, window: str) -> ActionItemQuerySet:
        today = timezone.localdate()
        if window == "overdue":
            return items.overdue(today)
        if window == "none":
            return items.filter(due_on=None)
        first, last = week_of(today) if window == "week" else (today, today + timedelta(days=30))
        return items.due_between(first, last)

    def of_service(self, items: ActionItemQuerySet, _name: str, service: Service) -> ActionItemQuerySet:
        return items.filter(postmortem__in=Postmortem.objects.filter(incidents__services=service))

    def of_severity(self, items: ActionItemQuerySet, _name: str, severity: Severity) -> ActionItemQuerySet:
        """Of postmortems whose *worst* incident is that severe: the same severity the row shows."""
        these = Postmortem.objects.filter(incidents__severity=severity)
        return items.filter(postmortem__in=these.exclude(incidents__severity__rank__lt=severity.rank))

    def of_tag(self, items: ActionItemQuerySet, _name: str, tag: Tag) -> ActionItemQuerySet:
        return items.filter(postmortem__in=Postmortem.objects.filter(incidents__tags=tag))

    def of_factor(self, items: ActionItemQuerySet, _name: str, factor: int) -> ActionItemQuerySet:
        """Those that answer it, and those of other postmortems that it points at."""
        pointed = ActionItem.objects.filter(pointers__factor=factor).values("pk")
        return items.filter(Q(factor=factor) | Q(pk__in=pointed))

    def only_those(self, items: ActionItemQuerySet, _name: str, name: str) -> ActionItemQuerySet:
        """What a figure counts."""
        today = timezone.localdate()
        if name in AGES:
            return items.filter(aged(name, today))
        if name == "moved":
            return items.unfinished().filter(moved_often())
        if name == "orphaned":
            return items.orphaned()
        done = items.filter(done_at__gte=_days_ago(YEAR.days + 1, today))
        return done.exclude(in_time()) if name == "done_late" else done

    def of_postmortem(self, items: ActionItemQuerySet, _name: str, key: str) -> ActionItemQuerySet:
        return items.of(Postmortem.objects.filter(pk=_number(key, "PM")))

    def of_incident(self, items: ActionItemQuerySet, _name: str, key: str) -> ActionItemQuerySet:
        return items.of(Postmortem.objects.filter(incidents=_number(key, "INC")))


class BoardFilter(ActionFilter):
    """The same for the board, which shows every state unless one is asked for."""

    keeps_to_current = False
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=_("Every state"), method="in_state"
    )


def _number(key: str, prefix: str) -> int:
    """The number in a key of that prefix, else 0, which nothing has."""
    found = KEY.fullmatch(key.strip().upper())
    return int(found[2]) if found and found[1] == prefix else 0


def _nulls_last(name: str) -> tuple[OrderBy, OrderBy]:
    return F(name).asc(nulls_last=True), F(name).desc(nulls_last=True)


def _life_cycle() -> Case:
    return Case(*(When(state=state, then=Value(place)) for place, state in enumerate(State.values)))


ORDERS: dict[str, tuple[OrderBy, OrderBy]] = {
    "key": (F("pk").asc(), F("pk").desc()),
    "title": _nulls_last("title"),
    "state": (_life_cycle().asc(), _life_cycle().desc()),
    "priority": _nulls_last("priority"),
    "owner": _nulls_last("owner__name"),
    "team": _nulls_last("team__name"),
    "due": _nulls_last("due_on"),
}
DEFAULT_ORDER = "due"


def order_in_force(wish: str) -> str:
    """``wish`` if the list knows that order, else the default."""
    return wish if wish.removeprefix("-") in ORDERS else DEFAULT_ORDER


def sort_by(items: ActionItemQuerySet, order: str) -> ActionItemQuerySet:
    """Sort by a field of ``ORDERS``, descending with a leading ``-``; equals by due date, priority and key."""
    upwards, downwards = ORDERS[order.removeprefix("-")]
    return items.order_by(downwards if order.startswith("-") else upwards, *_ties(), "pk")


def _ties() -> tuple[OrderBy, OrderBy]:
    return F("due_on").asc(nulls_last=True), F("priority").asc()
