"""allauth's forms in this house's words: plain labels, no placeholders, a new password typed once."""

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.forms import PASSWORD_HELP


class InOurWords:
    """Relabels the fields named in ``LABELS`` and leaves out those of ``WITHOUT``."""

    LABELS: dict[str, StrOrPromise] = {}
    WITHOUT: tuple[str, ...] = ()
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.WITHOUT:
            self.fields.pop(name, None)
        for name, label in self.LABELS.items():
            self.fields[name].label = label
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class LoginForm(InOurWords, forms.LoginForm):  # type: ignore[misc]
    LABELS = {"login": _("E-mail address"), "password": _("Password")}


class ResetPasswordForm(InOurWords, forms.ResetPasswordForm):  # type: ignore[misc]
    LABELS = {"email": _("E-mail address")}


class ResetPasswordKeyForm(InOurWords, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    LABELS = {"password1": _("New password")}
    WITHOUT = ("password2",)


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):  # type: ignore[misc]
    LABELS = {"oldpassword": _("Current password"), "password1": _("New password")}
    WITHOUT = ("password2",)


class SetPasswordForm(InOurWords, forms.SetPasswordForm):  # type: ignore[misc]
    LABELS = {"password1": _("Password")}
    WITHOUT = ("password2",)


class ReauthenticateForm(InOurWords, forms.ReauthenticateForm):  # type: ignore[misc]
    LABELS = {"password": _("Password")}


class AuthenticateForm(InOurWords, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    LABELS = {"code": _("Code from your app, or a recovery code")}


class ReauthenticateCodeForm(InOurWords, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    LABELS = {"code": _("Code from your app, or a recovery code")}


class ActivateAppForm(InOurWords, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    LABELS = {"code": _("What the app shows")}


class AddPasskeyForm(InOurWords, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    LABELS = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that you know it again: “Laptop”, “Blue key”.")
        self.fields["passwordless"].initial = True
