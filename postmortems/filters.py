"""What the list of postmortems can be narrowed to and sorted by; both stand in the address."""

import re
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Case, F, Min, OrderBy, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from incidents.models import Service, Severity
from postmortems.models import Postmortem
from postmortems.models.postmortem import State

ANY = _("Any")
KEY = re.compile(r"\s*(?:PM-)?([1-9][0-9]{0,17})\s*", re.IGNORECASE)
SORTS: dict[str, Any] = {
    # A subquery, so that counting the rows need not know it, nor sorting by anything else.
    "severity": Subquery(
        Severity.objects.filter(incidents__postmortems=OuterRef("pk")).order_by("rank").values("rank")[:1]
    ),
    "title": F("title"),
    "state": Case(*(When(state=state, then=Value(place)) for place, state in enumerate(State.values))),
    "owner": F("owner__name"),
    "due": F("due_on"),
    "changed": F("updated_at"),
}
USUAL = "-changed"


def in_order(postmortems: QuerySet[Postmortem], sort: str) -> tuple[QuerySet[Postmortem], str]:
    """``postmortems`` sorted by ``due`` or ``-due`` and the like, and the order that is in force."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        sort, name = USUAL, USUAL.removeprefix("-")
    first = OrderBy(SORTS[name], descending=sort.startswith("-"), nulls_last=True)
    return postmortems.order_by(first, "-pk"), sort


class DateInput(forms.DateInput):
    input_type = "date"


class PostmortemFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = filters.CharFilter(method="matching", label=_("Text or key"), widget=forms.TextInput(attrs={"type": "search"}))
    state = filters.ChoiceFilter(choices=State, empty_label=ANY, label=_("State"))
    owner = filters.ModelChoiceFilter(queryset=User.objects.all(), empty_label=ANY, label=_("Owner"))
    team = filters.ModelChoiceFilter(
        field_name="incidents__team", queryset=Team.objects.all(), empty_label=ANY, label=_("Team"), method="about"
    )
    severity = filters.ModelChoiceFilter(
        queryset=Severity.objects.all(), empty_label=ANY, label=_("Severity"), method="as_bad_as"
    )
    service = filters.ModelChoiceFilter(
        field_name="incidents__services",
        queryset=Service.objects.all(),
        empty_label=ANY,
        label=_("Service"),
        method="about",
    )
    since = filters.DateFilter("created_at", "date__gte", label=_("Started from"), widget=DateInput)
    until = filters.DateFilter("created_at", "date__lte", label=_("until"), widget=DateInput)
    view = filters.ChoiceFilter(choices=[("list", _("List"))], method="unchanged", widget=forms.HiddenInput)
    late = filters.BooleanFilter(method="only_late", label=_("Late"), widget=forms.CheckboxInput)

    def matching(self, postmortems: QuerySet[Postmortem], _name: str, text: str) -> QuerySet[Postmortem]:
        """Those with this key, or with every word of ``text`` in their title or one of their sections."""
        if key := KEY.fullmatch(text):
            return postmortems.filter(Q(pk=key[1]) | Q(title__icontains=text.strip()))
        for word in text.split():
            in_sections = Postmortem.objects.filter(sections__markdown__icontains=word).values("pk")
            postmortems = postmortems.filter(Q(title__icontains=word) | Q(pk__in=in_sections))
        return postmortems

    def about(self, postmortems: QuerySet[Postmortem], name: str, value: object) -> QuerySet[Postmortem]:
        """Those of which one incident has ``value``; asked apart, so that each row shows all of its incidents."""
        return postmortems.filter(pk__in=Postmortem.objects.filter(**{name: value}).values("pk"))

    def as_bad_as(self, postmortems: QuerySet[Postmortem], _name: str, severity: Severity) -> QuerySet[Postmortem]:
        """Those whose worst incident has this severity."""
        worst = Postmortem.objects.annotate(rank=Min("incidents__severity__rank")).filter(rank=severity.rank)
        return postmortems.filter(pk__in=worst.values("pk"))

    def unchanged(self, postmortems: QuerySet[Postmortem], _name: str, _view: str) -> QuerySet[Postmortem]:
        """How the result is shown, carried along so that filtering a list leaves it a list."""
        return postmortems

    def only_late(self, postmortems: QuerySet[Postmortem], _name: str, wanted: bool) -> QuerySet[Postmortem]:
        today = timezone.localdate()
        late = Postmortem.objects.late(today).values("pk")
        return postmortems.filter(pk__in=late) if wanted else postmortems
