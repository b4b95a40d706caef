"""What the list of incidents can be narrowed to and sorted by; both stand in the address."""

import re
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Case, F, OrderBy, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from incidents.models import Incident, Service, Severity, State, Tag, Visibility

ANY = _("Any")
KEY = re.compile(r"\s*(?:INC-)?([1-9][0-9]{0,17})\s*", re.IGNORECASE)
SORTS: dict[str, Any] = {
    "severity": F("severity__rank"),
    "title": F("title"),
    "state": Case(*(When(state=state, then=Value(place)) for place, state in enumerate(State.values))),
    "team": F("team__name"),
    "began": F("began"),
    "lasted": F("lasted"),
}
USUAL = "-began"


def in_order(incidents: QuerySet[Incident], sort: str) -> tuple[QuerySet[Incident], str]:
    """``incidents`` (``with_times``) sorted by ``began`` or ``-began`` and the like, and the order that is in force."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        sort, name = USUAL, USUAL.removeprefix("-")
    first = OrderBy(SORTS[name], descending=sort.startswith("-"), nulls_last=True)
    return incidents.order_by(first, F("began").desc(), "-pk"), sort


def _visible_tags(request: HttpRequest) -> QuerySet[Tag]:
    return Tag.objects.visible_to(request.user)  # type: ignore[arg-type]  # the page is behind sign-in


class DateInput(forms.DateInput):
    input_type = "date"


class IncidentFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Narrows incidents that carry ``began`` (see ``with_times``)."""

    q = filters.CharFilter(method="matching", label=_("Text or key"), widget=forms.TextInput(attrs={"type": "search"}))
    state = filters.ChoiceFilter(choices=State, empty_label=ANY, label=_("State"))
    severity = filters.ModelChoiceFilter(queryset=Severity.objects.all(), empty_label=ANY, label=_("Severity"))
    service = filters.ModelChoiceFilter(
        field_name="services", queryset=Service.objects.all(), empty_label=ANY, label=_("Service")
    )
    team = filters.ModelChoiceFilter(queryset=Team.objects.all(), empty_label=ANY, label=_("Team"))
    tag = filters.ModelChoiceFilter(
        field_name="tags", to_field_name="name", queryset=_visible_tags, empty_label=ANY, label=_("Tag")
    )
    visibility = filters.ChoiceFilter(choices=Visibility, empty_label=ANY, label=_("Visible to"))
    since = filters.DateFilter("began", "date__gte", label=_("Began from"), widget=DateInput)
    until = filters.DateFilter("began", "date__lte", label=_("until"), widget=DateInput)

    def matching(self, incidents: QuerySet[Incident], _name: str, text: str) -> QuerySet[Incident]:
        """Those with this key, or with every word of ``text`` in their title, summary or impact."""
        if key := KEY.fullmatch(text):
            named = Q(pk=key[1]) | Q(title__icontains=text.strip())
            return incidents.filter(named)
        for word in text.split():
            incidents = incidents.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(impact__icontains=word)
            )
        return incidents
