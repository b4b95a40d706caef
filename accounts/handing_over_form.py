"""Who takes over what: one person for everything, or another for each kind."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.holdings import HandedOver, Holding, hand_over
from accounts.models import User


class HandOverForm(forms.Form):
    """``person`` is whose the things of ``held`` are; with ``leaves`` they may also all stay where they are."""

    def __init__(self, *args: Any, person: User, held: list[Holding], leaves: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.held, self.leaves = person, held, leaves
        if held:
            self.fields["everything"] = self._choice(_("Everything to"), _("Nobody"))
        for holding in held:
            self.fields[holding.kind.name] = self._choice(holding.kind.label, _("As above"))

    def _choice(self, label: StrOrPromise, empty: StrOrPromise) -> "forms.ModelChoiceField[User]":
        others = User.objects.writers().exclude(pk=self.person.pk)
        who = forms.Select(attrs={"class": "form-select", "aria-label": label})
        return forms.ModelChoiceField(
            others, label=label, empty_label=empty, to_field_name="handle", required=False, widget=who
        )

    def rows(self) -> list[tuple[Holding, BoundField]]:
        return [(holding, self[holding.kind.name]) for holding in self.held]

    def clean(self) -> None:
        super().clean()
        if not self.leaves and not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError(_("Choose who takes over."), code="nobody")

    def save(self, *, by: User) -> HandedOver:
        """Hand over what somebody was chosen for."""
        outcome = HandedOver()
        for holding in self.held:
            to = self.cleaned_data[holding.kind.name] or self.cleaned_data["everything"]
            if to:
                one = hand_over(holding.kind, holding.things, before=self.person, to=to, by=by)
                outcome.given += one.given
                outcome.stayed += one.stayed
        return outcome
