"""The form that changes several items at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.forms import Day, OwnerField
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet
from actions.together import Change
from actions.verbs import VERBS

AT_MOST = 200  # items in one go
CHOICES = (
    ("", _("What shall change?")),
    ("assign", _("Hand over to …")),
    ("move_due", _("Move the date to …")),
    *((name, verb.label) for name, verb in VERBS.items()),
)
NEEDS = {"assign": ("owner",), "move_due": ("due_on", "reason")}
NEEDS |= {name: ("reason",) for name, move in ActionItem.MOVES.items() if move.needs_reason}
MISSING = {
    "owner": _("Name the one person who owns it."),
    "due_on": _("Say by when it should be done."),
    "reason": _("Say why, in a few words."),
}


class TogetherForm(forms.Form):
    """``chosen`` are the items; ``needs`` tells the page which fields belong to which change."""

    items = forms.ModelMultipleChoiceField(
        queryset=ActionItem.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Choose at least one action.")},
    )
    verb = forms.ChoiceField(
        label=_("Change the chosen ones"), choices=CHOICES, error_messages={"required": _("Say what shall change.")}
    )
    owner = OwnerField(required=False)
    due_on = forms.DateField(label=_("Due"), required=False, widget=Day())
    reason = forms.CharField(
        label=_("Why?"), required=False, max_length=2000, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, visible: ActionItemQuerySet) -> None:
        super().__init__(data, auto_id="together-%s")
        self.fields["items"].queryset = visible  # type: ignore[attr-defined]

    def clean_items(self) -> ActionItemQuerySet:
        items: ActionItemQuerySet = self.cleaned_data["items"]
        if len(items) > AT_MOST:
            raise forms.ValidationError(_("Choose at most %(n)s at once."), params={"n": AT_MOST})
        return items

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        for name in NEEDS.get(values.get("verb", ""), ()):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, MISSING[name])
        return values

    def change(self) -> Change:
        values = self.cleaned_data
        return Change(values["verb"], values["owner"], values["due_on"], values["reason"])
