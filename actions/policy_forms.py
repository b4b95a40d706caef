"""What an admin sets for the whole organisation: which days are off, and after how many days somebody is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from holidays import list_supported_countries
from holidays.registry import COUNTRIES

from accounts.models import Organisation
from actions.models import ChasingPolicy

SHOWN = 16  # regions named in a refusal


def _countries() -> list[tuple[str, Any]]:
    named = sorted((name.replace("_", " ").title(), codes[1]) for name, codes in COUNTRIES.items())
    return [("", _("None: every Monday to Friday is a working day")), *((code, name) for name, code in named)]


class CalendarForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """Whose public holidays hold: those of a country, or of one of its regions."""

    holiday_country = forms.ChoiceField(label=_("Public holidays of"), choices=_countries, required=False)

    class Meta:
        model = Organisation
        fields = ("holiday_country", "holiday_region")

    def __init__(self, data: Any = None, *, instance: Organisation) -> None:
        super().__init__(data, instance=instance)
        self.fields["holiday_region"].help_text = _("Its code, for example BY for Bavaria. Empty: the whole country.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        region = str(values.get("holiday_region", "")).strip().upper()
        known = list_supported_countries(include_aliases=True).get(values.get("holiday_country", ""), [])
        if region and region not in {one.upper() for one in known}:
            some = ", ".join(known[:SHOWN]) or "–"
            words = _("There is no such region. Known are: %(some)s.") % {"some": some}
            self.add_error("holiday_region", words)
        values["holiday_region"] = region
        return values


class ChasingForm(forms.ModelForm):  # type: ignore[type-arg]  # the same
    class Meta:
        model = ChasingPolicy
        fields = ("soon_days", "lead_days", "admin_days", "decide_days", "verify_days")
