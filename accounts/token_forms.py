"""The form that makes a token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Scope, User, scopes_of

MEANINGS = {
    Scope.READ: _("Read – see what you see, change nothing"),
    Scope.WRITE: _("Write – also add, change and move what you may"),
    Scope.ADMIN: _("Admin – also the restricted incidents that you see as an administrator"),
}
LIFETIMES = (
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("A year")),
    ("never", _("Until you revoke it")),
)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("Import from the chat"), "autocomplete": "off"}),
        error_messages={"required": _("Say what it is for, so that you know it again.")},
    )
    scope = forms.ChoiceField(label=_("What may it do?"), widget=forms.RadioSelect, initial=Scope.READ)
    lasts = forms.ChoiceField(label=_("How long is it good?"), choices=LIFETIMES, initial="90")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        self.fields["scope"].choices = [(scope, MEANINGS[scope]) for scope in scopes_of(user)]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def save(self) -> tuple[ApiToken, str]:
        """The token and its text, to be shown once."""
        days = self.cleaned_data["lasts"]
        lasts = None if days == "never" else timedelta(days=int(days))
        return ApiToken.issue(self.user, name=self.cleaned_data["name"], scope=self.cleaned_data["scope"], lasts=lasts)
