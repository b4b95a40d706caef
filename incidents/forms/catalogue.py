"""Severities, services and tags, as an organisation sets them up."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.template.defaultfilters import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.catalogue import teams_served_by
from incidents.models import Service, Severity, Tag
from incidents.models.severity import MOST, RANKS

LONGEST = 250  # business days: about a year
DAYS = ("postmortem_days", "statement_days", "p1_days", "p2_days", "p3_days", "p4_days")


class SeverityForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    class Meta:
        model = Severity
        fields = (
            "name",
            "rank",
            "description",
            "postmortem_required",
            "postmortem_days",
            "approvals_needed",
            "statement_days",
            "p1_days",
            "p2_days",
            "p3_days",
            "p4_days",
        )
        labels: ClassVar = {
            "postmortem_required": _("Every incident of this severity needs a postmortem"),
            "postmortem_days": _("Postmortem due after"),
            "approvals_needed": _("Approvals needed"),
            "statement_days": _("Statement to customers due after"),
            **{f"p{n}_days": f"P{n}" for n in range(1, 5)},
        }
        help_texts: ClassVar = {
            "rank": _("1 is the worst. The mark (square, diamond, triangle, ring) follows from it."),
            "description": _("How somebody recognises it in the first minutes."),
            "postmortem_required": _("Without one, or a decision to do without, it cannot be closed."),
            "postmortem_days": _("Business days from its start."),
            "approvals_needed": _("Of people other than its owner."),
            "statement_days": _("Business days from the incident. Empty: nothing is promised."),
        }
        error_messages: ClassVar = {
            "name": {"required": _("Give it a short name, such as SEV2."), "unique": _("There is one of this name.")},
            "description": {"required": _("Say in a sentence how somebody recognises it.")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            taken = set(Severity.objects.values_list("rank", flat=True))
            self.initial["rank"] = next((rank for rank in RANKS if rank > max(taken, default=0)), None)
        self._bound("rank", min(RANKS), max(RANKS))
        self._bound("approvals_needed", 1, 9)
        for name in DAYS:
            self._bound(name, 1, LONGEST)

    def _bound(self, name: str, least: int, most: int) -> None:
        field = self.fields[name]
        words = _("Write a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
        field.validators = [MinValueValidator(least, words), MaxValueValidator(most, words)]
        field.error_messages |= {"required": words, "invalid": words}
        field.widget.attrs |= {"min": least, "max": most, "class": "form-control-days"}

    def clean_rank(self) -> int:
        rank: int = self.cleaned_data["rank"]
        holder = Severity.objects.filter(rank=rank).exclude(pk=self.instance.pk).first()
        if holder:
            message = _("%(name)s has this rank. Choose another; the arrows in the list let the two change places.")
            raise ValidationError(message, params={"name": holder.name})
        return rank

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Severity.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a severity of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None and Severity.objects.count() >= MOST:
            message = _("There are %(most)d severities already, more than people can tell apart. Delete one first.")
            raise ValidationError(message, params={"most": MOST})
        return super().clean() or {}


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """A service, offered the teams that ``user`` answers for; only admins leave it without one."""

    class Meta:
        model = Service
        fields = ("name", "team", "tier")
        widgets: ClassVar = {"tier": forms.RadioSelect}
        help_texts: ClassVar = {"name": _("As people say it, such as checkout.")}
        error_messages: ClassVar = {
            "name": {"required": _("Give it the name that people use.")},
            "team": {"required": _("Choose one of the teams you lead.")},
        }

    def __init__(self, data: Any = None, *, user: User, instance: Service | None = None) -> None:
        super().__init__(data, instance=instance)
        team = self.fields["team"]
        team.queryset = teams_served_by(user)  # type: ignore[attr-defined]
        team.empty_label = _("No team yet")  # type: ignore[attr-defined]
        team.required = not user.is_admin

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Service.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a service called “%(name)s” already."), params={"name": name})
        return name


class TagForm(forms.Form):
    """Another name for ``tag``."""

    name = forms.CharField(
        label=_("Name"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens; the rest becomes hyphens."),
        error_messages={"required": _("Give the tag a name.")},
    )

    def __init__(self, data: Any = None, *, tag: Tag) -> None:
        super().__init__(data, initial={"name": tag.name}, auto_id="rename-%s")
        self.tag = tag

    def clean_name(self) -> str:
        name = slugify(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("A tag needs a letter or a digit."))
        if Tag.objects.filter(name=name).exclude(pk=self.tag.pk).exists():
            raise ValidationError(_("There is a tag “%(name)s” already: merge the two below."), params={"name": name})
        return name

    def save(self) -> None:
        self.tag.name = self.cleaned_data["name"]
        self.tag.save(update_fields=["name"])


class MergeTagForm(forms.Form):
    into = forms.ModelChoiceField(
        Tag.objects.none(),
        label=_("Into"),
        to_field_name="name",
        empty_label=_("Choose a tag"),
        error_messages={
            "required": _("Choose the tag that stays."),
            "invalid_choice": _("This tag is gone: choose another."),
        },
    )

    def __init__(self, data: Any = None, *, tag: Tag) -> None:
        super().__init__(data, auto_id="merge-%s")
        self.fields["into"].queryset = Tag.objects.exclude(pk=tag.pk)  # type: ignore[attr-defined]
