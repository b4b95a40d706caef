"""Forms about people, teams and oneself."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import OneTimeLink, Team, Theme, User
from accounts.zones import find_zone, suggested_zones, validate_time_zone

PASSWORD_HELP = _("At least 8 characters; nothing that is commonly used or close to your name and address.")


class TimeZoneInput(forms.TextInput):
    """A text field that suggests every zone as one types; without a script it takes any that is written out."""

    template_name = "accounts/widgets/time_zone.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"list": f"{name}-suggestions", "autocomplete": "off", "spellcheck": "false"}
        return {**context, "suggestions": suggested_zones()}


class TimeZoneField(forms.CharField):
    """A zone's name; a city alone, or other capitals, mean the zone that has that name."""

    widget = TimeZoneInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("help_text", _("Start typing a city. Times are shown and read in this zone."))
        super().__init__(**kwargs)
        self.validators.append(validate_time_zone)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return find_zone(text) or text


def guess_zone(form: forms.BaseForm) -> None:
    """Let the browser put its own zone where "UTC" stands (frontend/js/time-zone.js)."""
    form.fields["time_zone"].widget.attrs["data-time-zone"] = "guess"


class NewPasswordField(forms.CharField):
    """A password to be; ``validate_password`` is asked by the form, which knows whose it will be."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Password"))
        kwargs.setdefault("help_text", PASSWORD_HELP)
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "new-password"}))
        super().__init__(strip=False, **kwargs)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = TimeZoneField()
    handle = forms.SlugField(
        label=_("Handle"),
        max_length=40,
        help_text=_("How others mention you: small letters, digits and hyphens."),
        error_messages={"invalid": _("Use letters without accents, digits and hyphens only.")},
    )
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ("name", "handle", "time_zone", "theme")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_usable_password():  # on the way in: nobody has chosen a zone yet
            guess_zone(self)

    def clean_handle(self) -> str:
        handle = str(self.cleaned_data["handle"]).lower()
        if User.objects.filter(handle=handle).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody goes by “%(handle)s” already."), params={"handle": handle})
        return handle

    def save(self, commit: bool = True) -> User:
        # These fields alone: role and is_active may have been changed by somebody else meanwhile.
        user: User = self.instance
        user.save(update_fields=self.Meta.fields)
        return user


class EmailForm(forms.Form):
    """Another address for oneself. Who has a password gives it: a screen left open must not cost an account."""

    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self.user.email:
            raise ValidationError(_("That is your address already."))
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("Somebody has this e-mail address already."))
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your current password."))
        return password


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = OneTimeLink
        fields = ("email", "role", "team")
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        team.empty_label = _("No team yet")  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        person = User.objects.filter(email=email).first()
        if person is not None:
            raise ValidationError(already_here(person))
        if OneTimeLink.objects.pending().filter(email=email).exists():
            raise ValidationError(already_invited())
        return email


def already_here(person: User) -> ValidationError:
    if person.is_active:
        return ValidationError(_("%(name)s has an account with this address already."), params={"name": person.name})
    message = _("%(name)s had an account with this address. Reactivate it in the list instead.")
    return ValidationError(message, params={"name": person.name})


def already_invited() -> ValidationError:
    return ValidationError(_("This address was invited already. Send that invitation again from the list below."))


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = NewPasswordField()
    time_zone = TimeZoneField(initial="UTC")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        guess_zone(self)

    def clean(self) -> None:
        super().clean()
        password = self.cleaned_data.get("password")
        if password:
            to_be = User(email=self.email, name=self.cleaned_data.get("name", ""))
            try:
                validate_password(password, to_be)
            except ValidationError as error:
                self.add_error("password", error)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Team.objects.exclude(pk=self.team.pk) if self.team else Team.objects.all()
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("There is a team called “%(name)s” already."), params={"name": name})
        return name


class AddToTeamForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Person"),
        empty_label=_("Choose a person"),
        to_field_name="handle",
        error_messages={
            "required": _("Choose a person."),
            "invalid_choice": _("They are in the team already, or not here."),
        },
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = User.objects.active().exclude(memberships__team=team)  # type: ignore[attr-defined]
