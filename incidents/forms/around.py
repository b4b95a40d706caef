"""What surrounds an incident: people, other incidents, places elsewhere."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import ExternalReference, Incident, IncidentLink, Participant
from incidents.permissions import can_move

KEY = re.compile(r"(?:INC-)?([1-9][0-9]{0,17})", re.IGNORECASE)


def label_of(person: User) -> str:
    """How a person is offered: by name and address, so that two of the same name stay apart."""
    return f"{person.name} ({person.email})"


class ParticipantForm(forms.Form):
    """A colleague, picked from the list by name or address, or the plain name of somebody without an account."""

    who = forms.CharField(
        label=_("Who?"),
        max_length=250,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        error_messages={"required": _("Pick a person, or write a name.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=Participant.Role, initial=Participant.Role.RESPONDER)

    def __init__(self, data: Any = None, *, incident: Incident) -> None:
        super().__init__(data, auto_id="participant-%s")
        self.incident = incident

    def clean_who(self) -> User | str:
        text = self.cleaned_data["who"].strip()
        people = list(User.objects.active())
        wish = text.casefold()
        sure = [p for p in people if wish in (label_of(p).casefold(), p.email, f"@{p.handle}")]
        named = sure or [p for p in people if p.name.casefold() == wish]
        if len(named) > 1:
            raise forms.ValidationError(_("Several people are called that: pick one from the list."))
        if not named and len(text) > 120:
            raise forms.ValidationError(_("Names have at most 120 characters."))
        return named[0] if named else text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        who, role = cleaned.get("who"), cleaned.get("role")
        if isinstance(who, User):
            taken = self.incident.participants.filter(user=who, role=role)
        else:
            taken = self.incident.participants.filter(name__iexact=who or "", role=role, user=None)
        if who and role and taken.exists():
            self.add_error("who", _("They are already here in this role."))
        return cleaned

    def save(self) -> Participant:
        who = self.cleaned_data["who"]
        person = {"user": who} if isinstance(who, User) else {"name": who}
        participant: Participant = self.incident.participants.create(role=self.cleaned_data["role"], **person)
        return participant


class NamesAnother(forms.Form):
    """Names another incident by its key. One that ``user`` may not know of is answered like one that is not."""

    def __init__(self, data: Any = None, *, incident: Incident, user: User) -> None:
        super().__init__(data, auto_id="link-%s")
        self.incident, self.user = incident, user

    def other(self, written: str) -> Incident:
        """The incident that ``written`` names. Raises ``ValidationError`` for none, hidden ones, and this one."""
        found = KEY.fullmatch(written.strip())
        other = Incident.objects.visible_to(self.user).filter(pk=found[1]).first() if found else None
        if other is None:
            raise forms.ValidationError(_("There is no such incident, or it is not yours to see."))
        if other == self.incident:
            raise forms.ValidationError(_("That is this incident."))
        return other


class LinkForm(NamesAnother):
    """What this incident is to another one."""

    kind = forms.ChoiceField(label=_("This incident is"), choices=IncidentLink.Kind, initial=IncidentLink.Kind.RELATED)
    key = forms.CharField(
        label=_("Incident"),
        max_length=30,
        widget=forms.TextInput(attrs={"placeholder": "INC-42", "autocomplete": "off"}),
        error_messages={"required": _("Write the key of the other incident, such as INC-42.")},
    )

    def clean_key(self) -> Incident:
        return self.other(self.cleaned_data["key"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, other = cleaned.get("kind"), cleaned.get("key")
        if kind and other and self._linked(kind, other):
            self.add_error("key", _("They are linked already."))
        return cleaned

    def _linked(self, kind: str, other: Incident) -> bool:
        links = IncidentLink.objects.filter(kind=kind)
        if links.filter(source=self.incident, target=other).exists():
            return True
        return kind == IncidentLink.Kind.RELATED and links.filter(source=other, target=self.incident).exists()

    def save(self) -> IncidentLink:
        return IncidentLink.objects.create(
            source=self.incident, kind=self.cleaned_data["kind"], target=self.cleaned_data["key"]
        )


class MergeForm(NamesAnother):
    """The incident that a duplicate goes into; whoever merges may move both."""

    into = forms.CharField(
        label=_("The incident that stands"),
        max_length=30,
        widget=forms.TextInput(attrs={"placeholder": "INC-42", "autocomplete": "off"}),
        error_messages={"required": _("Write the key of the incident that stands, such as INC-42.")},
    )

    def clean_into(self) -> Incident:
        other = self.other(self.cleaned_data["into"])
        if not can_move(self.user, other):
            raise forms.ValidationError(_("You may see %(key)s, but not move it.") % {"key": other.key})
        return other


class ReferenceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"], message=_("Write a whole address, such as https://…"))],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"required": _("Write the address it leads to.")},
    )

    class Meta:
        model = ExternalReference
        fields = ("label", "url")
        error_messages: ClassVar = {"label": {"required": _("Say what is to be found there.")}}

    def __init__(self, data: Any = None, *, incident: Incident) -> None:
        super().__init__(data, instance=ExternalReference(incident=incident), auto_id="reference-%s")
