"""The upload, and what can be decided about a draft."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.zones import suggested_zones
from incidents.models import Severity
from integrations.importer.choices import HAND_PLACES, Choices, Placed
from integrations.importer.draft import ImportDraft
from postmortems.models import Template

MOST_FILES = 20
_LONGEST_LINE = 5000


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; cleaned to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        files = [super(FilesField, self).clean(each, initial) for each in given]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most %(n)s files at a time."), params={"n": MOST_FILES})
        return files


class UploadForm(forms.Form):
    documents = FilesField(
        label=_("Files"),
        error_messages={"required": _("Choose at least one file."), "empty": _("The file is empty.")},
        widget=FilesInput(
            attrs={"accept": ".md,.markdown,.mdx,.qmd,.rst,.txt,text/markdown,text/plain", "class": "visually-hidden"}
        ),
        allow_empty_file=True,
    )


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """Facts of the document as a whole. What is left as it was read stays so."""

    class Meta:
        model = ImportDraft
        fields = ("title", "day", "time_zone", "severity", "template")
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "time_zone": forms.TextInput(attrs={"list": "import-zones", "autocomplete": "off"}),
        }

    severity = forms.ModelChoiceField(Severity.objects.all(), label=_("Severity"), empty_label=None)
    template = forms.ModelChoiceField(Template.objects.all(), label=_("Template"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = _("Give it a title.")
        self.fields["day"].error_messages["invalid"] = _("Write the day as 2026-11-03.")
        self.fields["time_zone"].help_text = _("For times that name no zone of their own.")
        self.zones = suggested_zones()


def choices_from(data: Any) -> Choices:
    """What the boxes and lines of the preview say. ``entry`` and ``action`` list all that were shown, ``keep-…`` the
    ticked ones, ``place-N`` and ``line-N`` a line's place and text."""
    shown = {kind: _numbers(data.getlist(kind)) for kind in ("entry", "action")}
    kept = {kind: _numbers(data.getlist(f"keep-{kind}")) for kind in ("entry", "action")}
    placed = {}
    for name in data:
        found = re.fullmatch(r"place-([0-9]{1,6})", name)
        if found and data[name] in HAND_PLACES:
            placed[int(found[1])] = Placed(
                data[name], data.get(f"line-{found[1]}", "")[:_LONGEST_LINE].replace("\x00", "")
            )
    return Choices(frozenset(shown["entry"] - kept["entry"]), frozenset(shown["action"] - kept["action"]), placed)


def _numbers(values: list[str]) -> set[int]:
    return {int(value) for value in values if re.fullmatch(r"[0-9]{1,6}", value)}
