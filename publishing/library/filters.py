"""What the library can be narrowed to; it stands in the address."""

import django_filters as filters
from django import forms
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from incidents.models import Service, Severity
from postmortems.models import FactorCategory, Postmortem
from publishing.library.words import matching
from publishing.models import LibraryEntry
from publishing.models.library import LibraryEntryQuerySet

ANY = _("Any")


class DateInput(forms.DateInput):
    input_type = "date"


class LibraryFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    q = filters.CharFilter(method="found", label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    service = filters.ModelChoiceFilter(
        field_name="incidents__services",
        queryset=Service.objects.all(),
        empty_label=ANY,
        label=_("Service"),
        method="about",
    )
    severity = filters.ModelChoiceFilter(
        queryset=Severity.objects.all(), empty_label=ANY, label=_("Severity"), method="as_bad_as"
    )
    factor = filters.ModelChoiceFilter(
        queryset=FactorCategory.objects.in_tree_order(), empty_label=ANY, label=_("Factor"), method="because_of"
    )
    team = filters.ModelChoiceFilter(
        field_name="incidents__team", queryset=Team.objects.all(), empty_label=ANY, label=_("Team"), method="about"
    )
    since = filters.DateFilter("postmortem__published_at", "date__gte", label=_("Published from"), widget=DateInput)
    until = filters.DateFilter("postmortem__published_at", "date__lte", label=_("until"), widget=DateInput)

    def found(self, entries: LibraryEntryQuerySet, _name: str, wish: str) -> LibraryEntryQuerySet:
        return matching(entries, wish)

    def about(self, entries: QuerySet[LibraryEntry], name: str, value: object) -> QuerySet[LibraryEntry]:
        """Those of which one incident has ``value``."""
        return entries.filter(postmortem__in=Postmortem.objects.filter(**{name: value}).values("pk"))

    def as_bad_as(self, entries: QuerySet[LibraryEntry], _name: str, severity: Severity) -> QuerySet[LibraryEntry]:
        """Those whose worst incident has this severity."""
        worst = Postmortem.objects.annotate(rank=Min("incidents__severity__rank")).filter(rank=severity.rank)
        return entries.filter(postmortem__in=worst.values("pk"))

    def because_of(
        self, entries: QuerySet[LibraryEntry], _name: str, category: FactorCategory
    ) -> QuerySet[LibraryEntry]:
        """Those with a factor in this category, or in one below it."""
        below = FactorCategory.objects.filter(pk=category.pk) | FactorCategory.objects.filter(parent=category)
        told = Postmortem.objects.filter(factors__category__in=below, factors__removed_at=None)
        return entries.filter(postmortem__in=told.values("pk"))
