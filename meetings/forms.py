"""Forms of meetings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from meetings.models import AgendaItem, ReviewMeeting
from meetings.people import may_come, suggested
from postmortems.models import ContributingFactor, Postmortem


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the type checker alone
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class MeetingForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """When, where, and who. Times are those of the reader's zone."""

    starts_at = forms.DateTimeField(label=_("Starts"), widget=Moment(), input_formats=["%Y-%m-%dT%H:%M"])
    invitees = People(queryset=User.objects.none(), label=_("Invited"), required=False)

    class Meta:
        model = ReviewMeeting
        fields = ("starts_at", "minutes", "place", "facilitator", "note_taker")

    def __init__(self, data: Any = None, *, postmortem: Postmortem, instance: ReviewMeeting | None = None) -> None:
        chosen = instance and [one.user_id for one in instance.attendances.all()]
        initial = {"invitees": suggested(postmortem).values_list("pk", flat=True) if chosen is None else chosen}
        super().__init__(data, instance=instance, initial=initial)
        people = may_come(postmortem)
        for name in ("facilitator", "note_taker"):
            self.fields[name].queryset = people.exclude(role=Role.VIEWER)  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.fields["invitees"].queryset = people  # type: ignore[attr-defined]
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("In your time zone, %(zone)s. Everybody sees it in theirs.") % {
            "zone": zone
        }
        self.fields["facilitator"].help_text = _("Best somebody who was not in the incident.")

    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at < timezone.now() and (self.instance.pk is None or starts_at != self.instance.starts_at):
            raise forms.ValidationError(_("That is in the past. Choose a time from now on."))
        return starts_at

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NotesForm(forms.Form):
    notes = forms.CharField(required=False, widget=forms.Textarea, max_length=100_000)


class LineForm(forms.Form):
    """A line to add in the room of ``meeting``."""

    text = forms.CharField(max_length=300, error_messages={"required": _("Write a few words first.")})

    def __init__(self, data: Any = None, *, meeting: ReviewMeeting) -> None:
        super().__init__(data)
        self.meeting = meeting

    def troubles(self) -> list[str]:
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]


class FactorLineForm(LineForm):
    """A contributing factor, and of which kind it is."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=ContributingFactor.Kind, initial=ContributingFactor.Kind.TECHNICAL
    )


class OutcomeLineForm(LineForm):
    """What came of a step: the present one, unless another is chosen."""

    step = forms.ModelChoiceField(
        label=_("Step"), queryset=AgendaItem.objects.none(), to_field_name="position", empty_label=None
    )

    def __init__(self, data: Any = None, *, meeting: ReviewMeeting) -> None:
        super().__init__(data, meeting=meeting)
        self.fields["step"].queryset = meeting.agenda.all()  # type: ignore[attr-defined]
        self.fields["step"].initial = meeting.position


class OutcomesForm(forms.Form):
    """What came of each step, to be put right after the meeting; a point to a line."""

    def __init__(self, data: Any = None, *, meeting: ReviewMeeting) -> None:
        super().__init__(data)
        for step in meeting.agenda.all():
            self.fields[f"step-{step.position}"] = forms.CharField(
                label=str(step),
                required=False,
                max_length=4_000,
                initial=step.outcome,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def changed(self) -> dict[int, str]:
        """The outcomes that are others now, by the step's position."""
        return {int(name.partition("-")[2]): self.cleaned_data[name] for name in self.changed_data}


class SurveyForm(forms.Form):
    YES_NO = (("yes", _("Yes")), ("no", _("No")))
    learned = forms.ChoiceField(
        label=_("Did you learn something that changes how you work?"), choices=YES_NO, widget=forms.RadioSelect
    )
    again = forms.ChoiceField(label=_("Would you come again?"), choices=YES_NO, widget=forms.RadioSelect)
