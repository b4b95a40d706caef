"""Forms of statements and of the public site."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publishing.models import PublicSite, Statement
from publishing.public.colour import ENOUGH, LIGHT, contrast
from publishing.statements.news import possible_authors


class PublicMoment(forms.DateTimeField):
    """A time as the public reads it, in UTC."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            found: datetime | None = super().to_python(value)
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


class StartForm(forms.Form):
    SCRATCH, SUMMARY = "scratch", "summary"

    title = forms.CharField(
        label=_("Title, as customers read it"),
        max_length=160,
        error_messages={"required": _("Give it a title in the words of customers.")},
    )
    begin = forms.ChoiceField(
        label=_("Begin"),
        choices=((SCRATCH, _("From the beginning")), (SUMMARY, _("From the summary of the postmortem"))),
        initial=SCRATCH,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, summary: bool) -> None:
        super().__init__(data)
        if not summary:
            del self.fields["begin"]

    @property
    def from_summary(self) -> bool:
        return bool(self.cleaned_data.get("begin") == self.SUMMARY)


class AboutForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """Title and times as the public reads them, when it is due, and what a new wording corrects."""

    began_at = PublicMoment(label=_("Began (UTC)"))
    ended_at = PublicMoment(label=_("Ended (UTC)"))

    class Meta:
        model = Statement
        fields = ("title", "began_at", "ended_at", "due_on", "correction")
        widgets: ClassVar = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "correction": forms.Textarea(attrs={"rows": 3}),
        }
        labels: ClassVar = {"due_on": _("Due"), "correction": _("What is corrected")}
        help_texts: ClassVar = {"correction": _("Readers see it below the report, with the day it goes live.")}
        error_messages: ClassVar = {"title": {"required": _("Give it a title in the words of customers.")}}

    def __init__(self, data: Any = None, *, instance: Statement) -> None:
        super().__init__(data, instance=instance, auto_id="about-%s")
        if not instance.page_id:
            del self.fields["correction"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        began, ended = values.get("began_at"), values.get("ended_at")
        if began and ended and ended < began:
            self.add_error("ended_at", _("It ends before it began. Check the two times."))
        if ended and not began:
            self.add_error("began_at", _("Say when it began as well."))
        return values


class PartForm(forms.Form):
    markdown = forms.CharField(required=False, max_length=50_000, strip=False)
    base = forms.CharField(required=False, strip=False)


class OverrideForm(forms.Form):
    detector = forms.SlugField(max_length=20)
    words = forms.CharField(max_length=300, strip=False)
    reason = forms.CharField(
        max_length=1000, error_messages={"required": _("Say why customers may read it: it is kept with the statement.")}
    )


class AuthorForm(forms.Form):
    """Somebody who may see the postmortem and does more than read."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Add an author"), to_field_name="handle", empty_label=_("Choose a person")
    )

    def __init__(self, data: Any = None, *, statement: Statement) -> None:
        super().__init__(data)
        new = possible_authors(statement).exclude(pk__in=statement.authors.values("pk"))
        self.fields["person"].queryset = new.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, for colleagues"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: it stays inside.")},
    )
    notice = forms.CharField(
        label=_("What readers are told"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Public, below “This report was withdrawn on …”. The redaction check looks at it as well."),
    )


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    home_url = forms.URLField(
        label=_("Home link"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Where “Back to our site” leads."),
    )

    class Meta:
        model = PublicSite
        fields = (
            "name", "logo_text", "intro", "accent", "home_url", "noindex", "when_withdrawn", "internal_domains",
            "customers",
        )  # fmt: skip
        widgets: ClassVar = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "when_withdrawn": forms.RadioSelect,
            "internal_domains": forms.Textarea(attrs={"rows": 4}),
            "customers": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar = {
            "name": _("The heading of the public list."),
            "logo_text": _("Your organisation, at the top of every page."),
            "intro": _("One or two sentences below the heading."),
            "internal_domains": _(
                "One a line, such as corp.example.com. Private suffixes such as .internal are known."
            ),
            "customers": _("One a line: names that no statement may have in it."),
        }
        error_messages: ClassVar = {"name": {"required": _("Give the public site a name.")}}

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].lower()
        if contrast(accent, LIGHT) < ENOUGH:
            raise ValidationError(_("Links in this colour are too pale to read. Choose a darker one."))
        return accent
