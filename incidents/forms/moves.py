"""What a move asks for before it is made."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents.forms.times import ReadsTimes, TimeTextField
from incidents.models import CancelReason, Incident
from incidents.readings import Frame


class ReachedForm(ReadsTimes, forms.Form):
    """When a state was reached; ``kind`` names the milestone, so that several of these fit on one page."""

    time = TimeTextField(
        label=_("When?"), error_messages={"required": _("Write a time, such as 14:05, or say that nobody knows.")}
    )

    def __init__(
        self, data: Any = None, *, incident: Incident, kind: str, frame: Frame, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"{kind}-%s")
        self.kind = kind
        self.read_times(frame, url=reverse("incidents:reading", args=[incident.key]))

    def moment(self) -> dict[str, Any]:
        """What was written, as the model's methods take it; no time where none was asked for."""
        written = self.cleaned_data["time"]
        return {"at": written.at.replace(microsecond=0), "precision": written.precision} if written else {"at": None}


class ReasonForm(forms.Form):
    reason = forms.CharField(error_messages={"required": _("Say why, in a few words.")})


class CancelForm(forms.Form):
    because = forms.ChoiceField(
        label=_("Why?"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why: a false alarm, a duplicate, or not an incident.")},
    )
    reason = forms.CharField(label=_("Anything to add?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
