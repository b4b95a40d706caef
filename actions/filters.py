"""What the list of action items can be narrowed to, and in which orders; all of it lives in the address."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet, Priority, State
from core.keys import KEY
from incidents.models import Service, Severity
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
    team = django_filters.ModelChoiceFilter(label=_("Team"), queryset=Team.objects.all(), empty_label=_("Any"))
    service = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=Service.objects.all(), empty_label=_("Any"), method="of_service"
    )
    severity = django_filters.ModelChoiceFilter(
        label=_("Severity"), queryset=Severity.objects.all(), empty_label=_("Any"), method="of_severity"
    )
    postmortem = django_filters.CharFilter(label=_("Postmortem"), method="of_postmortem", widget=forms.HiddenInput)
    incident = django_filters.CharFilter(label=_("Incident"), method="of_incident", widget=forms.HiddenInput)

    class Meta:
        model = ActionItem
        fields = ()

    def filter_queryset(self, queryset: ActionItemQuerySet) -> ActionItemQuerySet:
        chosen = self.form.cleaned_data
        if not chosen.get("state"):
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

    def of_postmortem(self, items: ActionItemQuerySet, _name: str, key: str) -> ActionItemQuerySet:
        return items.of(Postmortem.objects.filter(pk=_number(key, "PM")))

    def of_incident(self, items: ActionItemQuerySet, _name: str, key: str) -> ActionItemQuerySet:
        return items.of(Postmortem.objects.filter(incidents=_number(key, "INC")))


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
