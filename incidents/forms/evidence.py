"""Evidence as people add and mend it."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.evidence import UploadRefused, store_upload
from incidents.models import Evidence, Incident, TimelineEvent

Kind = Evidence.Kind
LONGEST = 20_000  # characters; longer things belong in a file
MOST_FILES = 20  # at once
ASKED: dict[str, tuple[str, ...]] = {
    Kind.LINK: ("url", "caption", "event"),
    Kind.QUOTE: ("text", "said_by", "said_where", "caption", "event"),
    Kind.QUERY: ("text", "language", "caption", "event"),
    Kind.IMAGE: ("caption", "event"),
    Kind.FILE: ("caption", "event"),
}
NEEDED: dict[str, Any] = {
    Kind.LINK: ("url", _("Write the address it leads to.")),
    Kind.QUOTE: ("text", _("Write what was said.")),
    Kind.QUERY: ("text", _("Write the query.")),
}
LABELS: dict[str, dict[str, Any]] = {
    Kind.QUOTE: {"text": _("What was said")},
    Kind.QUERY: {"text": _("Query")},
    Kind.LINK: {"caption": _("Title")},
}


class EventChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker alone
    """The events of the incident, by their time and first words."""

    def label_from_instance(self, obj: TimelineEvent) -> str:
        at = obj.occurred_at.astimezone(obj.incident.zone)
        return f"{at:%d %b %H:%M} {obj.text[:70]}"


def _choice_of_event(incident: Incident, now: int | None = None) -> EventChoice:
    """``now``: the event it belongs to already, which stays a choice when it was removed."""
    return EventChoice(
        queryset=incident.events.filter(Q(removed_at=None) | Q(pk=now)).select_related("incident"),
        label=_("Belongs to"),
        required=False,
        empty_label=_("The incident as a whole"),
    )


class EvidenceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """One piece, new or as it stands; asks for what its kind has."""

    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        validators=[URLValidator(schemes=["http", "https"], message=_("Write a whole address, such as https://…"))],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))

    class Meta:
        model = Evidence
        fields = ("url", "text", "said_by", "said_where", "language", "caption", "event")
        widgets: ClassVar = {"language": forms.TextInput(attrs={"placeholder": "SQL, PromQL, LogQL"})}

    def __init__(self, data: Any = None, *, instance: Evidence, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        kind = instance.kind
        self.fields = {name: self.fields[name] for name in ASKED[kind]}
        self.fields["event"] = _choice_of_event(instance.incident, instance.event_id)
        for name, label in LABELS.get(kind, {}).items():
            self.fields[name].label = label
        if kind in NEEDED:
            name, sentence = NEEDED[kind]
            self.fields[name].error_messages["required"] = sentence


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    """Some files at once. Those that can be kept are; of the others ``refused`` says why."""

    def __init__(self, data: Any = None, files: Any = None, *, incident: Incident) -> None:
        super().__init__(data, files, auto_id="upload-%s")
        self.incident = incident
        # Its value is a list, which a FileField would not take.
        self.fields["files"] = forms.Field(required=False, widget=ManyFiles(attrs={"class": "visually-hidden"}))
        self.fields["event"] = _choice_of_event(incident)
        self.refused: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned["files"] = cleaned.get("files") or []
        if not sent:
            self.add_error("files", _("Choose a file."))
        elif len(sent) > MOST_FILES:
            self.add_error("files", _("At most %(n)d files at a time.") % {"n": MOST_FILES})
        return cleaned

    def save(self, *, by: User) -> list[Evidence]:
        kept = []
        for file in self.cleaned_data["files"]:
            try:
                kept.append(self._keep(file, by))
            except UploadRefused as problem:
                self.refused.append((file.name, problem.sentence))
        return kept

    def _keep(self, file: "UploadedFile[Any]", by: User) -> Evidence:
        return store_upload(self.incident, file, by=by, event=self.cleaned_data["event"])
