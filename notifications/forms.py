"""What a person wants to be told where, and when their morning is."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.kinds import KINDS
from notifications.models import Preferences


class PreferencesForm(forms.Form):
    """Hour, days, and for every kind whether it goes into the inbox, into a mail, or both."""

    hour = forms.TypedChoiceField(
        label=_("My morning begins at"), coerce=int, choices=[(hour, f"{hour}:00") for hour in range(24)]
    )
    days = forms.TypedMultipleChoiceField(
        label=_("I am told on"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    by_mail = forms.MultipleChoiceField(required=False)
    in_inbox = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, person: User) -> None:
        self.wishes = wishes = Preferences.of(person)
        known = sorted(KINDS)
        super().__init__(
            data,
            initial={
                "hour": wishes.hour,
                "days": wishes.days,
                "by_mail": [name for name in known if name not in wishes.not_by_mail],
                "in_inbox": [name for name in known if name not in wishes.not_in_inbox],
            },
        )
        for name in ("by_mail", "in_inbox"):
            self.fields[name].choices = [(kind, kind) for kind in known]  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """A row for each kind: the daily ones first, each by its label."""
        mail, inbox = self["by_mail"].value() or [], self["in_inbox"].value() or []
        kinds = sorted(KINDS.values(), key=lambda kind: (not kind.daily, str(kind.label)))
        return [{"kind": kind, "by_mail": kind.name in mail, "in_inbox": kind.name in inbox} for kind in kinds]

    def save(self) -> None:
        chosen, wishes = self.cleaned_data, self.wishes
        wishes.hour, wishes.days = chosen["hour"], chosen["days"]
        wishes.not_by_mail = sorted(set(KINDS) - set(chosen["by_mail"]))
        wishes.not_in_inbox = sorted(set(KINDS) - set(chosen["in_inbox"]))
        wishes.save()
