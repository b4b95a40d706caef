"""Asking for review: of whom, and by when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, closed_days
from core.business_days import add_business_days
from postmortems.forms.about import DayInput
from postmortems.models import Postmortem
from postmortems.people import possible_reviewers
from postmortems.suggesting import Suggestion

DAYS = 3  # working days that reviewers have unless somebody says otherwise


class ReviewForm(forms.Form):
    """Everybody who may review it, those who suggest themselves first."""

    reviewers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label=_("Reviewers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a reviewer other than the owner.")},
    )
    due_on = forms.DateField(
        label=_("Verdicts by"), required=False, widget=DayInput(), help_text=_("They are reminded the day before.")
    )

    def __init__(self, data: Any = None, *, postmortem: Postmortem, suggestions: Iterable[Suggestion] = ()) -> None:
        review = postmortem.reviews.first() if postmortem.state != "draft" else None
        super().__init__(
            data,
            initial={
                "reviewers": [person.pk for person in postmortem.reviewers.all()],
                "due_on": review.due_on if review else add_business_days(timezone.localdate(), DAYS, closed_days()),
            },
        )
        self.fields["reviewers"].queryset = possible_reviewers(postmortem)  # type: ignore[attr-defined]
        self.why = {one.person.pk: one.why for one in suggestions}

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        if due and "due_on" in self.changed_data and due < timezone.localdate():
            raise forms.ValidationError(_("That day is over."))
        return due

    def boxes(self) -> list[tuple[Any, str]]:
        """The choices with their reasons: who is chosen, who is suggested, everybody else."""
        chosen = {str(getattr(value, "pk", value)) for value in self["reviewers"].value() or ()}
        rows = [(box, self.why.get(int(str(box.data["value"])), "")) for box in self["reviewers"]]
        return sorted(rows, key=lambda row: (str(row[0].data["value"]) not in chosen, not row[1]))
