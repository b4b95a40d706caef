"""What a postmortem is about and whose it is: title, incidents, owner, reviewers, due date."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from postmortems.forms.seen import SeenForm
from postmortems.forms.telling import IncidentsField, told_incidents
from postmortems.models import Postmortem
from postmortems.people import writers_of
from postmortems.verdicts import choose_reviewers


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AboutForm(SeenForm):
    incidents = IncidentsField(label=_("Incidents"))

    class Meta:
        model = Postmortem
        fields = ("title", "owner", "reviewers", "due_on")
        widgets: ClassVar = {"reviewers": forms.CheckboxSelectMultiple, "due_on": DayInput()}
        help_texts: ClassVar = {"owner": _("Drives it to done; everybody may help to write.")}

    def __init__(self, data: Any = None, *, instance: Postmortem, user: User) -> None:
        self.user = user
        self.told = list(instance.incidents.select_related("severity", "team"))
        initial = {"incidents": ", ".join(incident.key for incident in self.told)}
        super().__init__(data, instance=instance, initial=initial)
        people = writers_of(self.told)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.fields["reviewers"].queryset = people  # type: ignore[attr-defined]
        severity = instance.severity()
        self.fields["reviewers"].help_text = _("%(severity)s needs approvals by others than the owner: %(count)s.") % {
            "severity": severity.name,
            "count": severity.approvals_needed,
        }

    def clean_owner(self) -> User | None:
        owner: User | None = self.cleaned_data["owner"]
        if owner is None and self.instance.state != "draft" and self.instance.state != "waived":
            raise ValidationError(_("Past the draft it needs an owner."))
        return owner

    def clean_incidents(self) -> list[Any]:
        return told_incidents(self.cleaned_data["incidents"], self.user, already=self.told)

    @transaction.atomic
    def save(self, commit: bool = True) -> Postmortem:
        postmortem: Postmortem = self.instance
        postmortem.save(update_fields=["title", "owner", "due_on", "updated_at"])
        if {incident.pk for incident in self.cleaned_data["incidents"]} != {incident.pk for incident in self.told}:
            postmortem.tell_of(self.cleaned_data["incidents"])
        choose_reviewers(postmortem, self.cleaned_data["reviewers"], by=self.user)
        return postmortem

    def now(self) -> str:
        stored = Postmortem.objects.select_related("owner").get(pk=self.instance.pk)
        words = {
            "title": stored.title,
            "owner": stored.owner or _("nobody"),
            "reviewers": ", ".join(person.name for person in stored.reviewers.all()) or _("nobody"),
            "due": stored.due_on or "–",
        }
        return _("It says now: “%(title)s”, owned by %(owner)s, reviewed by %(reviewers)s, due %(due)s.") % words
