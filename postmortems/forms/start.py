"""Starting a postmortem: about which incidents, in which form, who drives it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.sight import readers_of
from postmortems.forms.telling import IncidentsField, told_incidents
from postmortems.models import Postmortem, Template


class StartForm(forms.Form):
    incidents = IncidentsField(label=_("Which incidents?"))
    template = forms.ModelChoiceField(
        queryset=Template.objects.none(),
        label=_("In which form?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a form; sections can stay empty.")},
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Who drives it to done?"), help_text=_("Everybody may help to write.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty, it is the incident's.")
    )

    def __init__(self, data: Any = None, *, user: User, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.user = user
        self.fields["template"].queryset = Template.objects.prefetch_related("sections")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = User.objects.writers()  # type: ignore[attr-defined]

    def clean_incidents(self) -> list[Any]:
        return told_incidents(self.cleaned_data["incidents"], self.user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        owner, incidents = cleaned.get("owner"), cleaned.get("incidents")
        if owner and incidents and not readers_of(incidents).filter(pk=owner.pk).exists():
            message = _("%(name)s may not see every one of these incidents: choose somebody who may.")
            self.add_error("owner", ValidationError(message, params={"name": owner.name}))
        return cleaned

    def save(self) -> Postmortem:
        return Postmortem.start(by=self.user, **self.cleaned_data)
