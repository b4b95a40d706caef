"""What the audit trail can be narrowed to; it stands in the address."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.audit import Verb

ANY = _("Any")


class DateInput(forms.DateInput):
    input_type = "date"


class AuditFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    person = filters.ModelChoiceFilter(
        "actor", to_field_name="handle", queryset=User.objects.get_queryset(), empty_label=ANY, label=_("Who")
    )
    verb = filters.ChoiceFilter(choices=Verb, empty_label=ANY, label=_("Did what"))
    object = filters.CharFilter(
        "key", "iexact", label=_("To what"), widget=forms.TextInput(attrs={"placeholder": "INC-42, @ada"})
    )
    since = filters.DateFilter("at", "date__gte", label=_("From"), widget=DateInput)
    until = filters.DateFilter("at", "date__lte", label=_("until"), widget=DateInput)
