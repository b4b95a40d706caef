"""Connections to trackers, and which issue tracks an item."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from integrations.trackers.kinds import TRACKERS, recognise
from integrations.trackers.models import Connection


class ConnectionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    base_url = forms.URLField(label=_("Address of its API"), max_length=300, assume_scheme="https")
    token = forms.CharField(
        label=_("Token"),
        max_length=500,
        strip=True,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is stored encrypted and never shown again."),
    )

    field_order = ("name", "base_url", "project", "account", "token")

    class Meta:
        model = Connection
        fields = ("name", "base_url", "project", "account")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tracker = TRACKERS[self.instance.kind]
        made = self.instance.pk is not None
        self.fields["project"].label, self.fields["project"].help_text = tracker.project_label, tracker.project_help
        self.fields["base_url"].help_text = tracker.base_url_help
        if tracker.account_help:
            self.fields["account"].help_text = tracker.account_help
        else:
            del self.fields["account"]
        self.fields["token"].required = not made
        if made:
            self.fields["token"].help_text = _("Leave it empty to keep the one that is stored.")
        else:
            self.initial.update(base_url=tracker.base_url, name=tracker.label)

    def clean_base_url(self) -> str:
        url: str = self.cleaned_data["base_url"].rstrip("/")
        if not url.startswith(("https://", "http://")):
            raise ValidationError(_("Write an address that starts with https://."))
        return url

    def clean_project(self) -> str:
        project: str = self.cleaned_data["project"].strip()
        if not TRACKERS[self.instance.kind].project_is_valid(project):
            raise ValidationError(TRACKERS[self.instance.kind].project_help)
        return project

    def save(self, commit: bool = True) -> Connection:
        connection: Connection = self.instance
        connection.token = self.cleaned_data["token"] or connection.token
        connection.save()
        return connection


class LinkForm(forms.Form):
    url = forms.CharField(
        label=_("Address of the issue"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": _("Paste the address of an issue.")},
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if recognise(url) is None:
            raise ValidationError(_("This leads to no issue of GitHub or Jira: paste the address of its page."))
        return url


class MakeForm(forms.Form):
    """Where an issue is made."""

    connection = forms.ModelChoiceField(
        Connection.objects.all(),
        label=_("Where"),
        empty_label=None,
        error_messages={
            "required": _("Choose where to make it."),
            "invalid_choice": _("This connection is gone: choose another."),
        },
    )
